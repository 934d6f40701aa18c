"""The queue of a wave: what was sent, who reads it, what they say, and how long it has waited."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from commonweal.core.models import User
from commonweal.joining.models import Application, Reading, Status, Wave
from commonweal.joining.queries.readers import TO_READ, open_to
from commonweal.members.models import Term

# The stretches of the queue, each with the states in it.
STRETCHES: dict[str, tuple[str, tuple[str, ...]]] = {
    "open": ("To decide", (Status.SENT, Status.READING, Status.SECOND_LOOK)),
    "waiting": ("Waiting list", (Status.WAITING,)),
    "admitted": ("Admitted", (Status.ADMITTED, Status.JOINED, Status.NOT_TAKEN_UP)),
    "refused": ("Not admitted", (Status.REFUSED, Status.REFUSED_AGAIN)),
    "withdrawn": ("Withdrawn", (Status.WITHDRAWN,)),
}
ALL = tuple(status for _, states in STRETCHES.values() for status in states)
WAITS = (*TO_READ, Status.SECOND_LOOK, Status.WAITING)


@dataclass(frozen=True)
class Narrowed:
    """What the queue is narrowed to; empty is everything."""

    stretch: str = ""
    reader: int | None = None
    nation: str = ""
    ready: bool = False

    @property
    def is_narrow(self) -> bool:
        return bool(self.reader or self.nation or self.ready)


@dataclass(frozen=True)
class Mark:
    """A reader of an application, and whether they have finished."""

    name: str
    done: bool


@dataclass(frozen=True)
class Row:
    """One application in the queue, as those see it who decide.

    `points` is the mean over finished readings of all scores added up, out of `top`. Points and
    advice are None while the reader of the queue still has to read it themselves. `days` is how
    long it has waited, `lacks` how many more must finish reading it.
    """

    application: Application
    readers: tuple[Mark, ...]
    points: float | None
    top: int
    advice: tuple[str, ...] | None
    days: int | None
    lacks: int
    unasked: int
    can_be_chosen: bool


@dataclass(frozen=True)
class Shelf:
    """A stretch of the queue, and the cursor of the next, empty at the end."""

    rows: tuple[Row, ...]
    next: str


def seen(wave: Wave, user: User) -> QuerySet[Application]:
    """What was sent in a wave, without what this person has a conflict with, or wrote."""
    return wave.applications.filter(open_to(user), status__in=ALL)


def narrowed(found: QuerySet[Application], to: Narrowed, wave: Wave) -> QuerySet[Application]:
    """Those of the applications that fit."""
    if to.stretch in STRETCHES:
        found = found.filter(status__in=STRETCHES[to.stretch][1])
    if to.nation:
        found = found.filter(nation=to.nation)
    if to.reader:
        asked = Reading.objects.filter(application=OuterRef("pk"), reader=to.reader)
        found = found.filter(Exists(asked))
    if to.ready:
        found = _ready(found, wave)
    return found


def _ready(found: QuerySet[Application], wave: Wave) -> QuerySet[Application]:
    """Those that enough people have read, and that nobody has decided."""
    done = (
        Reading.objects.filter(application=OuterRef("pk"), finished_at__isnull=False)
        .order_by()
        .values("application")
        .annotate(n=Count("pk"))
    )
    found = found.annotate(done=Subquery(done.values("n")))
    return found.filter(status__in=TO_READ, done__gte=wave.readers_each)


def shelf(wave: Wave, user: User, to: Narrowed, *, after: str, limit: int) -> Shelf:
    """Applications in the order they were sent, a stretch at a time, each at the same cost.

    Those to be looked at a second time are apart, in `second_looks`.
    """
    found = narrowed(seen(wave, user), to, wave).exclude(status=Status.SECOND_LOOK)
    found = _later(found, after)
    rows = list(_whole(found).order_by("sent_at", "pk")[: limit + 1])
    last = rows[limit - 1] if len(rows) > limit else None
    cursor = f"{last.sent_at.isoformat()},{last.pk}" if last and last.sent_at else ""
    return Shelf(_rows(rows[:limit], wave, user), cursor)


def second_looks(wave: Wave, user: User, to: Narrowed) -> tuple[Row, ...]:
    """What applicants asked to have looked at again, longest waiting first. These are few."""
    found = narrowed(seen(wave, user), to, wave).filter(status=Status.SECOND_LOOK)
    return _rows(list(_whole(found).order_by("second_look__asked_at", "pk")), wave, user)


def _later(found: QuerySet[Application], after: str) -> QuerySet[Application]:
    """What comes after a cursor; a cursor that is none says nothing."""
    at, _, pk = after.replace("\0", "").rpartition(",")
    try:
        sent = parse_datetime(at)
    except ValueError:
        return found
    if sent is None or timezone.is_naive(sent) or not pk.isdecimal() or len(pk) > 18:
        return found
    later = Q(sent_at__gt=sent) | Q(sent_at=sent, pk__gt=int(pk))
    # The first condition says nothing new; it lets the database begin in its index there.
    return found.filter(later, sent_at__gte=sent)


def _whole(found: QuerySet[Application]) -> QuerySet[Application]:
    return found.select_related("nation", "group", "organisation", "second_look").prefetch_related(
        "readings__reader", "readings__scores"
    )


def _rows(found: list[Application], wave: Wave, user: User) -> tuple[Row, ...]:
    top = top_of(wave)
    return tuple(_row(application, wave, user, top) for application in found)


def top_of(wave: Wave) -> int:
    """The most that one reader can give in this wave, all criteria together."""
    return wave.criteria.aggregate(top=Sum("top"))["top"] or 0


def _row(application: Application, wave: Wave, user: User, top: int) -> Row:
    readings = sorted(application.readings.all(), key=lambda one: str(one.reader))
    done = [one for one in readings if one.finished_at]
    to_read = application.status in TO_READ
    owes = to_read and any(one.reader_id == user.pk and not one.finished_at for one in readings)
    return Row(
        application=application,
        readers=tuple(Mark(str(one.reader), bool(one.finished_at)) for one in readings),
        points=None if owes else mean_points(done),
        top=top,
        advice=None if owes else tuple(one.get_advice_display() for one in done),
        days=days_waiting(application),
        lacks=max(0, wave.readers_each - len(done)) if to_read else 0,
        unasked=max(0, wave.readers_each - len(readings)) if to_read else 0,
        can_be_chosen=application.status in WAITS and not owes,
    )


def mean_points(done: list[Reading]) -> float | None:
    """The mean over finished readings of all their scores added up; None without a score."""
    totals = [sum(score.value for score in one.scores.all()) for one in done if one.scores.all()]
    return sum(totals) / len(totals) if totals else None


def days_waiting(application: Application) -> int | None:
    """Whole days since it was sent, or since a second look was asked for; None once decided."""
    if application.status not in WAITS or application.sent_at is None:
        return None
    since: datetime.datetime = application.sent_at
    if application.status == Status.SECOND_LOOK:
        since = application.second_look.asked_at
    return (timezone.localdate() - timezone.localdate(since)).days


def counts(wave: Wave, user: User) -> dict[str, int]:
    """How many applications each stretch has, of those this person sees."""
    rows = seen(wave, user).order_by().values_list("status").annotate(Count("pk"))
    by_status: dict[str, int] = dict(rows)
    return {
        stretch: sum(by_status.get(status, 0) for status in states)
        for stretch, (_, states) in STRETCHES.items()
    }


def nations_in(wave: Wave, user: User) -> list[Term]:
    """The nations the applicants of a wave are from."""
    found = seen(wave, user).exclude(nation=None).order_by().values("nation")
    return list(Term.objects.filter(pk__in=found).order_by("order", "key"))


def asked(
    wave: Wave, user: User, *, done: bool, after: str, limit: int
) -> tuple[list[Reading], str]:
    """What somebody was asked to read in a wave: what is left, or the rest; and the next cursor.

    Nothing in it says what others think, or what was decided.
    """
    own = Reading.objects.filter(reader=user, application__in=seen(wave, user))
    left = Q(finished_at=None, application__status__in=TO_READ)
    own = own.filter(~left if done else left, _after_key(after))
    own = own.select_related("application__nation", "application__group")
    rows = list(own.order_by("pk")[: limit + 1])
    return rows[:limit], str(rows[limit - 1].pk) if len(rows) > limit else ""


def _after_key(after: str) -> Q:
    return Q(pk__gt=int(after)) if after.isdecimal() and len(after) < 19 else Q()


def for_export(wave: Wave, user: User) -> Iterator[dict[str, Any]]:
    """Every application this person sees, for a file: nothing of equalities, no address."""
    top = top_of(wave)
    found = _whole(seen(wave, user)).order_by("sent_at", "pk")
    for application in found.iterator(chunk_size=500):
        yield _line(_row(application, wave, user, top))


COLUMNS = (
    "reference", "name", "role", "organisation", "nation", "region", "group", "state", "sent",
    "days waiting", "readings finished", "readings asked", "mean points", "out of", "advice",
)  # fmt: skip


def _line(row: Row) -> dict[str, Any]:
    one = row.application
    sent = timezone.localtime(one.sent_at).isoformat(timespec="minutes") if one.sent_at else ""
    values = (
        one.ref, one.name, one.role_title, workplace(one), one.nation or "", one.region,
        one.group or "", one.get_status_display(), sent, "" if row.days is None else row.days,
        sum(mark.done for mark in row.readers), len(row.readers),
        "" if row.points is None else f"{row.points:.1f}", row.top, "; ".join(row.advice or ()),
    )  # fmt: skip
    return dict(zip(COLUMNS, map(str, values), strict=True))


def workplace(application: Application) -> str:
    """Where the applicant works, as chosen from the list or as written."""
    chosen = application.organisation
    return chosen.name if chosen else application.organisation_name
