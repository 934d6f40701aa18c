from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commonweal.core import queries, services


class Command(BaseCommand):
    help = "For somebody who lost phone and recovery codes: they set up a second step anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        user = queries.account_by_email(email)
        if user is None:
            raise CommandError(f"There is no open account with the address {email}.")
        services.forget_second_step(user, by=None)
        self.stdout.write(f"{user.email} has no second step now, and is signed out everywhere.")
