"""What a figure is, and the list of all there are."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from commonweal.impact.snapshot.frozen import Frozen

Cell = str | int | float | datetime.date | None
Spec = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """A column of a figure's table. A share is between 0 and 1."""

    name: str
    label: str
    kind: Literal["text", "count", "share", "number", "day"] = "count"


@dataclass(frozen=True)
class Content:
    """What a figure says on one snapshot.

    `chart` draws the table, or is None where there is nothing to draw; `words` say in a sentence or
    two what the chart shows. `n` counts `unit`.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    words: str
    n: int
    chart: Callable[[], Spec] | None
    unit: str = "members"
    coverage: str = ""
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A figure as declared: how it is found, what it shows and how it is made."""

    number: str
    slug: str
    title: str
    description: str
    source: str
    make: Callable[[Frozen], Content]
    caveats: tuple[str, ...] = field(default=())

    @property
    def file_name(self) -> str:
        return f"{self.number}-{self.slug}"


_ALL: list[Figure] = []

MEMBER_RECORDS = "Membership records"
PROFILES = "What members say in their profiles"
LEDGER = "Participation ledger"


def figure(
    *,
    number: str,
    slug: str,
    title: str,
    description: str,
    source: str,
    caveats: Sequence[str] = (),
) -> Callable[[Callable[[Frozen], Content]], Callable[[Frozen], Content]]:
    """Declare the figure a function makes. Numbers follow the impact report."""

    def declare(make: Callable[[Frozen], Content]) -> Callable[[Frozen], Content]:
        _ALL.append(Figure(number, slug, title, description, source, make, tuple(caveats)))
        return make

    return declare


def declared() -> list[Figure]:
    """Every figure declared so far, by number."""
    return sorted(_ALL, key=lambda each: each.number)
