"""What the front page, the day's page and the desk show."""

import datetime
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Q, QuerySet

from commonweal.core.models import AuditEntry
from commonweal.members.models import Member

HOUR = 3600


@dataclass(frozen=True)
class CommunityCounts:
    """How many belong today, from how many organisations and nations."""

    people: int
    organisations: int
    nations: int


def current_members(on: datetime.date) -> QuerySet[Member]:
    """Those who have joined by this day and not left."""
    return Member.objects.filter(Q(left_on=None) | Q(left_on__gt=on), joined_on__lte=on)


def community_counts(on: datetime.date) -> CommunityCounts:
    """The community in three numbers, at most an hour old: nobody waits for a count."""
    found: CommunityCounts | None = cache.get(f"community-counts:{on}")
    if found is None:
        members = current_members(on)
        workplaces = members.order_by().exclude(organisation=None)
        nations = members.order_by().exclude(nation=None).exclude(nation="nation:other")
        found = CommunityCounts(
            people=members.count(),
            organisations=workplaces.values("organisation").distinct().count(),
            nations=nations.values("nation").distinct().count(),
        )
        cache.set(f"community-counts:{on}", found, HOUR)
    return found


def joined_since(day: datetime.date, on: datetime.date) -> int:
    """How many joined after `day`, up to and with `on`."""
    return Member.objects.filter(joined_on__gt=day, joined_on__lte=on).count()


def left_since(day: datetime.date, on: datetime.date) -> int:
    """How many left after `day`, up to and with `on`."""
    return Member.objects.filter(left_on__gt=day, left_on__lte=on).count()


def audit_page(*, before: int | None, limit: int = 50) -> list[AuditEntry]:
    """The audit log, newest first, from below the row numbered `before`."""
    entries = AuditEntry.objects.select_related("actor").order_by("-pk")
    if before is not None:
        entries = entries.filter(pk__lt=before)
    return list(entries[:limit])
