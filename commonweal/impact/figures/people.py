"""Figures 9 and 11 to 14: who the members are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from commonweal.core import disclosure
from commonweal.impact.charts import bars
from commonweal.impact.figures.registry import (
    MEMBER_RECORDS,
    PROFILES,
    Cell,
    Column,
    Content,
    figure,
)
from commonweal.impact.figures.words import listed, percent, whole
from commonweal.impact.snapshot.frozen import Frozen, counted

AS_RECORDED = ("Profiles have no history: each is taken as it stood when the snapshot was made.",)
NAMED = 5
SMALL = (
    f"Categories of fewer than {disclosure.MINIMUM} people are added together, with the next "
    "smallest where a subtraction would tell."
)


@dataclass(frozen=True)
class Census:
    """How many members have each value of one field. None counts those not known."""

    counts: Mapping[str | None, int]
    labels: Mapping[str, str]
    known_as: str

    @property
    def everybody(self) -> int:
        return sum(self.counts.values())

    @property
    def known(self) -> int:
        return self.everybody - self.counts.get(None, 0)

    def by_label(self) -> dict[str, int]:
        """The known ones. A key that is in no list stands for itself."""
        people: Counter[str] = Counter()
        for key, n in self.counts.items():
            if key is not None:
                people[self.labels.get(key, key)] += n
        return people

    def coverage(self) -> str:
        return (
            f"{self.known_as} {whole(self.known)} of {whole(self.everybody)} members "
            f"({percent(self.known, self.everybody)})."
        )


def categories(census: Census, heading: str, *, in_order: bool = False) -> Content:
    """The figure of one field: a bar for each value, largest first or in the order of the list."""
    people = census.by_label()
    shown = disclosure.shown(people)
    rows = _rows(census, people, shown, in_order=in_order)
    return Content(
        columns=(
            Column("category", heading, "text"),
            Column("members", "Members"),
            Column("share", "Share of those known", "share"),
        ),
        rows=tuple(rows),
        words=_words(census, rows),
        n=census.known,
        coverage=census.coverage(),
        chart=partial(_chart, rows, census.known) if rows else None,
        caveats=(*_unknown(census, rows), *([SMALL] if shown.together else [])),
    )


def _rows(
    census: Census, people: Mapping[str, int], shown: disclosure.Shown, *, in_order: bool
) -> list[tuple[str, int, float]]:
    order = list(census.labels.values())
    alone = sorted(shown.alone, key=order.index) if in_order else shown.alone
    rows = [(label, people[label]) for label in alone]
    if shown.together:
        rows.append((disclosure.TOGETHER, sum(people[label] for label in shown.together)))
    return [(label, n, round(n / census.known, 4)) for label, n in rows]


def _chart(rows: Sequence[tuple[str, int, float]], known: int) -> dict[str, object]:
    return bars.spec(
        [
            bars.Bar(label, n, f"{whole(n)} ({percent(n, known)})", label == disclosure.TOGETHER)
            for label, n, _ in rows
        ]
    )


def _words(census: Census, rows: Sequence[tuple[str, int, float]]) -> str:
    if not rows:
        return f"Fewer than {disclosure.MINIMUM} members are known here, so nothing is shown."
    said = [f"{label} {whole(n)} ({percent(n, census.known)})" for label, n, _ in rows]
    if len(said) > NAMED + 1:
        said = [*said[:NAMED], f"{len(said) - NAMED} smaller categories"]
    return f"Of {whole(census.known)} members known: {listed(said)}."


def _unknown(census: Census, rows: Sequence[tuple[str, int, float]]) -> list[str]:
    """What the largest share could be, whatever is true of those not known (Manski's bounds)."""
    missing = census.everybody - census.known
    if not rows or not missing:
        return []
    label, most, _ = max(rows, key=lambda row: row[1])
    low, high = percent(most, census.everybody), percent(most + missing, census.everybody)
    if low == high:
        return []
    return [f"If everybody were known, “{label}” would lie between {low} and {high} of members."]


def _profile(frozen: Frozen, column: str, vocabulary: str) -> Census:
    return Census(counted(frozen.current, column), frozen.labels(vocabulary), "Known for")


@figure(
    number="09",
    slug="organisation-type",
    title="Members by organisation type",
    description="Current members by the kind of organisation they work in.",
    source=f"{MEMBER_RECORDS} and the register of organisations",
    caveats=AS_RECORDED,
)
def organisation_type(frozen: Frozen) -> Content:
    types = frozen.organisations.select("organisation", "type")
    members = frozen.current.join(types, on="organisation", how="left")
    census = Census(counted(members, "type"), frozen.labels("orgtype"), "Known for")
    return categories(census, "Organisation type")


@figure(
    number="11",
    slug="clinical-role",
    title="Members by role: clinical or not",
    description="Current members by whether their primary role is clinical.",
    source=PROFILES,
    caveats=AS_RECORDED,
)
def clinical_role(frozen: Frozen) -> Content:
    by_answer: dict[bool | None, int] = counted(frozen.current, "clinical")
    keys = {True: "yes", False: "no", None: None}
    counts = {keys[answer]: n for answer, n in by_answer.items()}
    labels = {"yes": "Clinical primary role", "no": "Primary role is not clinical"}
    return categories(Census(counts, labels, "Known for"), "Primary role", in_order=True)


@figure(
    number="12",
    slug="background",
    title="Members by professional background",
    description="Current members by the profession they come from, whatever their role now.",
    source=PROFILES,
    caveats=AS_RECORDED,
)
def background(frozen: Frozen) -> Content:
    census = _profile(frozen, "background", "background")
    content = categories(census, "Professional background")
    clinical = frozen.within("background", "background:clinical")
    sides = {"yes": 0, "no": 0}
    for key, n in census.counts.items():
        if key is not None:
            sides["yes" if key in clinical else "no"] += n
    if set(disclosure.shown(sides).alone) != {"yes", "no"}:
        return content
    share = percent(sides["yes"], census.known)
    return _also(content, f"{share} have a clinical professional background.")


def _also(content: Content, sentence: str) -> Content:
    fields: dict[str, Cell] = {"words": f"{sentence} {content.words}"}
    return Content(**{**vars(content), **fields})


@figure(
    number="13",
    slug="role-type",
    title="Members by role type",
    description="Current members by the kind of work they do.",
    source=PROFILES,
    caveats=AS_RECORDED,
)
def role_type(frozen: Frozen) -> Content:
    return categories(_profile(frozen, "role_type", "roletype"), "Role type")


@figure(
    number="14",
    slug="seniority",
    title="Members by seniority (estimated)",
    description="Current members by how senior their role is, most senior first.",
    source="Role titles, read by published rules",
    caveats=(
        "Seniority is estimated from the role title by published rules; the team corrects it "
        "where it is wrong.",
        *AS_RECORDED,
    ),
)
def seniority(frozen: Frozen) -> Content:
    census = Census(
        counted(frozen.current, "seniority"),
        frozen.labels("seniority"),
        "A role title was read for",
    )
    content = categories(census, "Seniority", in_order=True)
    corrected = counted(frozen.current, "seniority_corrected").get(True, 0)
    if corrected < disclosure.MINIMUM:
        return content
    note = f"The team corrected the estimate for {whole(corrected)} members."
    return Content(**{**vars(content), "caveats": (*content.caveats, note)})
