from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from commonweal.core import services
from commonweal.core.errors import Refused
from commonweal.core.models import Role


class Command(BaseCommand):
    help = "Give somebody a role by e-mail address. Makes the account when there is none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("role", help=", ".join(Role.values), type=str.upper)
        parser.add_argument("--scope", default="", help="such as nation:wales")
        parser.add_argument("--name", default="", help="for a new account")

    def handle(self, *args: Any, email: str, role: str, scope: str, name: str, **rest: Any) -> None:
        try:
            validate_email(email)
            with transaction.atomic():
                user = services.account_for(email, name=name)
                services.grant_role(user, role, by=None, scope=scope)
        except ValidationError:
            raise CommandError(f"“{email}” is not an e-mail address.") from None
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{user.email} now has the role {Role(role).label.lower()}.")
