"""Figure 15: what members take part in, and how much of it each does."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import narwhals as nw

from commonweal.core import disclosure
from commonweal.impact.charts import bars
from commonweal.impact.charts import columns as column_chart
from commonweal.impact.figures.membership import membership
from commonweal.impact.figures.periods import Year, year_of, years_since, years_to
from commonweal.impact.figures.registry import LEDGER, Cell, Column, Content, figure
from commonweal.impact.figures.words import day, listed, minus, one_or_more, percent, whole
from commonweal.impact.snapshot.frozen import Frozen, Table, collected, counted

SHOWN_YEARS = 9
FEW = (
    f"Years in which fewer than {disclosure.MINIMUM} people took part, and changes from them, are "
    "not shown."
)
WHAT_COUNTS = (
    "Counts what the ledger holds: chiefly what the team offers, and what members run where they "
    "record it.",
    "Each year is the twelve months up to and including the day of the snapshot.",
)


def while_members(frozen: Frozen) -> Table:
    """What people took part in while they belonged; the day they left counts."""
    spans = frozen.members.select("person", "joined_on", "left_on")
    rows = frozen.participation.join(spans, on="person", how="inner")
    stayed = nw.col("left_on").is_null() | (nw.col("day") <= nw.col("left_on"))
    return rows.filter((nw.col("day") >= nw.col("joined_on")) & stayed)


def in_years(frozen: Frozen, years: list[Year]) -> Table:
    """Participation of members in these years, with the label of its year."""
    rows = while_members(frozen).with_columns(year_of("day", years))
    return rows.filter(~nw.col("year").is_null())


def outside(frozen: Frozen, years: list[Year]) -> tuple[str, ...]:
    """The caveat that says how many rows of these years were left out, if any."""
    whole_span = (nw.col("day") > years[0].start) & (nw.col("day") <= years[-1].end)
    every = collected(frozen.participation.filter(whole_span).select(nw.len().alias("n")))[0]["n"]
    kept = collected(in_years(frozen, years).select(nw.len().alias("n")))[0]["n"]
    if every == kept:
        return ()
    what = one_or_more(every - kept, "engagement is", "engagements are")
    return (f"{what} left out, dated before the person joined or after they left.",)


@figure(
    number="15a",
    slug="engagement-by-offer",
    title="Engagement over the last three years",
    description="How often members took part in each offer, in each of the last three years.",
    source=LEDGER,
    caveats=WHAT_COUNTS,
)
def by_offer(frozen: Frozen) -> Content:
    years = years_to(frozen.as_of, 3)
    rows = in_years(frozen, years)
    counts: dict[tuple[str, str], int] = counted(rows, "offer", "year")
    people = collected(rows.group_by("offer").agg(nw.col("person").n_unique().alias("n")))
    table = _offer_rows({row["offer"]: row["n"] for row in people}, counts, frozen.offers(), years)
    total = sum(counts.values())
    caveats = list(outside(frozen, years))
    if table and table[-1][0] == disclosure.TOGETHER:
        caveats.append(
            f"Offers that fewer than {disclosure.MINIMUM} people took part in over the three years "
            "are added together, with the next smallest where a subtraction would tell."
        )
    return Content(
        columns=(
            Column("offer", "Offer", "text"),
            *(Column(f"year_to_{y.end}", f"Year to {day(y.end)}") for y in years),
        ),
        rows=tuple(table),
        words=_offer_words(counts, table, years),
        n=total,
        unit="engagements",
        chart=(lambda: _offer_chart(table, years)) if table else None,
        caveats=tuple(caveats),
    )


def _offer_rows(
    people: Mapping[str, int],
    counts: Mapping[tuple[str, str], int],
    labels: Mapping[str, str],
    years: list[Year],
) -> list[tuple[Any, ...]]:
    """A row an offer, most engagements in the last year first; small ones together at the end."""
    shown = disclosure.shown(people)

    def numbers(*offers: str) -> list[int]:
        return [sum(counts.get((o, y.label), 0) for o in offers) for y in years]

    order = sorted(shown.alone, key=lambda offer: ([-n for n in numbers(offer)[::-1]], offer))
    rows: list[tuple[Any, ...]] = [(labels.get(o, o), *numbers(o)) for o in order]
    if shown.together:
        rows.append((disclosure.TOGETHER, *numbers(*shown.together)))
    return rows


def _offer_words(
    counts: Mapping[tuple[str, str], int], table: list[tuple[Any, ...]], years: list[Year]
) -> str:
    if not table:
        return f"Fewer than {disclosure.MINIMUM} people took part, so nothing is shown."
    totals = {
        y.label: sum(n for (_, label), n in counts.items() if label == y.label) for y in years
    }
    said = [f"{whole(totals[y.label])} in the year to {day(y.end)}" for y in years]
    alone = [row for row in table if row[0] != disclosure.TOGETHER]
    most = [f"{row[0]} ({whole(row[-1])})" for row in alone[:3]]
    known = f" In the last year most were in {listed(most)}." if most else ""
    return f"Engagements: {listed(said)}.{known}"


def _offer_chart(table: list[tuple[Any, ...]], years: list[Year]) -> dict[str, object]:
    rows: list[bars.Bar | str] = []
    for label, *numbers in table:
        rows.append(label)
        for year, n in zip(years, numbers, strict=True):
            rows.append(bars.Bar(year.label, n, whole(n), quiet=year != years[-1]))
    return bars.grouped(rows)


@dataclass(frozen=True)
class Effort:
    """One year: how many belonged, how many of them took part, and how often."""

    year: Year
    members: int
    took_part: int
    engagements: int

    @property
    def shown(self) -> bool:
        """Whether enough people took part for the year to be shown, or nobody at all."""
        return not self.took_part or self.took_part >= disclosure.MINIMUM

    @property
    def per_member(self) -> float:
        return self.engagements / self.members


def decomposed(before: Effort, after: Effort) -> tuple[float, float, float] | None:
    """The change in engagements due to the number of members, the share who took part, and how
    often those did; the three add up to the whole change (log-mean Divisia index).

    None where too few took part in one of the years, or nobody, since nothing has no logarithm.
    """
    if min(before.took_part, after.took_part) < disclosure.MINIMUM:
        return None
    e0, e1 = before.engagements, after.engagements
    weight = float(e0) if e0 == e1 else (e1 - e0) / math.log(e1 / e0)
    factors = (
        after.members / before.members,
        (after.took_part / after.members) / (before.took_part / before.members),
        (e1 / after.took_part) / (e0 / before.took_part),
    )
    size, share, often = (weight * math.log(factor) for factor in factors)
    return size, share, often


@figure(
    number="15b",
    slug="engagement-per-member",
    title="Engagements per member per year",
    description=(
        "How often a member took part on average, and whether a change comes from more members, "
        "from a larger share taking part, or from those taking part more often."
    ),
    source=f"{LEDGER} and membership records",
    caveats=(
        *WHAT_COUNTS,
        "Members are all who belonged at any time in the year, so somebody who joined late in it "
        "counts in full.",
    ),
)
def per_member(frozen: Frozen) -> Content:
    efforts, caveats = _efforts(frozen)
    visible = [effort for effort in efforts if effort.shown]
    if not any(effort.took_part for effort in visible):
        efforts = visible = []
    elif len(visible) < len(efforts):
        caveats = (*caveats, FEW)
    return Content(
        columns=(
            Column("year", "Year to", "day"),
            Column("members", "Members"),
            Column("took_part", "Took part"),
            Column("participation", "Share who took part", "share"),
            Column("engagements", "Engagements"),
            Column("intensity", "Engagements of each who took part", "number"),
            Column("per_member", "Engagements per member", "number"),
            Column("change", "Change in engagements"),
            Column("from_members", "From the number of members", "number"),
            Column("from_participation", "From the share who took part", "number"),
            Column("from_intensity", "From how often they did", "number"),
        ),
        rows=tuple(_effort_rows(efforts)),
        words=_effort_words(efforts),
        n=sum(effort.engagements for effort in visible),
        unit="engagements",
        chart=(lambda: _effort_chart(visible)) if visible else None,
        caveats=caveats,
    )


def _efforts(frozen: Frozen) -> tuple[list[Effort], tuple[str, ...]]:
    known = membership(frozen)
    if known.first is None:
        return [], ()
    years = years_since(known.first, frozen.as_of, SHOWN_YEARS)
    rows = in_years(frozen, years).group_by("year")
    counts = rows.agg(nw.len().alias("n"), nw.col("person").n_unique().alias("people"))
    found = {row["year"]: row for row in collected(counts)}
    nobody = {"n": 0, "people": 0}
    efforts = []
    for year in years:
        row = found.get(year.label, nobody)
        people = known.during(year.start, year.end)
        efforts.append(Effort(year, people, row["people"], row["n"]))
    return efforts, outside(frozen, years)


def _effort_rows(efforts: list[Effort]) -> list[tuple[Cell, ...]]:
    before = [None, *efforts]
    return [_effort_row(old, new) for old, new in zip(before, efforts, strict=False)]


def _effort_row(before: Effort | None, now: Effort) -> tuple[Cell, ...]:
    if not now.shown:
        return (now.year.end, now.members, *[None] * 9)
    own = (
        now.year.end,
        now.members,
        now.took_part,
        round(now.took_part / now.members, 4),
        now.engagements,
        round(now.engagements / now.took_part, 2) if now.took_part else None,
        round(now.per_member, 2),
    )
    parts = decomposed(before, now) if before else None
    if before is None or parts is None:
        return (*own, *[None] * 4)
    return (*own, now.engagements - before.engagements, *(round(part, 1) for part in parts))


def _effort_words(efforts: list[Effort]) -> str:
    if not efforts:
        return f"Fewer than {disclosure.MINIMUM} people took part in any year, so nothing is shown."
    now = efforts[-1]
    if not now.shown:
        return f"Fewer than {disclosure.MINIMUM} people took part in the last year."
    if not now.took_part:
        return "Nobody took part in the last year."
    said = (
        f"In the year to {day(now.year.end)} {whole(now.took_part)} of {whole(now.members)} "
        f"members ({percent(now.took_part, now.members)}) took part, {_written(now.per_member)} "
        "engagements per member."
    )
    changes = [_change(old, new) for old, new in list(pairwise(efforts))[-1:]]
    return " ".join([said, *filter(None, changes)])


def _written(per_member: float) -> str:
    """With one decimal, or two where one would say almost nothing."""
    return f"{per_member:.1f}" if per_member >= 1 or not per_member else f"{per_member:.2f}"


def _change(before: Effort, now: Effort) -> str:
    parts = decomposed(before, now)
    if parts is None:
        return ""
    size, share, often = (minus(f"{part:+,.0f}") for part in parts)
    change = minus(f"{now.engagements - before.engagements:+,}")
    return (
        f"The year before it was {_written(before.per_member)}. Of the change of "
        f"{change} engagements, {size} are due to the number of "
        f"members, {share} to the share who took part and {often} to how often they did."
    )


def _effort_chart(efforts: list[Effort]) -> dict[str, object]:
    return column_chart.spec(
        [(each.year.label, each.per_member, _written(each.per_member)) for each in efforts]
    )
