"""What a snapshot holds: the columns of each table and how they are read from the database.

No name, address, note or other text a member wrote is among them. A new column is a new schema
version and a row in docs/guide/figures.md.
"""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl
from django.db.models import QuerySet
from django.utils.timezone import localdate

from commonweal.engagement.models import Participation
from commonweal.engagement.offers import OFFERS
from commonweal.impact.snapshot.pseudonyms import pseudonym
from commonweal.joining.models import Application, Status, Wave
from commonweal.joining.models.applications import UNSENT
from commonweal.members.models import Absence, Member, MemberTerm, Organisation, Term

SCHEMA_VERSION = 2
CHUNK = 20_000
Row = tuple[Any, ...]

COLUMNS: dict[str, dict[str, type[pl.DataType]]] = {
    "members": {
        "person": pl.String,
        "joined_on": pl.Date,
        "left_on": pl.Date,
        "left_reason": pl.String,
        "organisation": pl.String,
        "nation": pl.String,
        "sector": pl.String,
        "background": pl.String,
        "clinical": pl.Boolean,
        "role_type": pl.String,
        "seniority": pl.String,
        "seniority_corrected": pl.Boolean,
    },
    "absences": {
        "person": pl.String,
        "left_on": pl.Date,
        "back_on": pl.Date,
        "reason": pl.String,
    },
    "waves": {
        "wave": pl.String,
        "name": pl.String,
        "opens_on": pl.Date,
        "closes_on": pl.Date,
        "places": pl.Int64,
    },
    "applications": {
        "application": pl.String,
        "wave": pl.String,
        "nation": pl.String,
        "invited": pl.Boolean,
        "sent_on": pl.Date,
        "decided_on": pl.Date,
        "outcome": pl.String,
    },
    "equalities": {
        "table": pl.String,
        "question": pl.String,
        "row": pl.String,
        "column": pl.String,
        "people": pl.Int64,
    },
    "answers": {
        "question": pl.String,
        "topic": pl.String,
        "answer": pl.String,
        "label": pl.String,
        "order": pl.Int64,
    },
    "benchmarks": {
        "name": pl.String,
        "version": pl.String,
        "dimension": pl.String,
        "source": pl.String,
        "as_of": pl.Date,
        "note": pl.String,
        "nation": pl.String,
        "category": pl.String,
        "people": pl.Int64,
    },
    "member_terms": {"person": pl.String, "kind": pl.String, "term": pl.String},
    "organisations": {
        "organisation": pl.String,
        "parent": pl.String,
        "code": pl.String,
        "type": pl.String,
        "sector": pl.String,
        "nation": pl.String,
        "closed_on": pl.Date,
    },
    "terms": {
        "term": pl.String,
        "vocabulary": pl.String,
        "label": pl.String,
        "broader": pl.String,
        "order": pl.Int64,
    },
    "offers": {
        "offer": pl.String,
        "label": pl.String,
        "depth": pl.String,
        "mode": pl.String,
        "central": pl.Boolean,
    },
    "participation": {
        "day": pl.Date,
        "person": pl.String,
        "offer": pl.String,
        "depth": pl.String,
        "mode": pl.String,
        "part": pl.String,
        "central": pl.Boolean,
    },
}


def people(key: bytes, as_of: datetime.date) -> dict[int, str]:
    """The pseudonym of everybody who had joined by `as_of`, by primary key."""
    joined = Member.objects.filter(joined_on__lte=as_of).values_list("pk", flat=True)
    return {pk: pseudonym(key, "member", pk) for pk in joined.order_by("pk").iterator(CHUNK)}


def members(key: bytes, as_of: datetime.date, known: Mapping[int, str]) -> Iterator[Row]:
    """One row a member. Somebody who left after `as_of` had not left then.

    Somebody who was away on that day had left: that they came back later was not known.
    """
    away = {
        pk: (left_on, reason)
        for pk, left_on, reason in Absence.objects.filter(
            left_on__lte=as_of, back_on__gt=as_of
        ).values_list("member_id", "left_on", "left_reason_id")
    }
    rows = _values(
        Member.objects.filter(joined_on__lte=as_of), "pk", "joined_on", "left_on", "left_reason_id",
        "organisation_id", "nation_id", "sector_id", "background_id", "clinical", "role_type_id",
        "seniority_id", "seniority_corrected_by_id",
    )  # fmt: skip
    for pk, joined_on, left_on, reason, organisation, *middle, corrected in rows:
        if pk not in known:
            continue
        left_on, reason = away.get(pk, (left_on, reason))
        gone = left_on is not None and left_on <= as_of
        yield (
            known[pk],
            joined_on,
            left_on if gone else None,
            reason if gone else None,
            _organisation(key, organisation),
            *middle,
            corrected is not None,
        )


