"""Reads about what runs by itself: the outbox and the clock."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.dateparse import parse_datetime

from commonweal.core import schedule
from commonweal.core.letters import declaring
from commonweal.core.models import Letter, ScheduledRun

Status = Letter.Status
SHELVES = {
    "attention": ("Need somebody", (Status.UNSURE, Status.FAILED)),
    "waiting": ("Waiting", (Status.WAITING, Status.CLAIMED)),
    "sent": ("Sent", (Status.SENT,)),
    "cancelled": ("Cancelled or left", (Status.CANCELLED,)),
}
LONG = datetime.timedelta(hours=1)
MONTH = datetime.timedelta(days=30)


@dataclass(frozen=True)
class Shelf:
    """One part of the outbox: its name in addresses and for people, and how many lie on it."""

    name: str
    title: str
    count: int


@dataclass(frozen=True)
class Stretch:
    """Some rows, newest first, and the cursor behind which the older ones begin."""

    rows: list[Any]
    older: str


@dataclass(frozen=True)
class Hand:
    """One job of the clock: when it is next due, and how its last run went."""

    job: schedule.Job
    next_at: datetime.datetime
    last: ScheduledRun | None
    in_trouble: bool


def shelves() -> list[Shelf]:
    """The parts of the outbox, those that need somebody first."""
    counted = Letter.objects.values_list("status").annotate(Count("pk"))
    counts = dict(counted.order_by())
    return [
        Shelf(name, title, sum(counts.get(state, 0) for state in states))
        for name, (title, states) in SHELVES.items()
    ]


def outbox(shelf: str, *, to: str, after: str, limit: int) -> Stretch:
    """Letters on a shelf, or all to one address, the last due first."""
    if to:
        letters = Letter.objects.filter(to=to.strip().lower().replace("\0", ""))
    else:
        letters = Letter.objects.filter(status__in=SHELVES[shelf][1])
    return stretch(letters, after, limit)


def sent_by_kind(now: datetime.datetime) -> dict[str, int]:
    """How many letters of each kind were due and went in the last 30 days, tests included."""
    # No further back, so that the page does not become slower with the years.
    sent = Letter.objects.filter(status=Status.SENT, due_at__gt=now - MONTH)
    return dict(sent.values_list("kind").annotate(Count("pk")).order_by())


def kinds_by_app() -> dict[str, list[declaring.Kind]]:
    """Every kind of letter by title; the many about accounts, which are not ours to send, last."""
    found: dict[str, list[declaring.Kind]] = {}
    for one in sorted(declaring.kinds(), key=lambda kind: (kind.app == "account", kind.app)):
        found.setdefault(one.app, []).append(one)
    return {app: sorted(kinds, key=lambda kind: kind.title) for app, kinds in found.items()}


def letter(pk: int) -> Letter | None:
    return Letter.objects.filter(pk=pk).first()


def kind(code: str) -> declaring.Kind | None:
    """The kind of letter with this code, if there is one today."""
    return next((one for one in declaring.kinds() if one.code == code), None)


def board(now: datetime.datetime) -> list[Hand]:
    """Every job of the clock, those in trouble first."""
    hands = [hand(job, now) for job in schedule.jobs()]
    return sorted(hands, key=lambda one: not one.in_trouble)


def hand(job: schedule.Job, now: datetime.datetime) -> Hand:
    last = ScheduledRun.objects.filter(job=job.name).order_by("-due_at").first()
    return Hand(job, job.next_time(now), last, last is not None and is_trouble(last, now))


def is_trouble(run: ScheduledRun, now: datetime.datetime) -> bool:
    """Whether a run failed, or began an hour ago and has not ended."""
    return run.failed or (run.ended_at is None and run.started_at < now - LONG)


def runs(job: schedule.Job, *, after: str, limit: int) -> Stretch:
    """What the clock did of this job, newest first."""
    return stretch(ScheduledRun.objects.filter(job=job.name), after, limit)


def stretch(rows: QuerySet[Any], after: str, limit: int) -> Stretch:
    """The rows after the cursor, a time and a key, so that each page costs the same."""
    at, _, pk = after.partition(",")
    moment = _moment(at)
    if moment and pk.isdigit() and len(pk) < 19:
        before = Q(due_at__lt=moment) | Q(due_at=moment, pk__lt=int(pk))
        rows = rows.filter(before, due_at__lte=moment)
    found = list(rows.order_by("-due_at", "-pk")[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    last: Any = found[-1] if more else None
    return Stretch(found, f"{last.due_at.isoformat()},{last.pk}" if last else "")


def _moment(text: str) -> datetime.datetime | None:
    """The time of a cursor; None for what somebody typed instead."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
