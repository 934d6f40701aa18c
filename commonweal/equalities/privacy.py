"""What this app keeps about people, why, and for how long."""

import datetime
from typing import Any

from django.db.models import QuerySet

from commonweal.core.privacy.declaring import Basis, Erasure, Exported, Keep, personal
from commonweal.core.privacy.people import Person
from commonweal.equalities import queries, questions, sealed, services
from commonweal.equalities.models import ReadEntry, Record

YEAR = datetime.timedelta(days=365)


def _records(person: Person) -> QuerySet[Record]:
    names = [sealed.pseudonym(subject) for subject in person.subjects]
    return Record.objects.filter(pseudonym__in=names)


def _copy(person: Person) -> Exported:
    """The answers in words. Each opening is written in the log of reads."""
    rows = []
    for subject in sorted(person.subjects):
        contents = services.open_for(subject, by=person.by, why=ReadEntry.Why.ARCHIVE)
        if contents is not None:
            rows.append({"sealed": _in_words(contents), "opened": _reads(subject)})
    return rows


def _in_words(contents: sealed.Contents) -> dict[str, str]:
    return {
        line.question.wording: line.words
        for line in queries.lines(contents)
        if line.status != questions.Status.NOT_ASKED
    }


def _reads(subject: str) -> list[dict[str, Any]]:
    return [{"at": entry.at, "why": entry.get_why_display()} for entry in queries.reads_of(subject)]


def _reads_by(person: Person) -> QuerySet[ReadEntry]:
    if person.user is None:
        return ReadEntry.objects.none()
    return ReadEntry.objects.filter(by=person.user)


personal(
    Record,
    title="Your answers to the equalities questions",
    purpose="To see in numbers whether the community is open to everybody, and where it is not.",
    basis=Basis.CONSENT,
    special="Article 9(2)(a), explicit consent: each question is optional, and answers can be "
    "changed or removed at any time.",
    holds={
        "pseudonym": "a code name that leads to nobody without the key",
        "sealed": "what you answered, encrypted",
        "month": "the month in which you were asked",
        "of_member": "whether you are a member",
        "ended_month": "the month in which your application or membership ended",
    },
    of=_records,
    keep=[
        Keep(
            after=2 * YEAR,
            since="ended_month",
            why="Two years after an application or a membership ended, its answers are removed: by "
            "then they have been counted.",
        ),
        Keep(
            after=3 * YEAR,
            since="month",
            only={"of_member": False},
            why="Whatever became of an application, its answers are removed three years after the "
            "questions were asked.",
        ),
    ],
    erasure=Erasure.DELETE,
    seen_by="You. Nobody else, but a steward for a reason that is written down where you see it.",
    export=_copy,
)

personal(
    ReadEntry,
    title="When you opened other people’s equalities answers",
    purpose="So that whoever opens answers has to account for it, and the person concerned knows.",
    basis=Basis.LEGAL,
    holds={
        "by": "who opened answers",
        "at": "when",
        "why": "for which reason",
        "case": "the reference noted with it",
        "kind": "whether one person’s answers were opened, or everybody’s counted",
    },
    plain=["whose"],
    stays=["by", "at", "why", "case", "kind"],
    of=_reads_by,
    erasure=Erasure.KEEP,
    forever="The log of reads can be neither changed nor emptied. It names nobody whose answers "
    "were opened.",
    seen_by="Stewards, and each person as far as their own answers were opened.",
)
