"""The community's own face: one stylesheet of colours and type, made from the settings.

The compiled theme names every colour as a custom property (`--ink-1d2a2b`). Here each property gets
its value: as designed, or moved to the community's brand colour; then once more for dark and for
high contrast.
"""

import functools
import hashlib
import json
from pathlib import Path

from django.conf import settings

from commonweal.core.colour import contrast, from_oklch, mix, to_oklch

TOKENS = Path(__file__).parent / "static" / "built" / "tokens.json"
DESIGNED_BRAND = "17494d"
DESIGNED_ACCENT = "a8471f"
# Focus is the same yellow with the same dark text everywhere: it must never blend in.
FOCUS = {"ffd83d", "14140f"}
# Which characters are in which of the two files of the typeface that ships.
RANGES = {
    "latin-ext": "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,"
    "U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,"
    "U+2C60-2C7F,U+A720-A7FF",
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,"
    "U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
}
PAGE, CARD = "faf7f1", "ffffff"
THEMES = ("light", "dark", "contrast")

Token = tuple[str, str, float]  # role, six digits, opacity


def tokens() -> dict[str, Token]:
    """The colours the built stylesheet uses, by custom property."""
    built: dict[str, Token] = json.loads(TOKENS.read_text())
    return built


def stylesheet() -> str:
    """All colours and the typeface, for the settings as they are."""
    return made(
        settings.BRAND_COLOUR.lstrip("#").lower(),
        settings.BRAND_ACCENT.lstrip("#").lower(),
        settings.BRAND_TYPEFACE,
        bool(settings.BRAND_TYPEFACE_FILE),
    )


@functools.cache
def made(brand: str, accent: str, typeface: str, own_file: bool) -> str:
    light = {
        name: (role, branded(digits, brand, accent), alpha)
        for name, (role, digits, alpha) in tokens().items()
    }
    day = f'--typeface: "{typeface}"; color-scheme: light; {block(light, "light")}'
    night = f"color-scheme: dark; {block(light, 'dark')}"
    contrast_block = block(light, "contrast")
    return "\n".join(
        [
            faces(typeface, own_file),
            f":root {{ {day} }}",
            f"@media (prefers-color-scheme: dark) {{ :root:not([data-theme]) {{ {night} }} }}",
            f"@media (prefers-contrast: more) {{ :root:not([data-theme]) {{ {contrast_block} }} }}",
            f":root[data-theme=dark] {{ {night} }}",
            f":root[data-theme=contrast] {{ {contrast_block} }}",
        ]
    )


def block(light: dict[str, Token], theme: str) -> str:
    """The declarations of one theme."""
    change = {"light": as_designed, "dark": darkened, "contrast": contrasted}[theme]
    return " ".join(
        f"--{name}: #{change(role, digits)}{opacity(alpha)};"
        for name, (role, digits, alpha) in light.items()
    )


def opacity(alpha: float) -> str:
    return "" if alpha == 1 else f"{round(alpha * 255):02x}"


@functools.cache
def branded(digits: str, brand: str, accent: str) -> str:
    """The colour the community has where the design has `digits`.

    A shade or tint of the designed brand becomes the same shade or tint of the community's; any
    other colour stays.
    """
    for designed, own in ((DESIGNED_BRAND, brand), (DESIGNED_ACCENT, accent)):
        if designed == own:
            continue
        for end in ("000000", "ffffff"):
            for percent in range(96):
                if near(mix(designed, end, percent / 100), digits):
                    return mix(own, end, percent / 100)
    return digits


def near(one: str, other: str) -> bool:
    """Whether two colours are the same but for rounding."""
    return all(abs(int(one[i : i + 2], 16) - int(other[i : i + 2], 16)) <= 1 for i in (0, 2, 4))


def as_designed(role: str, digits: str) -> str:
    return digits


def darkened(role: str, digits: str) -> str:
    """The colour at night: light surfaces go dark, dark text goes light, coloured surfaces stay."""
    if digits in FOCUS:
        return digits
    if role == "paint" and digits in (PAGE, CARD):
        return {PAGE: "14191a", CARD: "1d2425"}[digits]
    light, chroma, hue = to_oklch(digits)
    if role == "ink":
        return (
            digits
            if light > 0.85
            else from_oklch(min(1.12 - light * 0.72, 0.95), chroma * 0.8, hue)
        )
    if role == "line":
        if digits == CARD:
            return digits
        return from_oklch(0.42 if light > 0.75 else max(0.72, 1 - light * 0.6), chroma, hue)
    if light > 0.8:
        return from_oklch(0.16 + (1 - light) * 1.1 + 0.06, min(chroma, 0.05), hue)
    return digits if light > 0.3 else from_oklch(0.27, chroma, hue)


def contrasted(role: str, digits: str) -> str:
    """The colour in high contrast: white ground, black lines, everything else much darker."""
    if digits in FOCUS:
        return digits
    light, chroma, hue = to_oklch(digits)
    if role == "line":
        return digits if digits == CARD else "000000"
    if light > 0.85:
        return "ffffff"
    return from_oklch(light * 0.6, chroma, hue)


def faces(typeface: str, own_file: bool) -> str:
    """The @font-face rules: the community's file, or the typeface that ships with the theme."""
    if own_file:
        return (
            f'@font-face {{ font-family: "{typeface}"; font-weight: 200 800; font-display: swap; '
            'src: url("/brand/typeface.woff2") format("woff2"); }'
        )
    built = f"{settings.STATIC_URL}built/atkinson-hyperlegible-next"
    return "\n".join(
        '@font-face { font-family: "Atkinson Hyperlegible Next Variable"; '
        f"font-style: {slant}; font-weight: 200 800; font-display: swap; unicode-range: {span}; "
        f'src: url("{built}-{subset}-wght-{slant}.woff2") format("woff2"); }}'
        for subset, span in RANGES.items()
        for slant in ("normal", "italic")
    )


def problems() -> list[str]:
    """What is wrong with the community's colours, in sentences: text on them must be readable."""
    found = []
    for name in ("BRAND_COLOUR", "BRAND_ACCENT"):
        given = getattr(settings, name)
        digits = given.lstrip("#")
        if len(digits) != 6 or any(char not in "0123456789abcdefABCDEF" for char in digits):
            found.append(f"{name} must be a colour such as #17494d, not “{given}”.")
        elif (ratio := contrast(digits, "ffffff")) < 4.5:
            found.append(
                f"{name} {given} is too light: white text on it has a contrast of {ratio:.1f} to 1 "
                "and needs 4.5. Choose a darker shade."
            )
    return found


def version() -> str:
    """A short name for this look, so that browsers keep the stylesheet until it changes."""
    return hashlib.sha256(stylesheet().encode()).hexdigest()[:10]
