"""Reading the compact, and who said what to it."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from commonweal.belonging.models import Compact, CompactAnswer
from commonweal.core.models import Letter
from commonweal.members.models import Member
from commonweal.members.queries import current as belonging_on

AGREED, DECLINED = CompactAnswer.Said.AGREED.value, CompactAnswer.Said.DECLINED.value
NONE = "NONE"
SAID = {AGREED: "Accepted", DECLINED: "Not accepted", NONE: "Not answered"}
ANSWER_COLUMNS = ("name", "email", "answer", "answered_on")
REMINDER = "belonging.compact_reminder"


@dataclass(frozen=True)
class Half:
    """One half of the compact: its points, and how they differ from the version before."""

    title: str
    points: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True)
class Numbers:
    """How many current members said what to one version, and how many were reminded."""

    agreed: int
    declined: int
    unanswered: int
    reminded: int


@dataclass(frozen=True)
class Shelf:
    """A stretch of members with what they said, and the cursor of the next stretch."""

    members: tuple[Member, ...]
    next: str


def current() -> Compact | None:
    """The version that holds now: the last that was published."""
    return published().first()


def published() -> QuerySet[Compact]:
    """Every version that held, newest first."""
    return Compact.objects.filter(published_at__isnull=False).order_by("-version")


def draft() -> Compact | None:
    """The next version while it is being written."""
    return Compact.objects.filter(published_at=None).order_by("-version").first()


def before(compact: Compact) -> Compact | None:
    """The version this one follows."""
    return published().filter(version__lt=compact.version).first()


def halves(compact: Compact) -> tuple[Half, Half]:
    """Both halves, with what is new in them and what is gone."""
    then = before(compact) or compact
    return (
        _half("What you can expect", compact.can_expect, then.can_expect),
        _half("What is expected of you", compact.expected, then.expected),
    )


def points(text: str) -> tuple[str, ...]:
    """The points of a text, one a line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def answer_of(member: Member, compact: Compact | None) -> CompactAnswer | None:
    return CompactAnswer.objects.filter(member=member, compact=compact).first()


def to_answer(member: Member) -> Compact | None:
    """The version that holds now, if this member has not answered it. One query."""
    said = CompactAnswer.objects.filter(member=member, compact=OuterRef("pk"))
    newest = published().annotate(answered=Exists(said)).first()
    return None if newest is None or newest.answered else newest


def numbers(compact: Compact, *, on: datetime.date) -> Numbers:
    members = Member.objects.filter(belonging_on(on))
    said = CompactAnswer.objects.filter(compact=compact, member__in=members.values("pk"))
    agreed, declined = said.filter(said=AGREED).count(), said.filter(said=DECLINED).count()
    letters = Letter.objects.filter(kind=REMINDER, key__startswith=f"{REMINDER}:{compact.version}:")
    return Numbers(agreed, declined, members.count() - agreed - declined, letters.count())


def who_said(compact: Compact, said: str, *, on: datetime.date) -> QuerySet[Member]:
    """Current members who said this to a version, by name; NONE is those who did not answer."""
    own = CompactAnswer.objects.filter(member=OuterRef("pk"), compact=compact)
    wanted = ~Exists(own) if said == NONE else Exists(own.filter(said=said))
    members = Member.objects.filter(belonging_on(on)).filter(wanted)
    return members.select_related("organisation", "user").order_by("sort_name", "ref")


def shelf(compact: Compact, said: str, *, on: datetime.date, after: str, limit: int) -> Shelf:
    """A stretch of `who_said`, from after a sort name and a ref."""
    members = who_said(compact, said, on=on)
    name, comma, ref = after.replace("\0", "").rpartition(",")
    if comma:
        later = Q(sort_name__gt=name) | Q(sort_name=name, ref__gt=ref)
        members = members.filter(later, sort_name__gte=name)
    rows = tuple(members[: limit + 1])
    kept = rows[:limit]
    more = len(rows) > limit
    return Shelf(kept, f"{kept[-1].sort_name},{kept[-1].ref}" if more else "")


def answers_table(compact: Compact, *, on: datetime.date) -> Iterator[tuple[str, ...]]:
    """Every current member with their answer, for a spreadsheet: a line of ANSWER_COLUMNS each."""
    answers = CompactAnswer.objects.filter(compact=compact).values_list("member", "said", "at")
    known = {member: (said, at) for member, said, at in answers}
    members = Member.objects.filter(belonging_on(on)).order_by("sort_name", "ref")
    rows = members.values_list("pk", "name", "user__email").iterator()
    for pk, name, email in rows:
        said, at = known.get(pk, (NONE, None))
        yield (name, email or "", SAID[said], at.date().isoformat() if at else "")


def _half(title: str, text: str, earlier: str) -> Half:
    now, then = points(text), points(earlier)
    return Half(
        title,
        now,
        tuple(point for point in now if point not in then),
        tuple(point for point in then if point not in now),
    )
