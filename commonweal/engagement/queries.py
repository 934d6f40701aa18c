"""Reading the ledger."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractYear

from commonweal.engagement.models import Depth, Mode, Part, Participation
from commonweal.engagement.offers import OFFERS
from commonweal.members.models import Member


@dataclass(frozen=True)
class Line:
    """One thing somebody took part in, in words."""

    day: datetime.date
    offer: str
    what: str
    part: str
    depth: str
    mode: str


@dataclass(frozen=True)
class Year:
    """How often somebody took part in a calendar year."""

    year: int
    times: int


def participation_of(member: Member) -> QuerySet[Participation]:
    """All a member took part in, latest first."""
    return Participation.objects.filter(member=member).order_by("-day", "-pk")


def years_of(member: Member) -> list[Year]:
    """The years in which a member took part in anything, latest first."""
    counted = (
        Participation.objects.filter(member=member)
        .values(year=ExtractYear("day"))
        .annotate(times=Count("pk"))
        .order_by("-year")
    )
    return [Year(row["year"], row["times"]) for row in counted]


def lines_of(member: Member, year: int | None = None) -> Iterator[Line]:
    """What a member took part in, in one year or ever, in words, latest first."""
    rows = participation_of(member)
    if year is not None:
        rows = rows.filter(day__year=year)
    for row in rows.iterator(chunk_size=1000):
        yield _line(row)


def summary_of(member: Member) -> Mapping[str, int]:
    """How often a member took part in each offer, most often first, by the offer's name."""
    counted = (
        Participation.objects.filter(member=member)
        .values_list("offer")
        .annotate(times=Count("pk"))
        .order_by("-times", "offer")
    )
    return {label(offer): times for offer, times in counted}


def label(offer: str) -> str:
    """What an offer is called; its code when it is no longer declared."""
    return OFFERS[offer].label if offer in OFFERS else offer


def _line(row: Participation) -> Line:
    return Line(
        day=row.day,
        offer=label(row.offer),
        what=row.what,
        part=Part(row.part).label,
        depth=Depth(row.depth).label,
        mode=Mode(row.mode).label,
    )
