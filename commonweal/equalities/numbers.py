"""Numbers about everybody for the stewards' page: no cell of it tells about one person."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils import timezone

from commonweal.core import disclosure
from commonweal.core.models import User
from commonweal.equalities import queries, questions, reads, sealed
from commonweal.equalities.models import ReadEntry, Record, this_month
from commonweal.equalities.questions import Status
from commonweal.members.models import Member
from commonweal.members.queries import current

BATCH = 500
BROAD = {
    "white": "White",
    "mixed": "Mixed or multiple",
    "asian": "Asian",
    "black": "Black, African or Caribbean",
    "other": "Other",
}
STATUSES = (Status.ANSWERED, Status.PREFER_NOT, Status.SKIPPED, Status.NOT_ASKED)


@dataclass
class Cell:
    """A count on its way, with the record keys of those counted."""

    people: int = 0
    keys: int = 0

    def add(self, key: int) -> None:
        self.people += 1
        self.keys += key

    @property
    def shown(self) -> int | None:
        return disclosure.live(self.people, [self.keys])


@dataclass(frozen=True)
class Row:
    """One question: how many stand in each status, and how many gave each answer.

    A number is None where it is too small to be shown.
    """

    topic: str
    statuses: dict[str, int | None]
    answers: list[tuple[str, int | None]]


@dataclass(frozen=True)
class Numbers:
    """The rows, and how many records the key here does not open."""

    rows: list[Row]
    people: int | None
    unreadable: int


@dataclass
class _Count:
    statuses: dict[tuple[str, str], Cell] = field(default_factory=lambda: defaultdict(Cell))
    answers: dict[tuple[str, str], Cell] = field(default_factory=lambda: defaultdict(Cell))
    everybody: Cell = field(default_factory=Cell)
    unreadable: int = 0

    def add(self, values: dict[str, str], key: int) -> None:
        self.everybody.add(key)
        for question in questions.every_key():
            value = values[question]
            status = value if value in _UNANSWERED else Status.ANSWERED.value
            self.statuses[question, status].add(key)
            if status == Status.ANSWERED:
                self.answers[question, _GROUPS[question, value]].add(key)


_UNANSWERED = {Status.PREFER_NOT.value, Status.SKIPPED.value, Status.NOT_ASKED.value}
# Under which words each option is counted, in the order of the lists.
_GROUPS = {
    (question.key, option.key): BROAD[option.broad] if option.broad else option.label
    for question in reversed(questions.every())
    for option in question.options
}


def everybody(*, by: User) -> Numbers:
    """Numbers about all who were asked before this month, and members who never were.

    The read is written in the log first. Every number carries the noise of its own people.
    """
    reads.note(ReadEntry.Kind.ALL, by=by, why=ReadEntry.Why.NUMBERS)
    count, names = _Count(), set()
    for record in Record.objects.iterator(chunk_size=BATCH):
        names.add(record.pseudonym)
        if record.month < this_month():
            _add(count, record)
    for name in _members():
        if name not in names:
            count.add(queries.NOBODY, sealed.noise_of(name))
    rows = [_row(key, count) for key in questions.every_key()]
    return Numbers(rows, count.everybody.shown, count.unreadable)


def _add(count: _Count, record: Record) -> None:
    values = queries.values_of(record)
    if queries.UNREADABLE in values.values():
        count.unreadable += 1
    else:
        count.add(values, sealed.noise_of(record.pseudonym))


def _members() -> Iterator[str]:
    """The pseudonyms of those who belong, and belonged before this month."""
    belong = Member.objects.filter(current(timezone.localdate()), joined_on__lt=this_month())
    for ref in belong.values_list("ref", flat=True).iterator(chunk_size=BATCH):
        yield sealed.pseudonym(f"member:{ref}")


def _row(key: str, count: _Count) -> Row:
    groups = dict.fromkeys(
        _GROUPS[key, option.key]
        for question in questions.every()
        if question.key == key
        for option in question.options
    )
    topic = next(one.topic for one in questions.every() if one.key == key)
    return Row(
        topic=topic,
        statuses={status.value: count.statuses[key, status.value].shown for status in STATUSES},
        answers=[(words, count.answers[key, words].shown) for words in groups],
    )
