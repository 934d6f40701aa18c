"""What a copy of somebody's data leaves out for now: what they have not been told yet."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model

from commonweal.core.privacy.people import Person

Told = Callable[[Person, list[Any]], Iterable[Any]]

_RULES: dict[type[Model], list[Told]] = {}


def until_told(model: type[Model], told: Told) -> None:
    """Have copies give only those of a person's rows that `told` gives back.

    It may change the rows in memory, where part of one is not told yet, and never saves them.
    """
    _RULES.setdefault(model, []).append(told)


def told(model: type[Model], person: Person, rows: dict[Any, Any]) -> dict[Any, Any]:
    """The rows of a person, by primary key, that they may know by now."""
    found = list(rows.values())
    for rule in _RULES.get(model, ()):
        found = list(rule(person, found))
    return {row.pk: row for row in found}
