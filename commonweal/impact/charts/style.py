"""The look of every chart: one typeface, four colours, and text large enough on a telephone.

Charts are 320 units wide and scale with the page, so that at 320 pixels their words are still
about 12 pixels high. Nothing is placed by measuring text, since that
depends on the fonts of the machine.
"""

from typing import Any

from django.conf import settings

WIDTH = 320
TEXT = 15
# More than any letter of the typeface is wide, on average over a label.
LETTER = 8.4
INK = "#1d2a2b"
QUIET = "#6e7a7a"
LINE = "#ddd4c5"
PAPER = "#ffffff"

Layer = dict[str, Any]


def brand() -> str:
    return str(settings.BRAND_COLOUR).lower()


def accent() -> str:
    return str(settings.BRAND_ACCENT).lower()


def typeface() -> str:
    """The community's typeface where the reader has it, as its pages do; else a plain one."""
    return (
        f"{settings.BRAND_TYPEFACE}, Atkinson Hyperlegible Next, Liberation Sans, Arial, sans-serif"
    )


def colours() -> dict[str, str]:
    """What stands for what in a drawn chart, so that a page can show it in its reader's theme."""
    return {
        "ink": INK, "quiet": QUIET, "line": LINE, "paper": PAPER,
        "brand": brand(), "accent": accent(),
    }  # fmt: skip


def chart(height: float, layers: list[Layer], **more: Any) -> dict[str, Any]:
    """A whole chart of this height from its layers."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": WIDTH - 12,
        "height": height,
        "padding": 6,
        "autosize": {"type": "none"},
        "background": PAPER,
        "layer": layers,
        "config": {
            "aria": False,
            "font": typeface(),
            "view": {"stroke": None},
            "text": {"fontSize": TEXT, "color": INK, "baseline": "middle"},
            "axis": {
                "labelFontSize": TEXT,
                "labelColor": INK,
                "domain": False,
                "ticks": False,
                "gridColor": LINE,
                "title": None,
            },
        },
        **more,
    }


def data(values: list[dict[str, Any]]) -> dict[str, Any]:
    return {"values": values}


def at(field: str) -> dict[str, Any]:
    """A place given in units of the chart."""
    return {"field": field, "type": "quantitative", "scale": None}


def text(values: list[dict[str, Any]], x: dict[str, Any], **mark: Any) -> Layer:
    """Words at `x` and at the height each value gives as `y`."""
    return {
        "data": data(values),
        "mark": {"type": "text", **mark},
        "encoding": {"x": x, "y": at("y"), "text": {"field": "text"}},
    }
