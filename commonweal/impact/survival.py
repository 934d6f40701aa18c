"""How long something lasts when for many it still lasts: the Kaplan-Meier estimate.

Kaplan and Meier, Journal of the American Statistical Association 53 (1958), 457-481; intervals on
the log-log scale by Greenwood's variance (Kalbfleisch and Prentice, 1980).
"""

import math
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from commonweal.impact.intervals import Estimate, Z


@dataclass(frozen=True)
class Lasted:
    """`people` of whom it is known that it lasted so many `days`, and whether it then ended."""

    days: int
    ended: bool
    people: int = 1


@dataclass(frozen=True)
class Step:
    """From `day` on, the share `left` for whom it has not ended; `at_risk` before that day."""

    day: int
    at_risk: int
    ended: int
    left: float
    variance: float


@dataclass(frozen=True)
class Curve:
    """The estimate: it falls at each step. `people` in all; `longest` is the last day observed."""

    people: int
    longest: int
    steps: tuple[Step, ...]

    def at(self, day: int) -> Estimate | None:
        """The share for whom it has not ended by the end of `day`; None where nobody was seen."""
        if day > self.longest:
            return None
        place = bisect_right([step.day for step in self.steps], day)
        if place == 0:
            return Estimate(1.0, 1.0, 1.0)
        step = self.steps[place - 1]
        return Estimate(step.left, *_bounds(step))

    def at_risk(self, day: int, lasted: Iterable[Lasted]) -> int:
        """How many were followed for longer than `day`, without its having ended."""
        return sum(one.people for one in lasted if one.days > day)

    def median(self) -> int | None:
        """The first day by which it had ended for half, or None where that is not seen."""
        return next((step.day for step in self.steps if step.left <= 0.5), None)


def kaplan_meier(lasted: Iterable[Lasted]) -> Curve:
    """The curve of `lasted`. What had not ended counts until its last day (it is censored)."""
    days: dict[int, list[int]] = {}
    for one in lasted:
        tally = days.setdefault(one.days, [0, 0])
        tally[0 if one.ended else 1] += one.people
    people = at_risk = sum(map(sum, days.values()))
    left, sums, steps = 1.0, 0.0, []
    for day in sorted(days):
        ended, censored = days[day]
        if ended:
            left *= 1 - ended / at_risk
            sums += ended / (at_risk * (at_risk - ended)) if at_risk > ended else math.inf
            steps.append(Step(day, at_risk, ended, left, sums))
        at_risk -= ended + censored
    return Curve(people, max(days, default=0), tuple(steps))


def _bounds(step: Step) -> tuple[float | None, float | None]:
    if not 0 < step.left < 1:
        return None, None
    spread = Z * math.sqrt(step.variance) / math.log(step.left)
    low, high = (step.left ** math.exp(sign * spread) for sign in (-1, 1))
    return min(low, high), max(low, high)
