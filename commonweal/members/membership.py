"""Whether somebody belongs: joining, pausing, leaving by themselves, and coming back."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from commonweal.core import audit
from commonweal.core.errors import Refused
from commonweal.core.letters import writing
from commonweal.core.models import User
from commonweal.core.text import fold
from commonweal.members import queries, seniority, services
from commonweal.members.indexing import index_member
from commonweal.members.models import Absence, Member

NOT_YOURS = (
    "Your membership was ended by the team, so it cannot be taken up again here. "
    "Write to the team, or apply again."
)


@dataclass(frozen=True)
class Newcomer:
    """What is known of somebody on the day they join. `nation` is a term's key, or empty."""

    name: str
    role_title: str = ""
    organisation: int | None = None
    nation: str = ""


@transaction.atomic
def join(user: User, facts: Newcomer, *, by: User | None) -> Member:
    """Make the owner of this account a member from today, or a former member one again.

    A former member comes back to their own record, and keeps what they said there themselves.
    Asked again for somebody who belongs, it changes nothing.
    """
    User.objects.select_for_update().get(pk=user.pk)
    member = Member.objects.select_for_update().filter(user=user).first()
    if member is None:
        return _new_member(user, facts, by=by)
    if member.left_on is not None:
        _end_absence(member, by=by)
    return member


@transaction.atomic
def pause(member: Member, *, by: User, until: datetime.date | None) -> None:
    """Take a break from today until this day, or without an end: no mail and no matching.

    Raises `Refused` for a day that is not in the future, and for who does not belong.
    """
    today = timezone.localdate()
    services.refuse_former(member)
    if until is not None and until <= today:
        raise Refused("Choose a day after today.")
    member.paused_on = member.paused_on if member.is_paused(today) else today
    member.paused_until = until
    member.save(update_fields=["paused_on", "paused_until"])
    audit.record("members.pause", by=by, on=member, until=until.isoformat() if until else "")


@transaction.atomic
def end_pause(member: Member, *, by: User) -> None:
    """Come back from a break. Nothing happens where there is none."""
    if member.paused_on is None:
        return
    member.paused_on, member.paused_until = None, None
    member.save(update_fields=["paused_on", "paused_until"])
    audit.record("members.end_pause", by=by, on=member)


@transaction.atomic
def leave(member: Member, *, by: User, reason: str) -> None:
    """End one's own membership from today, for this reason (a term's key), and confirm it by mail.

    Raises `Refused` when it has ended already.
    """
    today = timezone.localdate()
    services.end_membership(member, by=by, on=today, reason=reason, by_themselves=True)
    if member.user is not None:
        address = f"{settings.SITE_URL}{reverse('home:front')}"
        writing.send(
            "members.left",
            to=member.user.email,
            key=f"members.left:{member.ref}:{timezone.now():%Y%m%dT%H%M%S}",
            context={"name": member.name, "address": address},
        )


@transaction.atomic
def come_back(member: Member, *, by: User) -> None:
    """Take up again a membership one ended oneself, from today.

    Raises `Refused` when the team ended it, or it has not ended.
    """
    locked = Member.objects.select_for_update().get(pk=member.pk)
    if locked.left_on is None:
        raise Refused("You are a member already.")
    if not locked.left_by_themselves or locked.erased_on is not None:
        raise Refused(NOT_YOURS)
    _end_absence(locked, by=by)
    member.refresh_from_db()


def _new_member(user: User, facts: Newcomer, *, by: User | None) -> Member:
    member = Member(
        user=user,
        name=facts.name,
        sort_name=fold(facts.name),
        role_title=facts.role_title,
        organisation_id=facts.organisation,
        nation_id=facts.nation or None,
        joined_on=timezone.localdate(),
    )
    seniority.set_estimate(member, queries.seniority_rules())
    member.save()
    audit.record("members.join", by=by, on=member)
    index_member(member)
    return member


def _end_absence(member: Member, *, by: User | None) -> None:
    """Belong again from today. Who left today was never away, so of them no absence is kept."""
    today = timezone.localdate()
    left_on, reason = member.left_on, member.left_reason
    if left_on is not None and reason is not None and left_on < today:
        Absence.objects.create(
            member=member,
            left_on=left_on,
            back_on=today,
            left_reason=reason,
            left_by_themselves=member.left_by_themselves,
        )
    member.left_on, member.left_reason, member.left_by_themselves = None, None, False
    member.save(update_fields=["left_on", "left_reason", "left_by_themselves"])
    audit.record("members.come_back", by=by, on=member, left_on=str(left_on))
    index_member(member)
