"""Reading one's own answers, the log of reads, and numbers about everybody."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from django.db.models import QuerySet

from commonweal.core.models import User
from commonweal.equalities import questions, reads, sealed
from commonweal.equalities.models import ReadEntry, Record
from commonweal.equalities.questions import Question, Status
from commonweal.equalities.sealed import Contents

BATCH = 500
# Made of the two questions that the Equality Act's definition takes together.
DISABILITY = "disability"
UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Line:
    """One question, how far it got with somebody, and their answer in words."""

    question: Question
    status: Status
    answer: str

    @property
    def words(self) -> str:
        answered = self.status == Status.ANSWERED
        return (
            self.question.label(self.answer) if answered else questions.STATUS_LABELS[self.status]
        )


def own(subject: str) -> Contents | None:
    """What `subject` answered, for their own eyes alone; None when they were never asked.

    Raises `Refused` when the key here does not open it.
    """
    record = Record.objects.filter(pseudonym=sealed.pseudonym(subject)).first()
    return sealed.opened(record) if record else None


def lines(contents: Contents, *, edition: int = 0) -> list[Line]:
    """The questions of somebody's nation, in order, with how far each got.

    They are those of the edition that was answered, unless another is named.
    """
    return [
        Line(
            question,
            questions.status(question, contents.answers),
            contents.answers.get(question.key, ""),
        )
        for question in questions.asked_in(contents.nation, edition or edition_of(contents))
    ]


def edition_of(contents: Contents) -> int:
    return contents.edition or questions.EDITION


def reads_of(subject: str) -> QuerySet[ReadEntry]:
    """When answers of `subject` were opened, newest first."""
    record = Record.objects.filter(pseudonym=sealed.pseudonym(subject)).first()
    if record is None:
        return ReadEntry.objects.none()
    ids = [record.pk, *sealed.opened(record).earlier]
    return ReadEntry.objects.filter(whose__in=ids).order_by("-at", "-pk")


def log_page(*, before: int | None, limit: int) -> list[ReadEntry]:
    """Who opened answers, newest first, from below the entry `before`."""
    found = ReadEntry.objects.select_related("by").order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found[:limit])


@dataclass(frozen=True)
class Tally:
    """How many people of one set of labels gave one answer, or none, to one question.

    `value` is the key of an option, or a `Status` other than “answered”, or `UNREADABLE`.
    """

    question: str
    value: str
    labels: tuple[str, ...]
    people: int


def tallies(
    frames: Iterable[tuple[str, tuple[str, ...]]], *, by: User | None = None
) -> list[Tally]:
    """Counts of answers for people given as (subject, labels), by question, answer and labels.

    Somebody who was never asked counts as “not asked” to each question. One read of everybody is
    written in the log first. Nothing about a single person leaves this function, but small counts
    do: whoever shows them asks `core.disclosure`.
    """
    reads.note(ReadEntry.Kind.ALL, by=by, why=ReadEntry.Why.SNAPSHOT)
    counted: Counter[tuple[str, str, tuple[str, ...]]] = Counter()
    for batch in _batches(frames):
        named = [(sealed.pseudonym(subject), labels) for subject, labels in batch]
        records = Record.objects.filter(pseudonym__in={name for name, _ in named})
        found = {record.pseudonym: values_of(record) for record in records}
        for name, labels in named:
            values = found.get(name, NOBODY)
            counted.update((key, value, labels) for key, value in values.items())
    return [Tally(*key, people=people) for key, people in sorted(counted.items())]


def values_of(record: Record) -> dict[str, str]:
    """What one record counts as, for each question: an option, a status, or unreadable."""
    contents = sealed.opened_or_none(record)
    if contents is None:
        return dict.fromkeys(NOBODY, UNREADABLE)
    asked = {one.key: one for one in questions.asked_in(contents.nation, edition_of(contents))}
    values = {key: _value(asked.get(key), contents.answers) for key in questions.every_key()}
    return values | {DISABILITY: _disability(values)}


def _value(question: Question | None, answers: Mapping[str, str]) -> str:
    status = questions.status(question, answers)
    return answers[question.key] if question and status == Status.ANSWERED else status.value


def _disability(values: Mapping[str, str]) -> str:
    """Two questions together, as the harmonised guidance takes them; in Ireland, the one."""
    difficulties = values["difficulties"]
    if difficulties != Status.NOT_ASKED:
        return {"a-lot": "yes", "a-little": "yes", "no": "no"}.get(difficulties, difficulties)
    condition, activity = values["condition"], values["activity"]
    if condition != "yes":
        return condition
    return {"a-lot": "yes", "a-little": "yes", "not-at-all": "no"}.get(activity, activity)


def _nobody() -> dict[str, str]:
    return dict.fromkeys((*questions.every_key(), DISABILITY), Status.NOT_ASKED.value)


NOBODY = _nobody()


def _batches(
    frames: Iterable[tuple[str, tuple[str, ...]]],
) -> Iterator[list[tuple[str, tuple[str, ...]]]]:
    rest = iter(frames)
    while batch := list(islice(rest, BATCH)):
        yield batch
