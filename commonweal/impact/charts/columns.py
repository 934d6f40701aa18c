"""Upright columns, one a year, each with its value on top."""

from collections.abc import Sequence
from typing import Any

from commonweal.impact.charts import bars
from commonweal.impact.charts.style import WIDTH, at, brand, chart, data, text

MOST = 9
TALLEST, ABOVE, BELOW = 190, 22, 24


def spec(rows: Sequence[tuple[str, float, str]]) -> dict[str, Any]:
    """Columns for (name, value, value as written). More than nine lie down, to stay readable."""
    if len(rows) > MOST:
        return bars.grouped([bars.Bar(*row) for row in rows])
    step = (WIDTH - 12) / len(rows)
    base = ABOVE + TALLEST
    tallest = max(value for _, value, _ in rows) or 1
    drawn = [
        {
            "value": value,
            "text": written,
            "left": round(i * step + min(4, step / 8), 3),
            "right": round((i + 1) * step - min(4, step / 8), 3),
            "middle": round((i + 0.5) * step, 3),
            "y": round(base - TALLEST * value / tallest - 10, 3),
        }
        for i, (_, value, written) in enumerate(rows)
    ]
    names = [
        {"text": name, "middle": drawn[i]["middle"], "y": base + BELOW / 2}
        for i, (name, _, _) in enumerate(rows)
    ]
    size = 15 if len(rows) <= 6 else 13
    return chart(
        base + BELOW,
        [
            uprights(drawn, tallest),
            text(drawn, at("middle"), align="center", fontSize=size),
            text(names, at("middle"), align="center", fontSize=size),
        ],
        resolve={"scale": {"y": "independent"}},
    )


def uprights(drawn: list[dict[str, Any]], tallest: float) -> dict[str, Any]:
    """The columns themselves, the tallest of which takes the whole height."""
    base = ABOVE + TALLEST
    return {
        "data": data(drawn),
        "mark": {"type": "rect", "color": brand()},
        "encoding": {
            "x": at("left"),
            "x2": {"field": "right"},
            "y": {
                "field": "value",
                "type": "quantitative",
                "scale": {"domain": [0, tallest], "range": [base, ABOVE]},
                "axis": None,
            },
            "y2": {"value": base},
        },
    }
