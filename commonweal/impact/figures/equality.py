"""Figures 18, 19 and 22: who answered, who is here compared with others, and who gets in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commonweal.core.disclosure import ALL, Key
from commonweal.impact.charts import bars, intervals
from commonweal.impact.figures.joining import Line, line_of
from commonweal.impact.figures.registry import Cell, Column, Content, Spec, figure
from commonweal.impact.figures.words import day, listed, percent, whole
from commonweal.impact.intervals import Estimate, ratio_to, two
from commonweal.impact.snapshot.frozen import Frozen, collected

ANSWERS = "Answers to the equalities questions, which nobody sees by name"
STATUSES = {
    "answered": "Answered",
    "prefer-not": "Prefer not to say",
    "skipped": "Asked, left empty",
    "not-asked": "Not asked",
    "unreadable": "Cannot be opened",
}
PROTECTED = (
    "Counts are rounded to five; those below ten, and some that would give them away, are not "
    "shown. Shares and ratios are worked out from the rounded counts.",
    "A table is renewed when ten people or more have changed, and stands as it was until then.",
)
MOST_DRAWN = 14
Counts = Mapping[Key, int | None]


def protected(frozen: Frozen, table: str) -> dict[str, dict[Key, int | None]]:
    """The tables of one kind, by question: counts by row and column, None where hidden."""
    found: dict[str, dict[Key, int | None]] = {}
    for row in collected(frozen.tables["equalities"]):
        if row["table"] == table:
            key = (row["row"], row["column"])
            found.setdefault(row["question"], {})[key] = row["people"]
    return found


@dataclass(frozen=True)
class Question:
    """A question of the snapshot: its topic, and the words of its answers in order."""

    key: str
    topic: str
    labels: Mapping[str, str]


def asked(frozen: Frozen) -> list[Question]:
    """Every question, in the order in which it is asked."""
    rows = collected(frozen.tables["answers"])
    found: dict[str, Question] = {}
    for row in sorted(rows, key=lambda row: (row["question"], row["order"])):
        question = found.setdefault(row["question"], Question(row["question"], row["topic"], {}))
        found[row["question"]] = Question(
            question.key, question.topic, {**question.labels, row["answer"]: row["label"]}
        )
    return sorted(found.values(), key=lambda one: one.topic)


@figure(
    number="18",
    slug="equalities-coverage",
    title="Who answered the equalities questions",
    description="How far each question got with the people who belong.",
    source=ANSWERS,
    caveats=(
        "“Prefer not to say” is an answer somebody gave; “not asked” are those who joined before "
        "the questions, or whose nation does not ask this one.",
        *PROTECTED,
    ),
)
def coverage(frozen: Frozen) -> Content:
    tables = protected(frozen, "coverage")
    rows: list[tuple[Cell, ...]] = []
    drawn: list[bars.Bar] = []
    total = 0
    for question in asked(frozen):
        counts = tables.get(question.key, {})
        everybody = counts.get((ALL, ""))
        numbers = [counts.get((status, "")) for status in STATUSES]
        if everybody is None:
            continue
        total = max(total, everybody)
        part = None if numbers[0] is None else numbers[0] / everybody
        rows.append((_named(question), *numbers, everybody, part and round(part, 4)))
        if part is not None:
            answered = percent(numbers[0] or 0, everybody)
            drawn.append(bars.Bar(_named(question), part, f"{answered} answered"))
    return Content(
        columns=(
            Column("question", "Question", "text"),
            *(Column(status, label) for status, label in STATUSES.items()),
            Column("everybody", "Everybody who belongs"),
            Column("share", "Share who answered", "share"),
        ),
        rows=tuple(rows),
        words=_coverage_words(drawn, frozen),
        n=total,
        chart=(lambda: bars.spec(drawn)) if drawn else None,
    )


def _named(question: Question) -> str:
    special = {"activity": "Effect on daily life", "difficulties": "Difficulties (Ireland)"}
    return special.get(question.key, question.topic)


def _coverage_words(drawn: Sequence[bars.Bar], frozen: Frozen) -> str:
    if not drawn:
        return f"Fewer than ten people had answered by {day(frozen.as_of)}, so nothing is shown."
    best = max(drawn, key=lambda bar: bar.value)
    least = min(drawn, key=lambda bar: bar.value)
    return (
        f"Of those who belong, between {percent(round(1000 * least.value), 1000)} "
        f"({least.name.lower()}) and {percent(round(1000 * best.value), 1000)} "
        f"({best.name.lower()}) answered a question."
    )


@dataclass(frozen=True)
class Compared:
    """One group among members beside its share in a benchmark. None is hidden."""

    benchmark: str
    label: str
    people: int | None
    of: int
    known: float
    ratio: Estimate | None

    def row(self) -> tuple[Cell, ...]:
        part = None if self.people is None else round(self.people / self.of, 4)
        return (
            self.label, self.benchmark, self.people, self.of, part, round(self.known, 4),
            *two(self.ratio),
        )  # fmt: skip


@figure(
    number="19",
    slug="representation",
    title="Who is here, compared with others",
    description=(
        "The share of each group among members who answered, divided by its share in a benchmark."
    ),
    source=ANSWERS,
    caveats=(
        "One is the same share as in the benchmark; 0.8 to 1.25 is often taken as near enough, and "
        "never as proof of fairness. The interval takes those who answered as a sample of all.",
        *PROTECTED,
    ),
)
def representation(frozen: Frozen) -> Content:
    found = [one for benchmark in _benchmarks(frozen) for one in _compared(frozen, benchmark)]
    sources = dict.fromkeys(
        f"{row['name']}, {row['version']}: {row['source']}, as of {day(row['as_of'])}. "
        f"{row['note']}".strip()
        for row in collected(frozen.tables["benchmarks"])
    )
    drawn = [one for one in found if one.ratio is not None][:MOST_DRAWN]
    return Content(
        columns=(
            Column("group", "Group", "text"),
            Column("benchmark", "Compared with", "text"),
            Column("members", "Members"),
            Column("answered", "Members who answered"),
            Column("share", "Share of members", "share"),
            Column("known", "Share in the benchmark", "share"),
            Column("ratio", "Representation ratio", "number"),
            Column("low", "From (95% interval)", "number"),
            Column("high", "To (95% interval)", "number"),
        ),
        rows=tuple(one.row() for one in found),
        words=_compared_words(found),
        n=max((one.of for one in found), default=0),
        chart=(lambda: _compared_chart(drawn)) if drawn else None,
        caveats=tuple(sources),
    )


def _benchmarks(frozen: Frozen) -> list[list[dict[str, object]]]:
    """The rows of each benchmark and nation, with its own total."""
    groups: dict[tuple[str, str], list[dict[str, object]]] = {}
    for row in collected(frozen.tables["benchmarks"]):
        groups.setdefault((row["name"], row["nation"]), []).append(row)
    return [groups[key] for key in sorted(groups)]


def _compared(frozen: Frozen, rows: list[dict[str, object]]) -> list[Compared]:
    first = rows[0]
    question = next((q for q in asked(frozen) if q.key == first["dimension"]), None)
    counts = protected(frozen, "members").get(str(first["dimension"]), {})
    side = str(first["nation"]) or ALL
    of = counts.get((ALL, side))
    total = sum(int(str(row["people"])) for row in rows)
    if question is None or not of or not total:
        return []
    known = {str(row["category"]): int(str(row["people"])) / total for row in rows}
    nation = frozen.labels("nation").get(side, "")
    name = str(first["name"]) if nation in str(first["name"]) else f"{first['name']}, {nation}"
    return [
        _one(counts.get((key, side)), of, known[key], name, label)
        for key, label in question.labels.items()
        if key in known
    ]


def _one(people: int | None, of: int, known: float, benchmark: str, label: str) -> Compared:
    ratio = None if people is None else ratio_to(people, of, known)
    return Compared(benchmark, label, people, of, known, ratio)


def _compared_words(found: Sequence[Compared]) -> str:
    said = []
    for benchmark in dict.fromkeys(one.benchmark for one in found):
        ratios = [
            f"{one.label} {one.ratio.value:.2f}"
            for one in found
            if one.benchmark == benchmark and one.ratio is not None
        ]
        said += [f"{benchmark}: {listed(ratios)}."] if ratios else []
    if not said:
        return "There is no benchmark here, or too few members have answered to compare."
    return f"Times the share in the benchmark. {' '.join(said)}"


def _compared_chart(drawn: Sequence[Compared]) -> Spec:
    rows: list[intervals.Range | str] = []
    for one in drawn:
        if one.benchmark not in rows:
            rows.append(one.benchmark)
        if one.ratio is not None:
            ratio = one.ratio
            rows.append(
                intervals.Range(one.label, ratio.text(), ratio.value, ratio.low, ratio.high)
            )
    return intervals.ratios(rows, words="1 = the same share as there")


@figure(
    number="22",
    slug="admissions-by-group",
    title="Likelihood of being admitted by group",
    description="How likely people of each group were to be admitted, against all others decided.",
    source=ANSWERS,
    caveats=(
        "Only applicants who answered the question are counted. An interval that includes one says "
        "that the difference may be chance.",
        *PROTECTED,
    ),
)
def admissions(frozen: Frozen) -> Content:
    tables = protected(frozen, "applicants")
    found: list[tuple[str, Line]] = []
    for question in asked(frozen):
        counts = tables.get(question.key, {})
        for key, label in question.labels.items():
            if (key, ALL) in counts:
                found.append((_named(question), line_of(counts, counts[key, ALL], key, label)))
    drawn = [(topic, line) for topic, line in found if line.likelihood is not None]
    return Content(
        columns=(
            Column("question", "Question", "text"),
            Column("group", "Group", "text"),
            Column("decided", "Decided"),
            Column("admitted", "Admitted"),
            Column("refused", "Not admitted"),
            Column("likelihood", "Relative likelihood of being admitted", "number"),
            Column("low", "From (95% interval)", "number"),
            Column("high", "To (95% interval)", "number"),
        ),
        rows=tuple(
            (topic, line.name, line.applied, line.admitted, line.refused, *two(line.likelihood))
            for topic, line in found
        ),
        words=_admission_words(drawn),
        n=_decided(tables),
        unit="applicants who answered",
        chart=(lambda: _admission_chart(drawn[:MOST_DRAWN])) if drawn else None,
    )


def _decided(tables: Mapping[str, Counts]) -> int:
    return max((counts.get((ALL, ALL)) or 0 for counts in tables.values()), default=0)


def _admission_words(drawn: Sequence[tuple[str, Line]]) -> str:
    if not drawn:
        return "Too few applicants have answered and been decided to compare."
    apart = [
        f"{line.name} {line.likelihood.text()}"
        for _, line in drawn
        if line.likelihood
        and line.likelihood.low is not None
        and line.likelihood.high is not None
        and not line.likelihood.low <= 1 <= line.likelihood.high
    ]
    if not apart:
        return f"In none of {whole(len(drawn))} groups is the difference more than chance may make."
    return f"More or less likely than all others, beyond chance: {listed(apart)}."


def _admission_chart(drawn: Sequence[tuple[str, Line]]) -> Spec:
    rows: list[intervals.Range | str] = []
    for topic, line in drawn:
        if topic not in rows:
            rows.append(topic)
        if line.likelihood is not None:
            ratio = line.likelihood
            rows.append(
                intervals.Range(line.name, ratio.text(), ratio.value, ratio.low, ratio.high)
            )
    return intervals.ratios(rows, words="1 = as likely as all others")
