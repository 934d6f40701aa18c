"""Figures 7 and 8: who joined, and how many belong."""

import bisect
import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import narwhals as nw

from commonweal.impact.charts import columns as column_chart
from commonweal.impact.charts import lines
from commonweal.impact.figures.registry import MEMBER_RECORDS, Column, Content, figure
from commonweal.impact.figures.words import day, whole
from commonweal.impact.snapshot.frozen import Frozen, collected, counted


class Tally:
    """How many dates lie on or before a day."""

    def __init__(self, counts: dict[datetime.date, int]) -> None:
        self._days = sorted(counts)
        self._sums = [0, *accumulate(counts[each] for each in self._days)]

    def by(self, on: datetime.date) -> int:
        return self._sums[bisect.bisect_right(self._days, on)]


@dataclass(frozen=True)
class Membership:
    """Joining and leaving over time. Somebody no longer belongs on the day they leave."""

    first: datetime.date | None
    joined: Tally
    left: Tally
    away: Sequence[tuple[datetime.date, datetime.date]] = ()

    def current(self, on: datetime.date) -> int:
        """How many belonged at the end of the day."""
        return self.joined.by(on) - self.left.by(on) - self._away(on, on)

    def during(self, start: datetime.date, end: datetime.date) -> int:
        """How many belonged after `start`, up to and including `end`; the day of leaving counts."""
        return self.joined.by(end) - self.left.by(start) - self._away(start, end)

    def _away(self, start: datetime.date, end: datetime.date) -> int:
        """How many had left by `start` and came back only after `end`."""
        return sum(left_on <= start and back_on > end for left_on, back_on in self.away)


def membership(frozen: Frozen) -> Membership:
    joined = counted(frozen.members, "joined_on")
    left = counted(frozen.members.filter(~nw.col("left_on").is_null()), "left_on")
    away = [(row["left_on"], row["back_on"]) for row in collected(frozen.tables["absences"])]
    return Membership(min(joined, default=None), Tally(joined), Tally(left), away)


def quarter_ends(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """The ends of quarters from the one `first` lies in up to `last`, and `last` itself."""
    ends = []
    for year in range(first.year, last.year + 1):
        for month, length in ((3, 31), (6, 30), (9, 30), (12, 31)):
            end = datetime.date(year, month, length)
            if first <= end < last:
                ends.append(end)
    return [*ends, last]


@figure(
    number="07",
    slug="new-members",
    title="New members per year",
    description="How many people joined in each calendar year.",
    source=MEMBER_RECORDS,
    caveats=("Counts everybody who joined, including those who have left since.",),
)
def new_members(frozen: Frozen) -> Content:
    years = counted(frozen.members.with_columns(year=nw.col("joined_on").dt.year()), "year")
    first = min(years, default=frozen.as_of.year + 1)
    rows = tuple((str(y), years.get(y, 0)) for y in range(first, frozen.as_of.year + 1))
    total = sum(years.values())
    unfinished = frozen.as_of < datetime.date(frozen.as_of.year, 12, 31)
    caveats = (f"{frozen.as_of.year} is counted up to {day(frozen.as_of)}.",) if unfinished else ()
    if not rows:
        return _nobody(frozen)
    return Content(
        columns=(Column("year", "Year", "text"), Column("joined", "People who joined")),
        rows=rows,
        words=_new_words(rows, frozen),
        n=total,
        unit="people who joined",
        chart=lambda: column_chart.spec([(year, n, whole(n)) for year, n in rows]),
        caveats=caveats,
    )


def _new_words(rows: tuple[tuple[str, int], ...], frozen: Frozen) -> str:
    best = max(rows, key=lambda row: row[1])
    said = ", ".join(f"{n:,} in {year}" for year, n in rows)
    return (
        f"People who joined each year up to {day(frozen.as_of)}: {said}. "
        f"The most in one year was {best[1]:,}, in {best[0]}."
    )


@figure(
    number="08",
    slug="growth",
    title="Growth in membership",
    description="Everybody who has ever joined, and those who belong, at the end of each quarter.",
    source=MEMBER_RECORDS,
    caveats=(
        "People who have drifted away without saying so still count as members.",
        "Numbers of members alone say nothing about any one person and are not rounded.",
    ),
)
def growth(frozen: Frozen) -> Content:
    known = membership(frozen)
    if known.first is None:
        return _nobody(frozen)
    rows = tuple(
        (end, known.joined.by(end), known.current(end))
        for end in quarter_ends(known.first, frozen.as_of)
    )
    _, joined, current = rows[-1]
    return Content(
        columns=(
            Column("date", "Date", "day"),
            Column("joined", "Ever joined"),
            Column("members", "Members"),
        ),
        rows=rows,
        words=(
            f"{whole(joined)} people had joined by {day(frozen.as_of)}, the first on "
            f"{day(known.first)}. {whole(joined - current)} had left, so {whole(current)} belonged."
        ),
        n=joined,
        unit="people who joined",
        chart=lambda: lines.spec(
            [
                lines.Line("Ever joined", [(end, n) for end, n, _ in rows], above=True),
                lines.Line("Members", [(end, n) for end, _, n in rows], above=False),
            ]
        ),
    )


def _nobody(frozen: Frozen) -> Content:
    return Content(
        columns=(Column("joined", "People who joined"),),
        rows=(),
        words=f"Nobody had joined by {day(frozen.as_of)}.",
        n=0,
        chart=None,
    )
