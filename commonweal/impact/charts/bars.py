"""Horizontal bars, each with its name above it and its value at its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from commonweal.impact.charts.style import LETTER, QUIET, WIDTH, Layer, at, brand, chart, data, text

INNER = WIDTH - 12
NAME_HEIGHT, BAR_HEIGHT, GAP = 19, 16, 7


@dataclass(frozen=True)
class Bar:
    """A name, its value and how the value is written. Quiet bars stand back."""

    name: str
    value: float
    text: str
    quiet: bool = False


def spec(bars: Sequence[Bar]) -> dict[str, Any]:
    """One bar under another, as they come."""
    names, drawn, y = [], [], 0
    for bar in bars:
        names.append({"text": bar.name, "y": y + NAME_HEIGHT / 2})
        drawn.append(_place(bar, y + NAME_HEIGHT))
        y += NAME_HEIGHT + BAR_HEIGHT + GAP
    return chart(y - GAP, [*_layers(drawn, 0), _names(names, weight="normal")])


def grouped(rows: Sequence[Bar | str]) -> dict[str, Any]:
    """Bars under headings; the short name of each bar stands before it."""
    heads, before, drawn, y = [], [], [], 0
    for row in rows:
        if isinstance(row, str):
            y += GAP if y else 0
            heads.append({"text": row, "y": y + NAME_HEIGHT / 2})
            y += NAME_HEIGHT
            continue
        before.append({"text": row.name, "y": y + BAR_HEIGHT / 2})
        drawn.append(_place(row, y))
        y += BAR_HEIGHT + 2
    return chart(
        y, [*_layers(drawn, 44), _names(heads, weight="bold"), _names(before, weight="normal")]
    )


def _place(bar: Bar, y: float) -> dict[str, Any]:
    return {
        "value": bar.value,
        "text": bar.text,
        "quiet": bar.quiet,
        "y": y + BAR_HEIGHT / 2,
        "top": y,
        "bottom": y + BAR_HEIGHT - 2,
    }


def _layers(drawn: list[dict[str, Any]], start: int) -> list[Layer]:
    longest = max((bar["value"] for bar in drawn), default=0) or 1
    x = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [0, longest], "range": [start, _end(drawn, start)]},
        "axis": None,
    }
    rects = {
        "data": data(drawn),
        "mark": {"type": "rect", "cornerRadiusEnd": 2},
        "encoding": {
            "x": x,
            "x2": {"value": start},
            "y": at("top"),
            "y2": {"field": "bottom"},
            "color": {
                "condition": {"test": "datum.quiet", "value": QUIET},
                "value": brand(),
            },
        },
    }
    return [rects, text(drawn, x, align="left", dx=6)]


def _end(drawn: list[dict[str, Any]], start: int) -> float:
    """Where the longest bar may end, so that the value after each bar still has room."""
    longest = max((bar["value"] for bar in drawn), default=0)
    room = [
        (INNER - 8 - LETTER * len(bar["text"]) - start) * longest / bar["value"]
        for bar in drawn
        if bar["value"]
    ]
    return round(start + min(room, default=0), 3)


def _names(values: list[dict[str, Any]], *, weight: str) -> Layer:
    return text(values, {"value": 0}, align="left", fontWeight=weight, limit=INNER)
