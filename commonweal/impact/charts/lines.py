"""Lines over time, each named where it ends."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from commonweal.impact.charts.style import INK, WIDTH, Layer, accent, brand, chart, data

HEIGHT, LEFT, RIGHT = 220, 50, 94


@dataclass(frozen=True)
class Line:
    """A name and its values by day. The name stands above the line or below it."""

    name: str
    points: Sequence[tuple[datetime.date, int]]
    above: bool


def spec(lines: Sequence[Line]) -> dict[str, Any]:
    """The lines, from nothing upwards, with the last value of each written beside its name."""
    colours = [brand(), accent()]
    layers = [
        layer
        for line, colour in zip(lines, colours, strict=False)
        for layer in (_line(line, colour), _end(line, colour))
    ]
    return chart(
        HEIGHT,
        layers,
        width=WIDTH - LEFT - RIGHT,
        padding={"left": LEFT, "right": RIGHT, "top": 44, "bottom": 28},
    )


def _line(line: Line, colour: str) -> Layer:
    values = [{"date": day.isoformat(), "n": n} for day, n in line.points]
    return {
        "data": data(values),
        "mark": {"type": "line", "strokeWidth": 3, "color": colour},
        "encoding": {"x": _x(), "y": _y()},
    }


def _end(line: Line, colour: str) -> Layer:
    day, n = line.points[-1]
    place = {"align": "left", "dx": 8, "lineBreak": "|", "lineHeight": 17}
    place |= {"dy": -30} if line.above else {"dy": 12}
    return {
        "data": data([{"date": day.isoformat(), "n": n, "text": f"{line.name}|{n:,}"}]),
        "encoding": {"x": _x(), "y": _y()},
        "layer": [
            {"mark": {"type": "point", "filled": True, "size": 60, "color": colour, "opacity": 1}},
            {
                "mark": {"type": "text", "fontWeight": "bold", "color": INK, **place},
                "encoding": {"text": {"field": "text"}},
            },
        ],
    }


def _x() -> dict[str, Any]:
    return {
        "field": "date",
        "type": "temporal",
        "scale": {"type": "utc"},
        "axis": {
            "grid": False,
            "offset": 6,
            "tickCount": 5,
            "labelFlush": True,
            "labelOverlap": True,
        },
    }


def _y() -> dict[str, Any]:
    return {
        "field": "n",
        "type": "quantitative",
        "scale": {"zero": True, "nice": True},
        "axis": {"grid": True, "tickCount": 5, "format": ",d"},
    }
