"""Reading an application: who is asked to, what they find, and stepping aside."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from commonweal.core import audit
from commonweal.core.errors import Refused
from commonweal.core.models import Role, RoleGrant, User
from commonweal.core.services import end_role, grant_role
from commonweal.core.states import move
from commonweal.joining.models import Application, Conflict, Criterion, Reading, Score, Status, Wave
from commonweal.joining.queries.readers import (
    TO_READ,
    candidates,
    possible_readers,
)
from commonweal.joining.rules import shares_organisation
from commonweal.joining.steps import APPLICATION

CONFLICTED = "You have a conflict of interest with this application, so somebody else looks at it."


@dataclass(frozen=True)
class Given:
    """What a reader gives for one criterion."""

    value: int
    reason: str


def held(application: Application) -> Application:
    """The application as it is now, kept from others until the end of the transaction."""
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("wave")
        .get(pk=application.pk)
    )


def check_to_be_read(application: Application) -> None:
    """Refuse what nobody reads any more, or not yet."""
    if application.status not in TO_READ:
        raise Refused(APPLICATION.refusals[application.status])


def assign(application: Application, *, reader: User, by: User) -> Reading:
    """Ask somebody to read an application.

    Raises `Refused` when it is not being read, when they may not read in this wave, read it
    already, or have a conflict of interest. One found now, by the place they work, is kept.
    """
    # What is found stays known, though asking them is refused.
    note_shared_organisation(application, reader)
    return ask(application, reader=reader, by=by)


@transaction.atomic
def ask(application: Application, *, reader: User, by: User) -> Reading:
    """Give somebody an application to read, or raise `Refused`."""
    now = held(application)
    check_to_be_read(now)
    if not possible_readers(now.wave).filter(pk=reader.pk).exists():
        raise Refused(f"{reader} is not a reader of this wave. Give them that role first.")
    if now.readings.filter(reader=reader).exists():
        raise Refused(f"{reader} has been asked to read this application already.")
    if reader not in candidates(now):
        raise Refused(f"{reader} has a conflict of interest with this application.")
    reading = Reading.objects.create(application=now, reader=reader, assigned_by=by)
    begin(now, by=by)
    audit.record("joining.assign", by=by, on=now, reader=reader.pk)
    return reading


def begin(application: Application, *, by: User | None) -> None:
    """An application with a reader is being read."""
    if application.status == Status.SENT:
        move(application, APPLICATION, Status.READING, by=by)


def rest(application: Application, *, by: User | None) -> None:
    """An application without any reader only waits to be read."""
    if application.status == Status.READING and not application.readings.exists():
        move(application, APPLICATION, Status.SENT, by=by)


@transaction.atomic
def unassign(reading: Reading, *, by: User) -> None:
    """Take an application from somebody who has not finished reading it.

    Raises `Refused` when they have: what was found stays.
    """
    now = held(reading.application)
    taken, _ = Reading.objects.filter(pk=reading.pk, finished_at=None).delete()
    if not taken:
        raise Refused("This reading is finished, so it stays.")
    rest(now, by=by)
    audit.record("joining.unassign", by=by, on=now, reader=reading.reader_id)


@transaction.atomic
def declare_conflict(application: Application, *, by: User, note: str) -> None:
    """Step aside for good: their reading goes, and they see nothing of the application any more.

    Raises `Refused` when it was declared before.
    """
    now = held(application)
    _, made = Conflict.objects.get_or_create(application=now, user=by, defaults={"note": note})
    if not made:
        raise Refused("You have declared this conflict already.")
    now.readings.filter(reader=by).delete()
    rest(now, by=by)
    audit.record("joining.declare_conflict", by=by, on=now)


@transaction.atomic
def note_shared_organisation(application: Application, user: User) -> bool:
    """Keep the conflict of somebody who works where the applicant does. Whether there is one."""
    if not shares_organisation(user, application):
        return False
    kind = Conflict.Kind.SAME_ORGANISATION
    _, made = Conflict.objects.get_or_create(
        application=application, user=user, defaults={"kind": kind}
    )
    if made:
        audit.record("joining.find_conflict", by=None, on=application, user=user.pk)
    return True


def own_reading(application: Application, by: User) -> Reading:
    """Their reading, not finished yet. Raises `Refused` otherwise, and when it is too late."""
    reading = Reading.objects.select_for_update().filter(application=application, reader=by).first()
    if reading is None:
        raise Refused("Nobody has asked you to read this application.")
    if reading.finished_at is not None:
        raise Refused("You have finished this reading already.")
    return reading


@transaction.atomic
def save_reading(application: Application, *, by: User, typed: Mapping[str, Any]) -> None:
    """Keep what a reader typed so far, as it was typed. Nobody else sees it.

    Raises `Refused` when they were not asked, have finished, or it is no longer being read.
    """
    reading = own_reading(application, by)
    check_to_be_read(Application.objects.get(pk=application.pk))
    reading.draft = dict(typed)
    reading.save(update_fields=["draft"])


@transaction.atomic
def finish_reading(
    application: Application,
    *,
    by: User,
    scores: Mapping[str, Given],
    advice: str,
    reason: str,
) -> Reading:
    """Say what they found: a score and a reason for each criterion, by its key, and advice.

    Raises `Refused` when something is missing or out of range, when they were not asked, have
    finished before, or the application has been decided meanwhile.
    """
    now = held(application)
    reading = own_reading(now, by)
    check_to_be_read(now)
    rows = [score(reading, each, scores.get(each.key)) for each in now.wave.criteria.all()]
    if advice not in Reading.Advice.values or not reason.strip():
        raise Refused("Say what you advise, and why.")
    Score.objects.bulk_create(rows)
    reading.advice, reading.reason, reading.draft = advice, reason.strip(), {}
    reading.finished_at = timezone.now()
    reading.save(update_fields=["advice", "reason", "draft", "finished_at"])
    audit.record("joining.finish_reading", by=by, on=now)
    return reading


def score(reading: Reading, criterion: Criterion, given: Given | None) -> Score:
    """A score for one criterion, not saved. Raises `Refused` where it is none."""
    if given is None or not given.reason.strip():
        raise Refused(f"Give a score and a reason for “{criterion.label}”.")
    if not 0 <= given.value <= criterion.top:
        raise Refused(f"The score for “{criterion.label}” must be from 0 to {criterion.top}.")
    return Score(
        reading=reading, criterion=criterion, value=given.value, reason=given.reason.strip()
    )


@transaction.atomic
def make_reader(wave: Wave, user: User, *, by: User) -> RoleGrant:
    """Give somebody the role of reader of this wave. Raises `Refused` as `grant_role` does."""
    grant = grant_role(user, Role.ASSESSOR, by=by, scope=wave.scope)
    audit.record("joining.make_reader", by=by, on=wave, user=user.pk)
    return grant


@transaction.atomic
def end_reader(wave: Wave, grant: RoleGrant, *, by: User) -> None:
    """End that role. What they finished stays; the rest goes to others at the next sharing out.

    Raises `Refused` when the role has ended already, or is not one of this wave.
    """
    if (grant.role, grant.scope) != (Role.ASSESSOR, wave.scope):
        raise Refused("That is not a reader of this wave.")
    end_role(grant, by=by)
    audit.record("joining.end_reader", by=by, on=wave, user=grant.user_id)
