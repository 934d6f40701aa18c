"""From admitted to member, and what happens to places nobody takes up."""

import datetime

from django.db import transaction
from django.utils import timezone

from commonweal.core import services as accounts
from commonweal.core.errors import Refused
from commonweal.core.models import User
from commonweal.core.states import move
from commonweal.equalities import services as equalities
from commonweal.joining.models import Application, Status
from commonweal.joining.queries import admitted
from commonweal.joining.queries.applications import confirmed_addresses
from commonweal.joining.steps import APPLICATION
from commonweal.members import membership
from commonweal.members.models import Member


@transaction.atomic
def join(application: Application, *, by: User) -> Member:
    """Make whoever was admitted a member from today, with the facts of their application.

    Asked again it changes nothing and gives the same member. Raises `Refused` when the application
    is in another state, or its address is none that this account has confirmed.
    """
    held = Application.objects.select_for_update().get(pk=application.pk)
    if held.email not in confirmed_addresses(by):
        raise Refused("This application was made from another address. Sign in with that one.")
    if held.status == Status.JOINED and held.member is not None:
        return held.member
    if held.status != Status.ADMITTED:
        raise Refused(APPLICATION.refusals[held.status])
    member = membership.join(by, _facts(held), by=by)
    also = {"member": member, "user": by, "ended_at": timezone.now()}
    move(held, APPLICATION, Status.JOINED, by=by, also=also)
    equalities.carry(f"application:{held.ref}", f"member:{member.ref}")
    equalities.resume(f"member:{member.ref}")
    return member


@transaction.atomic
def prepare_account(email: str) -> None:
    """Make the account somebody admitted signs in with by a code, where there is none yet.

    Before they may know of it nothing happens: whether a code comes would tell them.
    """
    application = admitted.admitted_at(email)
    if application is not None:
        accounts.account_for(application.email, name=application.name)


@transaction.atomic
def prepare_accounts() -> int:
    """Make the accounts of all who were admitted and may know it by now. How many were made."""
    waiting = admitted.without_account()
    for application in waiting:
        accounts.account_for(application.email, name=application.name)
    return len(waiting)


@transaction.atomic
def give_up(application: Application) -> None:
    """Note that a place was not taken up in time. Raises `Refused` when they joined meanwhile."""
    move(application, APPLICATION, Status.NOT_TAKEN_UP, by=None, also={"ended_at": timezone.now()})


def waiting_since(day: datetime.datetime) -> list[Application]:
    """Those admitted before this time who have not joined yet, longest first."""
    waiting = Application.objects.filter(status=Status.ADMITTED, decided_at__lte=day)
    return list(waiting.order_by("decided_at", "pk"))


def _facts(application: Application) -> membership.Newcomer:
    return membership.Newcomer(
        name=application.name or application.email.partition("@")[0],
        role_title=application.role_title,
        organisation=application.organisation_id,
        nation=application.nation_id or "",
    )
