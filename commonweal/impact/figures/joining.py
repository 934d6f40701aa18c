"""Figures 16 and 17: who applied, who was admitted, and whether that was even."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import narwhals as nw

from commonweal.core.disclosure import ALL, Key, published
from commonweal.impact.charts import intervals
from commonweal.impact.figures.registry import Cell, Column, Content, Spec, figure
from commonweal.impact.figures.words import day, percent, whole
from commonweal.impact.intervals import Estimate, relative_likelihood, share, two
from commonweal.impact.snapshot.frozen import Frozen, collected, counted

APPLICATIONS = "Applications to join"
ADMITTED, REFUSED, OPEN = "admitted", "refused", "open"
PROTECTED = (
    "Counts are rounded to five; those below ten, and some that would give them away, are not "
    "shown. Shares and likelihoods are worked out from the rounded counts."
)
NOT_INVITED = "People invited as already approved were not judged and are not counted."
LIKELIHOOD = (
    "The likelihood is that of being admitted, against everybody else decided; below one is less "
    "likely. An interval that includes one says that the difference may be chance."
)
COLUMNS = (
    Column("applied", "Applied"),
    Column("admitted", "Admitted"),
    Column("refused", "Not admitted"),
    Column("share", "Share admitted of those decided", "share"),
    Column("likelihood", "Relative likelihood of being admitted", "number"),
    Column("low", "From (95% interval)", "number"),
    Column("high", "To (95% interval)", "number"),
)

Counts = Mapping[Key, int | None]


@dataclass(frozen=True)
class Line:
    """One wave or nation as it may be shown. None is hidden."""

    name: str
    applied: int | None
    admitted: int | None
    refused: int | None
    part: Estimate | None
    likelihood: Estimate | None

    @property
    def decided(self) -> int:
        return (self.admitted or 0) + (self.refused or 0)

    def row(self) -> tuple[Cell, ...]:
        part = round(self.part.value, 4) if self.part else None
        return self.name, self.applied, self.admitted, self.refused, part, *two(self.likelihood)


def lines(cells: Mapping[Key, int], names: Mapping[str, str]) -> list[Line]:
    """Each group of `cells` (group, outcome), protected, beside all others decided.

    That somebody is not decided yet says nothing of them: those are counted among who applied, in a
    list of its own, and hide nobody else.
    """
    decided = published({key: n for key, n in cells.items() if key[1] != OPEN})
    everybody: dict[Key, int] = {}
    for (group, _), n in cells.items():
        everybody[(group,)] = everybody.get((group,), 0) + n
    applied = published(everybody)
    # Where nobody is open, who applied are who was decided: one table must not tell the other.
    still_open = {key[0] for key, n in cells.items() if key[1] == OPEN and n}
    for group in {key[0] for key in cells} - still_open:
        applied[(group,)] = decided.get((group, ALL))
    return [
        line_of(decided, applied[(key,)], key, name)
        for key, name in names.items()
        if (key,) in everybody
    ]


def by_itself(cells: Mapping[Key, int], names: Mapping[str, str]) -> list[Line]:
    """Each wave as a table of its own, beside the other waves that are shown.

    A wave is no trait of a person, so that one small wave need not hide the others.
    """
    together: dict[Key, int | None] = {}
    for key in names:
        own = published({at: n for at, n in cells.items() if at[0] == key and at[1] != OPEN})
        together |= {at: n for at, n in own.items() if at[0] == key}
    for outcome in (ADMITTED, REFUSED):
        known = [k for k in names if None not in _both(together, k)]
        together[ALL, outcome] = sum(together[key, outcome] or 0 for key in known)
    found = []
    for key, name in names.items():
        applied = published({("all",): sum(n for at, n in cells.items() if at[0] == key)})
        found.append(line_of(together, applied[("all",)], key, name))
    return found


def _both(shown: Counts, key: str) -> tuple[int | None, int | None]:
    return shown.get((key, ADMITTED)), shown.get((key, REFUSED))


def line_of(shown: Counts, applied: int | None, key: str, name: str) -> Line:
    """One group of a protected table by outcome, beside all others in it."""
    admitted, refused = _both(shown, key)
    known = admitted is not None and refused is not None
    decided = (admitted or 0) + (refused or 0)
    all_in, all_out = shown.get((ALL, ADMITTED)), shown.get((ALL, REFUSED))
    ratio = None
    if admitted is not None and known and all_in is not None and all_out is not None:
        rest = all_in + all_out - decided
        ratio = relative_likelihood(admitted, decided, all_in - admitted, rest)
    part = share(admitted, decided) if admitted is not None and known else None
    return Line(name, applied, admitted, refused, part, ratio)


def outcomes(frozen: Frozen, by: str) -> dict[Key, int]:
    """Applications that were judged or are to be, by `by` and what came of them."""
    judged = frozen.tables["applications"].filter(~nw.col("invited") & ~nw.col(by).is_null())
    cells: dict[Key, int] = {}
    for (group, outcome), n in counted(judged, by, "outcome").items():
        key = (group, outcome if outcome in (ADMITTED, REFUSED) else OPEN)
        cells[key] = cells.get(key, 0) + n
    return cells


@figure(
    number="16",
    slug="applications-by-wave",
    title="Applications and admissions by wave",
    description="How many people applied in each wave, and what share of those decided got in.",
    source=APPLICATIONS,
    caveats=(NOT_INVITED, LIKELIHOOD, PROTECTED),
)
def by_wave(frozen: Frozen) -> Content:
    waves = sorted(
        collected(frozen.tables["waves"]), key=lambda wave: (wave["opens_on"], wave["name"])
    )
    names = {wave["wave"]: wave["name"] for wave in waves}
    found = by_itself(outcomes(frozen, "wave"), names)
    still = [wave["name"] for wave in waves if wave["closes_on"] > frozen.as_of]
    caveats = tuple(f"“{name}” was still open on {day(frozen.as_of)}." for name in still)
    return _content(frozen, found, "Wave", caveats, _share_chart)


@figure(
    number="17",
    slug="admissions-by-nation",
    title="Likelihood of being admitted by nation",
    description="How likely people of each nation were to be admitted, against all others.",
    source=APPLICATIONS,
    caveats=(NOT_INVITED, LIKELIHOOD, PROTECTED),
)
def by_nation(frozen: Frozen) -> Content:
    found = lines(outcomes(frozen, "nation"), frozen.labels("nation"))
    return _content(frozen, found, "Nation", (), _ratio_chart)


def _content(
    frozen: Frozen,
    found: Sequence[Line],
    heading: str,
    caveats: tuple[str, ...],
    chart: Callable[[Sequence[Line]], Spec | None],
) -> Content:
    total = _total(frozen)
    return Content(
        columns=(Column("group", heading, "text"), *COLUMNS),
        rows=tuple(line.row() for line in found),
        words=_words(found, total, frozen),
        n=total,
        unit="applications",
        chart=(lambda: chart(found) or {}) if chart(found) else None,
        caveats=caveats,
    )


def _total(frozen: Frozen) -> int:
    """All applications that were judged or are to be, to the next five: 0 where there are few."""
    shown = published({("all",): sum(outcomes(frozen, "wave").values())})
    return shown[(ALL,)] or 0


def _words(found: Sequence[Line], total: int, frozen: Frozen) -> str:
    if not total:
        return f"Fewer than ten people had applied by {day(frozen.as_of)}, so nothing is shown."
    said = [
        f"{line.name} {percent(line.admitted, line.decided)} of {whole(line.decided)}"
        for line in found
        if line.admitted is not None and line.part is not None
    ]
    if not said:
        return f"About {whole(total)} people had applied by {day(frozen.as_of)}."
    return (
        f"About {whole(total)} people had applied by {day(frozen.as_of)}. Of those decided, this "
        f"share was admitted: {', '.join(said)}."
    )


def _share_chart(found: Sequence[Line]) -> Spec | None:
    rows = [
        intervals.Range(
            line.name,
            f"{percent(line.admitted or 0, line.decided)} of {whole(line.decided)}",
            line.part.value,
            line.part.low,
            line.part.high,
        )
        for line in found
        if line.part is not None
    ]
    return intervals.shares(rows) if rows else None


def _ratio_chart(found: Sequence[Line]) -> Spec | None:
    rows = [
        intervals.Range(line.name, ratio.text(), ratio.value, ratio.low, ratio.high)
        for line in found
        if (ratio := line.likelihood) is not None
    ]
    return intervals.ratios(rows, words="1 = as likely as all others") if rows else None
