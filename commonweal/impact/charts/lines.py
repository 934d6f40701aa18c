"""Lines over time, each named where it ends."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from commonweal.impact.charts.style import INK, LETTER, WIDTH, Layer, accent, brand, chart, data

HEIGHT, RIGHT, MOST_TICKS = 220, 94, 6
# Beyond this many days the year alone says when.
LONG = 4 * 365


@dataclass(frozen=True)
class Line:
    """A name and its values by day. The name stands above the line or below it."""

    name: str
    points: Sequence[tuple[datetime.date, int]]
    above: bool


def spec(lines: Sequence[Line]) -> dict[str, Any]:
    """The lines, from nothing upwards, with the last value of each written beside its name."""
    colours = [brand(), accent()]
    highest = max(n for line in lines for _, n in line.points)
    left = round(max(38, 10 + LETTER * len(f"{highest:,}")))
    layers = [
        layer
        for line, colour in zip(lines, colours, strict=False)
        for layer in (_line(line, colour, highest), _end(line, colour, highest))
    ]
    return chart(
        HEIGHT,
        layers,
        width=WIDTH - left - RIGHT,
        padding={"left": left, "right": RIGHT, "top": 44, "bottom": 28},
    )


def _line(line: Line, colour: str, highest: int) -> Layer:
    values = [{"date": day.isoformat(), "n": n} for day, n in line.points]
    return {
        "data": data(values),
        "mark": {"type": "line", "strokeWidth": 3, "color": colour},
        "encoding": {"x": _x(line), "y": _y(highest)},
    }


def _end(line: Line, colour: str, highest: int) -> Layer:
    day, n = line.points[-1]
    place = {"align": "left", "dx": 8, "lineBreak": "|", "lineHeight": 17}
    place |= {"dy": -30} if line.above else {"dy": 12}
    return {
        "data": data([{"date": day.isoformat(), "n": n, "text": f"{line.name}|{n:,}"}]),
        "encoding": {"x": _x(line), "y": _y(highest)},
        "layer": [
            {"mark": {"type": "point", "filled": True, "size": 60, "color": colour, "opacity": 1}},
            {
                "mark": {"type": "text", "fontWeight": "bold", "color": INK, **place},
                "encoding": {"text": {"field": "text"}},
            },
        ],
    }


def _x(line: Line) -> dict[str, Any]:
    first, last = line.points[0][0], line.points[-1][0]
    long = (last - first).days > LONG
    return {
        "field": "date",
        "type": "temporal",
        "scale": {"type": "utc"},
        "axis": {
            "grid": False,
            "offset": 6,
            "tickCount": 5 if long else 3,
            "format": "%Y" if long else "%b %Y",
            "labelOverlap": True,
            "labelSeparation": 10,
        },
    }


def _y(highest: int) -> dict[str, Any]:
    return {
        "field": "n",
        "type": "quantitative",
        "scale": {"domain": [0, max(highest, 1)], "nice": False},
        "axis": {"grid": True, "values": ticks(highest), "format": ",d"},
    }


def ticks(highest: int) -> list[int]:
    """Round numbers from nothing up to `highest`, whole even where there are few people."""
    steps = (base * 10**power for power in range(12) for base in (1, 2, 5))
    step = next(step for step in steps if highest < step * MOST_TICKS)
    return list(range(0, highest + 1, step))
