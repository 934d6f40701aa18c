"""Figures 20 and 21: why people leave, and how long those who joined keep taking part."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import narwhals as nw

from commonweal.core import disclosure
from commonweal.impact.charts import bars, intervals
from commonweal.impact.figures.engagement import while_members
from commonweal.impact.figures.registry import (
    LEDGER,
    MEMBER_RECORDS,
    Cell,
    Column,
    Content,
    Spec,
    figure,
)
from commonweal.impact.figures.words import day, listed, percent, whole
from commonweal.impact.intervals import Estimate
from commonweal.impact.snapshot.frozen import Frozen, Table, collected, counted
from commonweal.impact.survival import Curve, Lasted, kaplan_meier

YEAR = 365
YEARS = (1, 2, 3, 5)
DRAWN = 2
EVERYBODY = "Everybody"


@figure(
    number="20",
    slug="reasons-for-leaving",
    title="Why people left",
    description="Everybody who ever left, by the reason that was noted.",
    source=MEMBER_RECORDS,
    caveats=(
        "Somebody who left, came back and left again is counted twice.",
        "Counts are rounded to five.",
        "People who have drifted away without saying so have not left: the next figure is about "
        "them.",
    ),
)
def reasons(frozen: Frozen) -> Content:
    labels = frozen.labels("left")
    people: Counter[str] = Counter()
    gone = frozen.members.filter(~nw.col("left_on").is_null())
    for found in (counted(gone, "left_reason"), counted(frozen.tables["absences"], "reason")):
        for key, n in found.items():
            people[labels.get(key, key)] += n
    rows = _reason_rows(people)
    total = sum(n for _, n, _ in rows)
    said = [f"{label} {whole(n)} ({percent(n, total)})" for label, n, _ in rows]
    few = f"Fewer than {disclosure.MINIMUM} people had left by {day(frozen.as_of)}."
    return Content(
        columns=(
            Column("reason", "Reason", "text"),
            Column("people", "People who left"),
            Column("share", "Share", "share"),
        ),
        rows=tuple(rows),
        words=f"Of {whole(total)} who had left: {listed(said)}." if rows else few,
        n=total,
        unit="people who left",
        chart=(lambda: _reason_chart(rows, total)) if rows else None,
    )


def _reason_rows(people: Counter[str]) -> list[tuple[str, int, float]]:
    shown = disclosure.shown(people)
    rows = [(label, people[label]) for label in shown.alone]
    if shown.together:
        rows.append((disclosure.TOGETHER, sum(people[label] for label in shown.together)))
    # Why somebody left is told to the team alone, so that not even large counts are exact.
    rows = [(label, disclosure.rounded(n)) for label, n in rows]
    total = sum(n for _, n in rows)
    return [(label, n, round(n / total, 4)) for label, n in rows]


def _reason_chart(rows: Sequence[tuple[str, int, float]], total: int) -> Spec:
    return bars.spec(
        [
            bars.Bar(label, n, f"{whole(n)} ({percent(n, total)})", label == disclosure.TOGETHER)
            for label, n, _ in rows
        ]
    )


@figure(
    number="21",
    slug="first-silence",
    title="Still taking part",
    description=(
        "The share of people who joined in each year and had not yet had twelve months in which "
        "they took part in nothing, by time since joining."
    ),
    source=f"{MEMBER_RECORDS} and {LEDGER[0].lower()}{LEDGER[1:]}",
    caveats=(
        "The Kaplan–Meier estimate: people who left, went away or joined too lately to know are "
        "counted for as long as they were followed, and no longer.",
        "A silence begins on the last day of taking part, or of joining, and is complete 365 days "
        "later. Taking part that the ledger does not hold counts as silence.",
        "Years of joining with fewer than ten people are left out, and so are times after which "
        "fewer than ten of them were still followed.",
    ),
)
def first_silence(frozen: Frozen) -> Content:
    cohorts = _cohorts(frozen)
    rows = tuple(cohort.row() for cohort in cohorts)
    drawn = [c for c in cohorts if c.after(DRAWN)]
    return Content(
        columns=(
            Column("joined", "Year of joining", "text"),
            Column("people", "People who joined"),
            *(column for years in YEARS for column in _columns(years)),
            Column("median", "Days until half fell silent"),
        ),
        rows=rows,
        words=_silence_words(cohorts, frozen),
        n=cohorts[0].curve.people if cohorts else 0,
        unit="people who joined",
        chart=(lambda: _silence_chart(drawn)) if drawn else None,
    )


def _columns(years: int) -> list[Column]:
    after = f"{years} year" if years == 1 else f"{years} years"
    return [
        Column(f"after_{years}", f"Not yet silent after {after}", "share"),
        Column(f"after_{years}_low", f"From (95%), {after}", "share"),
        Column(f"after_{years}_high", f"To (95%), {after}", "share"),
    ]


@dataclass(frozen=True)
class Cohort:
    """Those who joined in one year, and how long it was until they first fell silent."""

    name: str
    lasted: tuple[Lasted, ...]
    curve: Curve

    def after(self, years: int) -> Estimate | None:
        """The share not yet silent, or None where too few were followed for so long."""
        known = self.curve.at_risk(years * YEAR, self.lasted)
        return self.curve.at(years * YEAR) if known >= disclosure.MINIMUM else None

    def row(self) -> tuple[Cell, ...]:
        cells: list[Cell] = [self.name, self.curve.people]
        for years in YEARS:
            found = self.after(years)
            ends = (found.value, found.low, found.high) if found else (None, None, None)
            cells += [None if end is None else round(end, 4) for end in ends]
        return (*cells, self.curve.median())


def _cohorts(frozen: Frozen) -> list[Cohort]:
    """Everybody first, then each year of joining."""
    by_year: dict[str, list[Lasted]] = {}
    for row in collected(_until_silence(frozen)):
        days = (row["until"] - row["joined_on"]).days
        one = Lasted(max(days, 0), bool(row["silent"]), row["n"])
        for name in (EVERYBODY, str(row["joined_on"].year)):
            by_year.setdefault(name, []).append(one)
    names = [EVERYBODY, *sorted(set(by_year) - {EVERYBODY})] if by_year else []
    found = [Cohort(name, tuple(by_year[name]), kaplan_meier(by_year[name])) for name in names]
    return [cohort for cohort in found if cohort.curve.people >= disclosure.MINIMUM]


def _until_silence(frozen: Frozen) -> Table:
    """How many joined on a day and were followed until a day on which they were silent, or not."""
    followed = _followed(frozen)
    days = nw.concat(
        [
            followed.select("person", nw.col("joined_on").alias("day")),
            while_members(frozen).select("person", "day"),
        ],
        how="vertical",
    ).join(followed, on="person", how="inner")
    days = days.filter(nw.col("day") <= nw.col("end")).unique(["person", "day"])
    days = days.with_columns(next=nw.col("day").shift(-1).over("person", order_by="day"))
    until = nw.when(nw.col("next").is_null()).then(nw.col("end")).otherwise(nw.col("next"))
    # Spark gives a time for a day that is moved.
    silent_on = nw.col("day").dt.offset_by(f"{YEAR}d").cast(nw.Date)
    days = days.with_columns(silent_on=silent_on, next=until)
    first = (
        days.filter(nw.col("silent_on") <= nw.col("next"))
        .group_by("person")
        .agg(nw.col("silent_on").min())
    )
    everybody = followed.join(first, on="person", how="left")
    silent = ~nw.col("silent_on").is_null()
    ended = nw.when(silent).then(nw.col("silent_on")).otherwise(nw.col("end"))
    return (
        everybody.with_columns(silent=silent, until=ended)
        .group_by("joined_on", "until", "silent")
        .agg(nw.len().alias("n"))
    )


def _followed(frozen: Frozen) -> Table:
    """Everybody, with the day of joining and the last day they were followed without a break."""
    away = frozen.tables["absences"].group_by("person").agg(nw.col("left_on").min().alias("away"))
    people = frozen.members.select("person", "joined_on", "left_on").join(
        away, on="person", how="left"
    )
    last = nw.lit(frozen.as_of)
    gone = nw.when(nw.col("left_on").is_null()).then(last).otherwise(nw.col("left_on"))
    end = nw.when(nw.col("away").is_null()).then(gone).otherwise(nw.col("away"))
    return people.select("person", "joined_on", end.alias("end"))


def _silence_words(cohorts: Sequence[Cohort], frozen: Frozen) -> str:
    if not cohorts:
        return f"Fewer than {disclosure.MINIMUM} people had joined by {day(frozen.as_of)}."
    said = [
        f"{100 * found.value:.0f}% after {years} year{'s' if years > 1 else ''}"
        for years in YEARS
        if (found := cohorts[0].after(years))
    ]
    if not said:
        return "Nobody has been a member for long enough to say."
    return f"Of everybody who joined, this share had not yet fallen silent: {listed(said)}."


def _silence_chart(cohorts: Sequence[Cohort]) -> Spec:
    rows = []
    for cohort in cohorts:
        found = cohort.after(DRAWN)
        if found is not None:
            name = cohort.name if cohort.name == EVERYBODY else f"Joined in {cohort.name}"
            text = f"{100 * found.value:.0f}% after {DRAWN} years"
            rows.append(intervals.Range(name, text, found.value, found.low, found.high))
    return intervals.shares(rows)
