"""Colour arithmetic for the theme: mixing, contrast, and lightness as the eye sees it (OKLCH).

Conversions after B. Ottosson, “A perceptual color space for image processing” (2020); contrast
after WCAG 2.2, “relative luminance”. Colours are six hexadecimal digits without the hash.
"""

import math


def channels(digits: str) -> tuple[float, float, float]:
    """Red, green and blue between 0 and 1."""
    red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return red, green, blue


def digits_of(rgb: tuple[float, float, float]) -> str:
    return "".join(f"{round(min(max(value, 0), 1) * 255):02x}" for value in rgb)


def mix(one: str, other: str, share: float) -> str:
    """`one` with `share` (0 to 1) of `other` mixed in, as Sass mixes."""
    pairs = zip(channels(one), channels(other), strict=True)
    red, green, blue = (a * (1 - share) + b * share for a, b in pairs)
    return digits_of((red, green, blue))


def linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def gamma(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours, from 1 to 21."""
    lights = sorted(
        sum(w * linear(v) for w, v in zip((0.2126, 0.7152, 0.0722), channels(c), strict=True))
        for c in (one, other)
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def to_oklch(digits: str) -> tuple[float, float, float]:
    """Lightness (0 to 1), chroma and hue (radians) of a colour."""
    r, g, b = (linear(value) for value in channels(digits))
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    middle = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    light = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    bb = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return light, math.hypot(a, bb), math.atan2(bb, a)


def from_oklch(light: float, chroma: float, hue: float) -> str:
    """The nearest colour a screen can show."""
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return digits_of(
        (
            gamma(max(0.0, 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short)),
            gamma(max(0.0, -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short)),
            gamma(max(0.0, -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short)),
        )
    )
