"""From a chart to files, and from a file to a page."""

import re
from html import escape
from typing import Any

import vl_convert

VERSION = "6.4"
PIXELS_A_UNIT = 3
OPENING = re.compile(r"<svg [^>]*>")
SIZE = re.compile(r' (?:width|height)="[^"]*"')
# Inside one image these roles say nothing, and half of them are not known to readers.
INNER_ROLES = re.compile(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*")')
# The custom property each colour of a chart has on a page, so that it follows the reader's theme.
ON_PAGE = {
    "ink": "--ink-1d2a2b",
    "quiet": "--line-6e7a7a",
    "line": "--line-ddd4c5",
    "brand": "--ink-17494d",
    "accent": "--ink-a8471f",
}


def svg(spec: dict[str, Any], *, name: str, title: str, words: str) -> str:
    """The chart as SVG that says what it is: a title, a description, and one role for the whole."""
    drawn = INNER_ROLES.sub("", vl_convert.vegalite_to_svg(spec, vl_version=VERSION))
    named = (
        f' role="img" aria-labelledby="{name}-title {name}-words">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-words">{escape(words)}</desc>'
    )
    return OPENING.sub(lambda opening: opening[0][:-1] + named, drawn, count=1) + "\n"


def png(drawn: str) -> bytes:
    """The same chart as pixels, for places that take no SVG."""
    return bytes(vl_convert.svg_to_png(drawn, scale=PIXELS_A_UNIT))


def for_page(drawn: str, colours: dict[str, str]) -> str:
    """The SVG as part of a page: as wide as its place, on its ground, in its reader's colours."""
    shown = OPENING.sub(_as_wide_as_its_place, drawn, count=1)
    shown = shown.replace(f'fill="{colours["paper"]}"', 'fill="none"')
    for name, custom in ON_PAGE.items():
        shown = shown.replace(f'"{colours[name]}"', f'"var({custom}, {colours[name]})"')
    return shown


def _as_wide_as_its_place(opening: re.Match[str]) -> str:
    return SIZE.sub("", opening[0]).replace('class="marks"', 'class="cw-chart" width="100%"')
