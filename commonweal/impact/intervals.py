"""How sure a share or a ratio of shares is: 95 % intervals in closed form."""

import math
from dataclasses import dataclass

Z = 1.959963984540054


@dataclass(frozen=True)
class Estimate:
    """A number with the interval it lies in. `low` and `high` are None where none can be given."""

    value: float
    low: float | None
    high: float | None

    def text(self) -> str:
        """As a figure writes it: 1.24 (1.02 to 1.51)."""
        if self.low is None or self.high is None:
            return f"{self.value:.2f}"
        return f"{self.value:.2f} ({self.low:.2f} to {self.high:.2f})"


def share(part: int, of: int) -> Estimate | None:
    """The share `part / of` with Wilson's score interval; None of nobody.

    Wilson, Journal of the American Statistical Association 22 (1927), 209-212.
    """
    if of <= 0:
        return None
    p, z2 = part / of, Z * Z
    middle = (p + z2 / (2 * of)) / (1 + z2 / of)
    half = Z * math.sqrt(p * (1 - p) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return Estimate(p, max(0.0, middle - half), min(1.0, middle + half))


def relative_likelihood(part: int, of: int, other_part: int, other_of: int) -> Estimate | None:
    """How many times as likely it is among `of` as among `other_of`, with Katz's log interval.

    None where either group is empty or it happened to nobody of the others. Katz, Baptista, Azen
    and Pike, Biometrics 34 (1978), 469-474.
    """
    if min(of, other_of) <= 0 or other_part <= 0:
        return None
    ratio = (part / of) / (other_part / other_of)
    if part == 0:
        return Estimate(0.0, None, None)
    spread = Z * math.sqrt(1 / part - 1 / of + 1 / other_part - 1 / other_of)
    return Estimate(ratio, ratio * math.exp(-spread), ratio * math.exp(spread))


def ratio_to(part: int, of: int, known: float) -> Estimate | None:
    """How many times the share `known` the share `part / of` is; `known` is taken as exact.

    The interval is that of the logarithm of a share. None where nobody was counted or `known` is 0.
    """
    if of <= 0 or known <= 0:
        return None
    ratio = part / of / known
    if part == 0:
        return Estimate(0.0, None, None)
    spread = Z * math.sqrt((1 - part / of) / part)
    return Estimate(ratio, ratio * math.exp(-spread), ratio * math.exp(spread))


def two(found: Estimate | None) -> tuple[float | None, float | None, float | None]:
    """Value and interval as a table shows them, with two decimals; nothing where there is none."""
    if found is None:
        return None, None, None
    low, high = (None if end is None else round(end, 2) for end in (found.low, found.high))
    return round(found.value, 2), low, high
