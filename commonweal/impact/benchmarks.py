"""Numbers of others to compare the community with, taken from files as their publishers made them.

A mapping of kind “benchmark” says what the numbers are ([options]) and how each row becomes a
category, a number of people and, where it has one, a nation. A row is counted when its category is
an answer of the question it is about and, where the mapping fills `counted`, that is not empty.
"""

import datetime
import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from commonweal.core import audit
from commonweal.core.errors import Refused
from commonweal.core.models import User
from commonweal.core.tables import mapping_files
from commonweal.core.tables.mapping import Mapping
from commonweal.core.tables.source import open_source
from commonweal.core.tables.values import Field
from commonweal.equalities import questions
from commonweal.impact.models import Benchmark, BenchmarkCount

KIND = "benchmark"
FOLDER = "benchmarks"
FIELDS = (
    Field("category", "The answer these people are counted under.", required=True),
    Field("people", "How many they are.", required=True),
    Field("nation", "Where they are counted, such as “england”."),
    Field("counted", "Empty for rows that are not to be counted."),
)
NEEDED = ("name", "version", "dimension", "source", "as_of")


@transaction.atomic
def take(file: Path, mapping: str, *, by: User | None) -> Benchmark:
    """Read a benchmark from `file` by the mapping of this name or path, and keep it.

    Raises `Refused` for a file or mapping that cannot be read, for categories that are no answers
    of its question, and for a version that is there with other numbers. The same again changes
    nothing.
    """
    how = _mapping(mapping)
    counts = _counts(file, how)
    about = how.options
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    known = Benchmark.objects.filter(name=about["name"], version=about["version"]).first()
    if known is not None:
        if known.digest != digest:
            raise Refused(f"“{known}” is here with other numbers. Give it another version.")
        return known
    made = Benchmark.objects.create(
        name=about["name"],
        version=about["version"],
        dimension=about["dimension"],
        source=about["source"],
        address=about.get("address", ""),
        as_of=_day(about["as_of"]),
        note=about.get("note", ""),
        invented=settings.DEMO,
        mapping=_said(how),
        digest=digest,
        taken_by=by,
    )
    BenchmarkCount.objects.bulk_create(
        BenchmarkCount(benchmark=made, nation=nation, category=category, people=people)
        for (nation, category), people in sorted(counts.items())
    )
    audit.record("impact.take_benchmark", by=by, on=made, digest=digest)
    return made


def answers_of(dimension: str) -> dict[str, str]:
    """What the answers of a question are counted as, with labels: a wider group where it has one.

    The labels are those of the first nation that has the group.
    """
    found: dict[str, str] = {}
    for question in questions.every():
        if question.key == dimension:
            for option in question.options:
                found.setdefault(option.broad or option.key, option.heading or option.label)
    return found


def _mapping(name: str) -> Mapping:
    how = mapping_files.load(name, folder=FOLDER)
    if how.kind != KIND:
        raise Refused(f"The mapping “{name}” is for {how.kind}, not for a benchmark.")
    if missing := [part for part in NEEDED if not how.options.get(part)]:
        raise Refused(f"In the mapping, [options] must say: {', '.join(missing)}.")
    if not answers_of(how.options["dimension"]):
        raise Refused(
            f"There is no equalities question called “{how.options['dimension']}”. "
            f"Choose from {', '.join(dict.fromkeys(one.key for one in questions.every()))}."
        )
    return how


def _counts(file: Path, how: Mapping) -> Counter[tuple[str, str]]:
    source = open_source(file, header=how.header, delimiter=how.delimiter, encoding=how.encoding)
    fitted, _ = how.fitted(source.columns, FIELDS)
    conditional = any("counted" in part for part in (how.columns, how.templates))
    counts: Counter[tuple[str, str]] = Counter()
    known, unknown = answers_of(how.options["dimension"]), set()
    for row in source.rows():
        if row.fault:
            raise Refused(f"Line {row.line}: {row.fault}")
        taken = {} if fitted.passes_over(row.cells) else fitted.apply(row.cells)
        category = taken.get("category", "")
        if not category or (conditional and not taken.get("counted")):
            continue
        if category not in known:
            unknown.add(category)
            continue
        nation = taken.get("nation", "")
        counts[nation and f"nation:{nation}", category] += _people(taken, row.line)
    _check(counts, unknown, known)
    return counts


def _check(counts: Counter[tuple[str, str]], unknown: set[str], known: dict[str, str]) -> None:
    if unknown:
        raise Refused(
            f"No answer of this question is called {', '.join(sorted(unknown)[:5])}. "
            f"Its answers are {', '.join(known)}: map every category to one of them, or to “”."
        )
    if not counts:
        raise Refused("Not one row of this file is counted by this mapping.")


def _people(taken: dict[str, str], line: int) -> int:
    try:
        return round(float(taken["people"].replace(",", "")))
    except (KeyError, ValueError):
        raise Refused(f"Line {line}: the number of people is not a number.") from None


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise Refused(
            f"In the mapping, as_of must be a day like 2020-12-31, not “{text}”."
        ) from None


def _said(how: Mapping) -> dict[str, Any]:
    """The mapping as it is kept beside the numbers."""
    return {
        "columns": {name: list(feed) for name, feed in how.columns.items()},
        "templates": dict(how.templates),
        "values": {name: dict(known) for name, known in how.values.items()},
        "patterns": {
            name: [{"when": each.when.pattern, "is": each.result} for each in rules]
            for name, rules in how.patterns.items()
        },
        "skip": [{"column": name, "values": sorted(texts)} for name, texts in how.skip],
    }
