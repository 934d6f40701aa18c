"""The step from admitted to member, and back again for those who left."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from commonweal.belonging.queries.way_in import panel
from commonweal.belonging.services import compact, way_in
from commonweal.core.letters import writing
from commonweal.core.models import User
from commonweal.equalities import services as equalities
from commonweal.joining.models import Application, Status
from commonweal.joining.services import admitting
from commonweal.members import membership
from commonweal.members.models import Member
from commonweal.members.services import update_exchange


@transaction.atomic
def join(application: Application, *, by: User, version: int) -> Member:
    """Accept this version of the compact and be a member from now, with a first way in.

    Asked again it changes nothing and gives the same member. Raises `Refused` when another version
    holds by now, or the application does not let this account join.
    """
    held = Application.objects.select_for_update().get(pk=application.pk)
    joined_before = held.status == Status.JOINED
    member = admitting.join(held, by=by)
    if not joined_before:
        compact.answer(member, by=by, version=version, agrees=True)
        way_in.make(member, by=by)
    return member


@transaction.atomic
def come_back(member: Member, *, by: User, version: int) -> None:
    """Take up again a membership one ended oneself, accepting this version of the compact.

    Raises `Refused` when the team ended it, or another version holds by now.
    """
    compact.holding(version)
    membership.come_back(member, by=by)
    equalities.resume(f"member:{member.ref}")
    compact.answer(member, by=by, version=version, agrees=True)


@transaction.atomic
def say(member: Member, *, by: User, before: dict[str, object], **said: object) -> None:
    """Keep one part of what somebody wants and gives; `before` is all of it until now."""
    update_exchange(member, by=by, **{**before, **said})  # type: ignore[arg-type]


@transaction.atomic
def finish(member: Member, *, by: User | None) -> None:
    """Make the way in from what was said, and send it with a welcome, once for each joining."""
    way_in.make(member, by=by)
    welcome(member)


@transaction.atomic
def welcome(member: Member) -> None:
    """Send the letter that welcomes a member, with their way in. It is sent once."""
    if member.user is None:
        return
    found = panel(member, on=timezone.localdate())
    writing.send(
        "belonging.welcome",
        to=member.user.email,
        key=f"belonging.welcome:{member.ref}",
        context={
            "name": member.name,
            "steps": found.steps if found else (),
            "address": f"{settings.SITE_URL}{reverse('belonging:way_in')}",
        },
    )
