"""Numbers and days as sentences and charts write them."""

import datetime


def whole(number: int) -> str:
    return f"{number:,}"


def percent(part: int, of: int) -> str:
    """A share as a whole percentage that never rounds something to nothing or to all."""
    if of == 0:
        return "0%"
    share = 100 * part / of
    if 0 < share < 1:
        return "less than 1%"
    if 99 < share < 100:
        return "more than 99%"
    return f"{share:.0f}%"


def minus(number: str) -> str:
    """The number with a real minus sign, which screen readers say."""
    return number.replace("-", "\N{MINUS SIGN}")


def day(value: datetime.date) -> str:
    return f"{value:%-d %B %Y}"


def listed(parts: list[str]) -> str:
    """a, b and c."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def one_or_more(number: int, one: str, more: str) -> str:
    return f"{whole(number)} {one if number == 1 else more}"
