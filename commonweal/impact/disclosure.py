"""No published figure shows a handful of people alone.

One rule, kept here until the shared suppression module replaces it: a category of fewer than ten
people is never shown by itself, and never left to be worked out as the rest of a total.
"""

from collections.abc import Mapping
from dataclasses import dataclass

MINIMUM = 10
TOGETHER = f"Other or fewer than {MINIMUM}"


@dataclass(frozen=True)
class Shown:
    """Which categories stand alone and which are added together, both from large to small.

    Nothing at all may be shown where both are empty.
    """

    alone: tuple[str, ...]
    together: tuple[str, ...]


def shown(people: Mapping[str, int], *, minimum: int = MINIMUM) -> Shown:
    """Decide for `people`, the number of people in each category; empty ones are left out.

    Small categories are joined. If those joined are still too few, or one only, so that a
    subtraction from the total would tell it, the next smallest joins them.
    """
    order = sorted((key for key in people if people[key]), key=lambda key: (-people[key], key))
    if sum(people.values()) < minimum:
        return Shown((), ())
    alone = [key for key in order if people[key] >= minimum]
    together = [key for key in order if people[key] < minimum]
    while together and alone and _can_be_told(people, together, minimum):
        together.insert(0, alone.pop())
    return Shown(tuple(alone), tuple(together))


def _can_be_told(people: Mapping[str, int], together: list[str], minimum: int) -> bool:
    return len(together) < 2 or sum(people[key] for key in together) < minimum
