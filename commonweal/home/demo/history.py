"""When the demo's people join and leave. docs/guide/demo.md says where the figures come from."""

import datetime
from bisect import bisect_right
from collections.abc import Container
from dataclasses import dataclass
from random import Random

UNIT = 5000  # The size at which the history is told; other sizes are scaled from it.
FOUNDED = datetime.date(2015, 7, 14)
AS_OF = datetime.date(2023, 4, 1)
SETTLED = datetime.timedelta(days=120)  # Nobody leaves sooner than this after joining.
REASONS = {"left:changed-role": 8, "left:retired": 7, "left:not-reachable": 4, "left:resigned": 1}


@dataclass(frozen=True)
class Chapter:
    """A stretch of days, both ends included, in which so many joined and so many left."""

    first: datetime.date
    last: datetime.date
    joined: int
    left: int

    @property
    def days(self) -> list[datetime.date]:
        length = (self.last - self.first).days + 1
        return [self.first + datetime.timedelta(days=n) for n in range(length)]


def _chapter(first: str, last: str, joined: int, left: int) -> Chapter:
    return Chapter(
        datetime.date.fromisoformat(first), datetime.date.fromisoformat(last), joined, left
    )


# Nobody joins or leaves while the vote of October 2019 is open, so that its roll of voters stands.
CHAPTERS = (
    _chapter("2015-07-14", "2015-07-16", 78, 0),
    _chapter("2015-09-15", "2015-09-17", 77, 0),
    _chapter("2015-11-17", "2015-11-19", 76, 0),
    _chapter("2016-06-01", "2016-12-31", 268, 4),
    _chapter("2017-01-01", "2017-02-28", 150, 1),
    _chapter("2017-03-01", "2017-03-31", 352, 1),
    _chapter("2017-04-01", "2017-06-30", 352, 2),
    _chapter("2017-07-01", "2017-12-31", 657, 8),
    _chapter("2018-01-01", "2018-12-31", 780, 18),
    _chapter("2019-01-01", "2019-10-06", 639, 18),
    _chapter("2019-10-22", "2019-12-31", 131, 6),
    _chapter("2020-01-01", "2020-04-30", 170, 6),
    _chapter("2020-05-01", "2021-06-30", 460, 32),
    _chapter("2021-07-01", "2022-03-31", 462, 24),
    _chapter("2022-04-01", "2023-01-31", 560, 30),
    _chapter("2023-02-01", "2023-04-01", 108, 8),
)
JOIN_A_YEAR, LEAVE_A_YEAR = 668, 38  # The pace of the last year told, kept up afterwards.


def chapters_until(day: datetime.date) -> list[Chapter]:
    """The whole history told, and after its end whole years at the same pace until `day`."""
    told = list(CHAPTERS)
    while (last := told[-1].last) < day:
        first = last + datetime.timedelta(days=1)
        told.append(Chapter(first, last + datetime.timedelta(days=365), JOIN_A_YEAR, LEAVE_A_YEAR))
    return told


def joining_days(size: int, *, until: datetime.date, rng: Random) -> list[datetime.date]:
    """The day each person joins, in order, to the end of the chapter that `until` lies in."""
    days: list[datetime.date] = []
    told = 0
    for chapter in chapters_until(until):
        told += chapter.joined
        days += _some_days(chapter, round(told * size / UNIT) - len(days), rng)
    return days


def leaving_days(
    joined: list[datetime.date], size: int, *, until: datetime.date, rng: Random
) -> dict[int, tuple[datetime.date, str]]:
    """Who leaves, by place in the whole of `joining_days`: the day and the reason."""
    left: dict[int, tuple[datetime.date, str]] = {}
    reasons = list(REASONS)
    told = made = 0
    for chapter in chapters_until(until):
        told += chapter.left
        due = round(told * size / UNIT) - made
        made += due
        for day in _some_days(chapter, due, rng):
            who = _somebody_settled(joined, day, left, rng)
            left[who] = (day, rng.choices(reasons, list(REASONS.values()))[0])
    return left


def _some_days(chapter: Chapter, count: int, rng: Random) -> list[datetime.date]:
    """So many days of the chapter, in order: fewer at weekends, in August and in December."""
    days = chapter.days
    weights = [
        (0.15 if day.weekday() >= 5 else 1.0) * (0.5 if day.month in {8, 12} else 1.0)
        for day in days
    ]
    return sorted(rng.choices(days, weights, k=count))


def _somebody_settled(
    joined: list[datetime.date], day: datetime.date, left: Container[int], rng: Random
) -> int:
    settled = bisect_right(joined, day - SETTLED)
    while (who := rng.randrange(settled)) in left:
        pass
    return who
