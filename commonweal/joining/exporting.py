"""What a copy of somebody's data gives of joining: neither others' names, nor what is not told."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from commonweal.core.models import AuditEntry, Letter
from commonweal.core.privacy.people import Person
from commonweal.joining.models import Application, Decision, Invitation, Reading, Score
from commonweal.joining.models.applications import UNSENT
from commonweal.joining.queries import deciding
from commonweal.joining.queries.progress import ENDED, progress
from commonweal.joining.services import erasing

TO_OTHERS = "Sent by you to somebody else, who is not named here"
# By application, the moment up to which its applicant knows everything.
Known = dict[int, datetime.datetime]


def invitations(person: Person) -> list[dict[str, Any]]:
    """Invitations to the person in full; of those they sent to others, when they did."""
    return [_given(one, person) for one in erasing.invitations(person).order_by("pk")]


def _given(one: Invitation, person: Person) -> dict[str, Any]:
    when = {"made_at": one.made_at, "used_at": one.used_at, "withdrawn_at": one.withdrawn_at}
    if one.email.lower() not in person.emails:
        return {"email": TO_OTHERS, **when}
    return {"email": one.email, "name": one.name, "note": one.note, **when}


def as_told(person: Person, applications: list[Application]) -> Iterator[Application]:
    """The person's applications, each in the state its applicant knows."""
    known = _known(person)
    for one in applications:
        if one.pk in known:
            state = progress(one)
            one.status, one.ended_at = state.stage, None
            one.decided_at = state.decision.at if state.decision else None
        yield one


def decisions(person: Person, found: list[Decision]) -> list[Decision]:
    """Without those the person has not been told, and without a word that they replaced others."""
    known = _known(person)
    shown = [one for one in found if not _is_new(known, one.application_id, one.at)]
    for one in shown:
        if one.replaced_at and _is_new(known, one.application_id, one.replaced_at):
            one.replaced_at = None
    return shown


def readings(person: Person, found: list[Reading]) -> list[Reading]:
    """Without what readers note of the person's own applications while these are being read."""
    known = _known(person)
    return [one for one in found if not _is_new(known, one.application_id, one.finished_at)]


def scores(person: Person, found: list[Score]) -> list[Score]:
    """The scores of the readings that are given."""
    pks = [one.reading_id for one in found]
    given = readings(person, list(Reading.objects.filter(pk__in=pks)))
    shown = {reading.pk for reading in given}
    return [one for one in found if one.reading_id in shown]


def letters(person: Person, found: list[Letter]) -> list[Letter]:
    """Without letters of decisions that were never told."""
    made = list(Decision.objects.filter(application__in=_known(person)))
    told = decisions(person, made)
    keys = {deciding.letter_key(one) for one in made if one not in told}
    return [letter for letter in found if letter.key not in keys]


def audited(person: Person, found: list[AuditEntry]) -> list[AuditEntry]:
    """Without what others did to the person's applications since they were told the last time."""
    known = {f"{Application._meta.label}:{pk}": since for pk, since in _known(person).items()}
    own = {None, person.user.pk if person.user else None}
    return [
        one
        for one in found
        if one.actor_id in own or one.target not in known or one.at <= known[one.target]
    ]


def _is_new(known: Known, application: int, at: datetime.datetime | None) -> bool:
    """Whether this came after what the applicant knows, or is still to come."""
    return application in known and (at is None or at > known[application])


def _known(person: Person) -> Known:
    """The person's applications of which something is not told yet, and up to when all is."""
    sent = erasing.applications(person).exclude(status__in=[*UNSENT, *ENDED])
    since = ((one, _told_at(one)) for one in sent.select_related("invitation", "second_look"))
    return {one.pk: at for one, at in since if _is_open(one, at)}


def _told_at(application: Application) -> datetime.datetime:
    decision = deciding.told(application)
    return decision.at if decision else application.sent_at or timezone.now()


def _is_open(application: Application, told_at: datetime.datetime) -> bool:
    undecided = application.status in (*deciding.UNDECIDED, "SECOND_LOOK")
    return undecided or application.decisions.filter(at__gt=told_at).exists()
