"""No number we publish tells about one person: everything that shows counts asks here.

Three ways, for three uses. `shown` joins small categories of one list. `published` protects a whole
table for an issue that stands: the 10-5 rule of the Office for National Statistics (hide what is
below ten, round the rest to five) with secondary suppression, and `renewed` decides whether a new
issue may differ from the last one. `live` perturbs a number on a page that is counted anew each
time, by the cell-key method of the 2021 censuses: the same people always give the same noise.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

MINIMUM = 10
BASE = 5
ALL = "*"
TOGETHER = f"Other or fewer than {MINIMUM}"

Key = tuple[str, ...]
Cells = Mapping[Key, int]

# How often a live number is moved by so much, out of 256: symmetric, with a variance of two.
NOISE = {-3: 9, -2: 27, -1: 59, 0: 66, 1: 59, 2: 27, 3: 9}


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


@dataclass(frozen=True)
class Issue:
    """A table as published (`shown`; None is “fewer than ten, or hidden to protect another”), and
    the true counts behind it (`cells`), which stay with whoever made it."""

    cells: Cells
    shown: Mapping[Key, int | None]


def published(cells: Cells, *, minimum: int = MINIMUM, base: int = BASE) -> dict[Key, int | None]:
    """Every cell and every total of a table, rounded to `base`, or None where it is hidden.

    `cells` has a count for keys of one length, a name for each dimension; what is missing counts as
    nobody. Totals have `ALL` in place of a name. A count below `minimum`, nobody included, is
    hidden. Of each sum, never one part alone is hidden, and the hidden parts together are never
    fewer than `minimum` while their total is shown: otherwise the next smallest is hidden too.
    Whoever solves all the sums together is left, by the rounding, with four people of doubt.
    """
    whole = _with_totals(cells) if cells else {}
    hidden = {key for key, count in whole.items() if count < minimum}
    sums = list(_sums(whole))
    while more := [key for one in sums if (key := _gives_away(one, whole, hidden, minimum))]:
        hidden.update(more)
    return {key: None if key in hidden else rounded(count, base) for key, count in whole.items()}


def renewed(before: Iterable[Issue], cells: Cells, *, minimum: int = MINIMUM) -> Issue:
    """The next issue of a table, or one of those `before` when fewer than `minimum` people changed.

    Whoever lays two issues beside each other, and knows of one person who came or went between
    them, then learns nothing: they are the same, or ten people apart. People who changed are
    counted at least: two who changed places count as none.
    """
    for issue in before:
        if _changed(issue.cells, cells) < minimum:
            return issue
    return Issue(dict(cells), published(cells, minimum=minimum))


def record_key(secret: bytes, who: str) -> int:
    """The part one person or record has in the noise of every live number it is counted in."""
    return hmac.digest(secret, who.encode(), hashlib.sha256)[0]


def live(count: int, keys: Iterable[int], *, minimum: int = MINIMUM) -> int | None:
    """A count for a page made anew each time, moved by up to three; None below `minimum`.

    `keys` are the record keys of those counted: the same people give the same number, wherever they
    are counted. Count by whole months only, so that no number moves on the day somebody joins.
    """
    moved = count + _noise(sum(keys) % 256)
    return moved if count >= minimum and moved >= minimum else None


def _noise(cell_key: int) -> int:
    for step, share in NOISE.items():
        if cell_key < share:
            return step
        cell_key -= share
    raise ValueError("The shares of the noise do not add up to 256")


def _with_totals(cells: Cells) -> dict[Key, int]:
    names = [sorted(set(level)) for level in zip(*cells, strict=True)]
    whole = dict.fromkeys(product(*([*level, ALL] for level in names)), 0)
    for key, count in cells.items():
        for total in product(*((name, ALL) for name in key)):
            whole[total] += count
    return whole


def _sums(whole: Cells) -> Iterator[tuple[Key, list[Key]]]:
    """Each total with the parts it is the sum of, along every dimension."""
    parts: dict[tuple[int, Key], list[Key]] = {}
    for key in whole:
        for place, name in enumerate(key):
            if name != ALL:
                total = (*key[:place], ALL, *key[place + 1 :])
                parts.setdefault((place, total), []).append(key)
    for (_, total), found in parts.items():
        yield total, found


def _gives_away(
    one: tuple[Key, list[Key]], whole: Cells, hidden: set[Key], minimum: int
) -> Key | None:
    """The part that must be hidden as well, because this sum would tell what is hidden in it."""
    total, parts = one
    unseen = [key for key in parts if key in hidden]
    if not unseen or total in hidden:
        # A hidden total whose parts are all shown is told by adding them up.
        told = total in hidden and not unseen
        return min(parts, key=lambda key: (whole[key], key)) if told else None
    if len(unseen) > 1 and sum(whole[key] for key in unseen) >= minimum:
        return None
    seen = [key for key in parts if key not in hidden]
    return min(seen, key=lambda key: (whole[key], key)) if seen else total


def rounded(count: int, base: int = BASE) -> int:
    """A count to the nearest `base`."""
    return base * ((count + base // 2) // base)


def _changed(before: Cells, now: Cells) -> int:
    return sum(abs(now.get(key, 0) - before.get(key, 0)) for key in {*before, *now})
