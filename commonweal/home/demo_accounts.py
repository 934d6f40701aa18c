"""The demo's own people: one account a role. Anybody may sign in as them while DEMO is on."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from commonweal.core import services as accounts
from commonweal.core.errors import Refused
from commonweal.core.models import Role, User

# What the demo calls each kind of reader, with an invented name. The visitor has no account.
NAMES = {
    "guest": "Robin Ashdown",
    "member": "Aoife Brannigan",
    "convenor": "Gareth Pryce",
    "assessor": "Nadia Rahman",
    "partner": "Callum Strachan",
    "evaluator": "Ngozi Eze",
    "team": "Hannah Whitcombe",
    "steward": "Idris Vaughan",
}
# The roles whose holder also belongs to the community. The demo community gives them profiles.
MEMBERS = ("member", "convenor", "assessor", "team")
SCOPES = {"partner": "nation:scotland"}


def address_of(who: str) -> str:
    """An address that can never receive mail (RFC 2606)."""
    return f"{who}@demo.invalid"


@transaction.atomic
def ensure_demo_accounts() -> dict[str, User]:
    """The demo accounts by role (“guest”, “member” … “steward”), made where missing.

    The member profiles of `MEMBERS` are for the demo community to add. Raises `Refused` unless
    settings.DEMO is on.
    """
    check_demo()
    return {who: ensure_account(who, name) for who, name in NAMES.items()}


def ensure_account(who: str, name: str) -> User:
    user = accounts.account_for(address_of(who), name=name)
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    role = who.upper()
    if role in Role.values and not user.role_grants.filter(role=role, ended_at=None).exists():
        accounts.grant_role(user, role, by=None, scope=SCOPES.get(who, ""))
    return user


def check_demo() -> None:
    if not settings.DEMO:
        raise Refused("Demo accounts exist only while the demo is on.")
