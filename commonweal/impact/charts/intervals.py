"""Points with their intervals, one under another, against a line that means “the same”."""

import math
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from commonweal.impact.charts.style import (
    INK,
    LETTER,
    QUIET,
    WIDTH,
    Layer,
    at,
    brand,
    chart,
    data,
    text,
)

INNER = WIDTH - 12
NAME_HEIGHT, MARK_HEIGHT, GAP, FOOT = 19, 16, 9, 40


@dataclass(frozen=True)
class Range:
    """A name, a value with its interval, and how both are written. Without an interval, a point."""

    name: str
    text: str
    value: float
    low: float | None
    high: float | None


Rows = Sequence[Range | str]


def shares(rows: Rows) -> dict[str, Any]:
    """Shares between nothing and all, on one scale from 0 % to 100 %."""
    ticks = [(0.0, "0%"), (0.5, "50%"), (1.0, "100%")]
    return _spec(rows, lambda share: share * INNER, ticks, line=None, words="")


def ratios(rows: Rows, *, words: str) -> dict[str, Any]:
    """Ratios on a scale on which twice and half are equally far from the line at one.

    `words` stand under that line. A row that is text heads those after it.
    """
    reach = max(
        abs(math.log(end))
        for row in rows
        if isinstance(row, Range)
        for end in (row.low, row.value, row.high)
        if end
    )
    reach = max(reach, math.log(1.5))

    def place(ratio: float) -> float:
        return INNER * (0.5 + 0.5 * math.log(max(ratio, math.exp(-reach))) / reach)

    ticks = [(ratio, f"{ratio:g}") for ratio in (0.25, 0.5, 1, 2, 4) if 0 < place(ratio) < INNER]
    return _spec(rows, place, ticks, line=1.0, words=words)


def _spec(
    rows: Rows,
    place: Callable[[float], float],
    ticks: Sequence[tuple[float, str]],
    *,
    line: float | None,
    words: str,
) -> dict[str, Any]:
    heads: list[dict[str, Any]] = []
    names: list[dict[str, Any]] = []
    values: list[dict[str, Any]] = []
    marks: list[dict[str, Any]] = []
    y = 0.0
    for row in rows:
        if isinstance(row, str):
            y += _head(row, heads, y)
            continue
        names.append({"text": row.name, "y": y + NAME_HEIGHT / 2})
        if LETTER * (len(row.name) + len(row.text) + 2) > INNER:
            y += NAME_HEIGHT
        values.append({"text": row.text, "y": y + NAME_HEIGHT / 2})
        marks.append(_mark(row, place, y + NAME_HEIGHT + MARK_HEIGHT / 2))
        y += NAME_HEIGHT + MARK_HEIGHT + GAP
    foot = [{"text": said, "y": y + 10, "x": _inside(place(at_), said)} for at_, said in ticks]
    layers = [_line(place(line), y)] if line is not None else []
    layers += [_whiskers(marks), _points(marks), *_words(names, values), _foot(foot)]
    layers += [text(heads, {"value": 0}, align="left", fontWeight="bold")] if heads else []
    if words:
        middle = [{"text": words, "y": y + 30, "x": INNER / 2}]
        layers.append(text(middle, at("x"), align="center"))
    return chart(y + (FOOT if words else FOOT / 2), layers)


def _head(words: str, heads: list[dict[str, Any]], y: float) -> float:
    """Put a heading at `y`, in as many lines as it needs. How high it is."""
    lines = textwrap.wrap(words, int(INNER / LETTER))
    top = GAP if y else 0
    for number, line in enumerate(lines):
        heads.append({"text": line, "y": y + top + NAME_HEIGHT * (number + 0.5)})
    return top + NAME_HEIGHT * len(lines) + 4


def _mark(row: Range, place: Callable[[float], float], y: float) -> dict[str, Any]:
    low, high = (row.value if end is None else end for end in (row.low, row.high))
    return {
        "y": y,
        "low": round(place(low), 3),
        "middle": round(place(row.value), 3),
        "high": round(place(high), 3),
    }


def _inside(x: float, said: str) -> float:
    """A place near `x` at which these words are whole."""
    half = LETTER * len(said) / 2
    return round(min(max(x, half), INNER - half), 3)


def _line(x: float, height: float) -> Layer:
    return {
        "data": data([{"x": round(x, 3), "top": 0, "bottom": height}]),
        "mark": {"type": "rule", "color": QUIET, "strokeDash": [4, 4]},
        "encoding": {"x": at("x"), "y": at("top"), "y2": {"field": "bottom"}},
    }


def _whiskers(marks: list[dict[str, Any]]) -> Layer:
    return {
        "data": data(marks),
        "mark": {"type": "rule", "color": brand(), "strokeWidth": 4, "opacity": 0.55},
        "encoding": {"x": at("low"), "x2": {"field": "high"}, "y": at("y")},
    }


def _points(marks: list[dict[str, Any]]) -> Layer:
    return {
        "data": data(marks),
        "mark": {"type": "point", "filled": True, "size": 90, "color": brand(), "opacity": 1},
        "encoding": {"x": at("middle"), "y": at("y")},
    }


def _words(names: list[dict[str, Any]], values: list[dict[str, Any]]) -> list[Layer]:
    return [
        text(names, {"value": 0}, align="left", limit=INNER),
        text(values, {"value": INNER}, align="right", color=INK, fontWeight="bold"),
    ]


def _foot(ticks: list[dict[str, Any]]) -> Layer:
    return text(ticks, at("x"), align="center", color=QUIET)
