"""Requests about data: what waits, until when, and what became of the others."""

import calendar
import datetime
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from commonweal.core.models import User
from commonweal.stewardship.models import OPEN, DataRequest, Kind, Status

# A task that says nothing for so long has died, or nobody runs the worker.
STILL = datetime.timedelta(minutes=2)
UNFINISHED = (Status.WAITING, Status.RUNNING)


@dataclass(frozen=True)
class Shelf:
    """A stretch of the requests that ended, and the cursor of the next, empty at the end."""

    requests: tuple[DataRequest, ...]
    next: str


def requests() -> QuerySet[DataRequest]:
    return DataRequest.objects.select_related("user__member", "member", "asked_by")


def copies() -> QuerySet[DataRequest]:
    """The requests for a copy, whoever asked."""
    return requests().filter(kind=Kind.ACCESS)


def waiting() -> list[DataRequest]:
    """What somebody still waits for, the nearest deadline first."""
    return list(requests().filter(status__in=OPEN).order_by("due_on", "pk"))


def ended(*, before: str, limit: int) -> Shelf:
    """Requests that ended, or whose copy is ready, newest first from below the cursor."""
    rows = requests().exclude(status__in=OPEN).order_by("-pk")
    if before.isascii() and before.isdigit():
        rows = rows.filter(pk__lt=int(before[:18]))
    found = tuple(rows[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    return Shelf(found, str(found[-1].pk) if more else "")


def own_copies(user: User) -> QuerySet[DataRequest]:
    """The copies somebody asked for themselves, newest first."""
    return requests().filter(kind=Kind.ACCESS, user=user, asked_by=user).order_by("-pk")


def own_erasures(user: User) -> QuerySet[DataRequest]:
    """What somebody asked to have erased themselves, newest first."""
    return requests().filter(kind=Kind.ERASURE, user=user, asked_by=user).order_by("-pk")


def is_stuck(request: DataRequest) -> bool:
    """Whether the making of a copy gave no sign of life for two minutes."""
    return request.status in UNFINISHED and timezone.now() - request.alive_at > STILL


def is_overdue(request: DataRequest, *, on: datetime.date) -> bool:
    return request.is_open and on > request.due_on


def month_after(day: datetime.date) -> datetime.date:
    """The same day of the next month, or its last day: until then the law gives time."""
    year, month = (day.year + day.month // 12, day.month % 12 + 1)
    return day.replace(year=year, month=month, day=min(day.day, _days(year, month)))


def _days(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def open_erasures() -> QuerySet[DataRequest]:
    """Wishes to be erased that nobody has answered yet."""
    return requests().filter(kind=Kind.ERASURE, status=Status.ASKED)


def named(request: DataRequest) -> str:
    """Whom a request is about, in as few words as tell them from others."""
    member = request.member or getattr(request.user, "member", None)
    if member is not None and member.erased_on is None:
        return str(member.name)
    if request.user is not None:
        return str(request.user)
    return request.name or request.email or "Somebody who was erased"


def word_to_type(request: DataRequest) -> str:
    """What a steward types to confirm that it is this person: the address, or else the name."""
    if request.user is not None:
        return request.user.email
    return request.email or named(request)
