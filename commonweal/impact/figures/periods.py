"""Years that end on the day of the snapshot, so that all are whole and can be compared."""

import datetime
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import narwhals as nw


@dataclass(frozen=True)
class Year:
    """Twelve months: the days after `start`, up to and including `end`."""

    start: datetime.date
    end: datetime.date

    @property
    def label(self) -> str:
        return str(self.end.year)


def years_to(end: datetime.date, count: int) -> list[Year]:
    """The `count` years that end on this day of each year, oldest first."""
    ends = [_back(end, years) for years in range(count, -1, -1)]
    return [Year(start, stop) for start, stop in pairwise(ends)]


def years_since(first: datetime.date, end: datetime.date, most: int) -> list[Year]:
    """The years that end on this day of each year and reach back to `first`, at most `most`."""
    count = 1
    while count < most and _back(end, count) >= first:
        count += 1
    return years_to(end, count)


def _back(day: datetime.date, years: int) -> datetime.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def year_of(column: str, years: list[Year]) -> nw.Expr:
    """The label of the year a day lies in, or null."""
    found: Any = nw.lit(None, dtype=nw.String)
    for year in years:
        inside = (nw.col(column) > year.start) & (nw.col(column) <= year.end)
        found = nw.when(inside).then(nw.lit(year.label)).otherwise(found)
    return found.alias("year")  # type: ignore[no-any-return]