def absences(as_of: datetime.date, known: Mapping[int, str]) -> Iterator[Row]:
    """The times somebody was away and had come back from by `as_of`."""
    over = Absence.objects.filter(back_on__lte=as_of)
    for pk, *rest in _values(over, "member_id", "left_on", "back_on", "left_reason_id"):
        if pk in known:
            yield known[pk], *rest


def waves(as_of: datetime.date) -> Iterator[Row]:
    """The waves that had opened."""
    opened = Wave.objects.exclude(published_at=None).order_by("pk")
    for wave in opened.iterator(CHUNK):
        opens_on = localdate(wave.opens_at)
        if opens_on <= as_of:
            yield wave.ref, wave.name, opens_on, localdate(wave.closes_at), wave.places


# What an application came to, by its state now. A second look that is not over has no outcome.
OUTCOMES: dict[str, str] = {
    Status.ADMITTED: "admitted",
    Status.JOINED: "admitted",
    Status.NOT_TAKEN_UP: "admitted",
    Status.REFUSED: "refused",
    Status.REFUSED_AGAIN: "refused",
    Status.WAITING: "waiting",
    Status.WITHDRAWN: "withdrawn",
}


def applications(key: bytes, as_of: datetime.date) -> Iterator[Row]:
    """One row for each application sent by `as_of`. What was decided later was open then."""
    rows = Application.objects.exclude(status__in=UNSENT).exclude(sent_at=None)
    for pk, wave, nation, invitation, sent_at, decided_at, ended_at, status in _values(
        rows, "pk", "wave__ref", "nation_id", "invitation__kind",
        "sent_at", "decided_at", "ended_at", "status",
    ):  # fmt: skip
        settled_at = ended_at if status == Status.WITHDRAWN else decided_at
        settled_on = settled_at and localdate(settled_at)
        known = settled_on is not None and settled_on <= as_of
        if localdate(sent_at) <= as_of:
            yield (
                pseudonym(key, "application", pk),
                wave,
                nation,
                invitation == "APPROVED",
                localdate(sent_at),
                settled_on if known else None,
                OUTCOMES.get(status) if known else None,
            )


def member_terms(known: Mapping[int, str]) -> Iterator[Row]:
    """What members say they are interested in, good at, offer and ask for, as controlled terms."""
    for pk, kind, term in _values(MemberTerm.objects.all(), "member_id", "kind", "term_id"):
        if pk in known:
            yield known[pk], kind, term


def organisations(key: bytes) -> Iterator[Row]:
    rows = _values(
        Organisation.objects.all(),
        "pk", "parent_id", "code", "type_id", "sector_id", "nation_id", "closed_on",
    )  # fmt: skip
    for pk, parent, *rest in rows:
        yield _organisation(key, pk), _organisation(key, parent), *rest


def terms() -> Iterator[Row]:
    return _values(Term.objects.all(), "pk", "vocabulary", "label", "broader_id", "order")


def offers() -> Iterator[Row]:
    for offer in OFFERS.values():
        yield offer.code, offer.label, str(offer.depth), str(offer.mode), offer.central


def ledger_end() -> int:
    """The last row of the ledger now. Rows written while a snapshot is made come after it."""
    last = Participation.objects.order_by("-pk").values_list("pk", flat=True).first()
    return last or 0


def ledger(as_of: datetime.date, end: int) -> QuerySet[Participation]:
    """The part of the ledger a snapshot holds."""
    return Participation.objects.filter(day__lte=as_of, pk__lte=end)


def participation(rows: QuerySet[Participation]) -> Iterator[Row]:
    """The ledger in the order of its days, with the primary key of each person in second place."""
    return (
        rows.order_by("day", "pk")
        .values_list("day", "member_id", "offer", "depth", "mode", "part", "central")
        .iterator(CHUNK)
    )


def _values(rows: QuerySet[Any, Any], *names: str) -> Iterator[Row]:
    return rows.order_by("pk").values_list(*names).iterator(CHUNK)


def _organisation(key: bytes, pk: int | None) -> str | None:
    return None if pk is None else pseudonym(key, "organisation", pk)
