"""The person a request is about: an account, a membership, addresses they wrote to us from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Model, Q, QuerySet

from commonweal.core.models import User


@dataclass(frozen=True)
class Person:
    """Somebody whose data is asked for or erased.

    `member` is the primary key of their membership, as core knows nothing of members. `emails` are
    in lower case. Any of the three may be missing: an applicant has no account, and somebody
    imported may have neither account nor address.

    `subjects` are the names under which other apps keep their sealed answers, such as
    “member:a1b2”. `by` is whoever asked to see or erase the rows, for reads that are logged.
    """

    user: User | None = None
    member: int | None = None
    emails: frozenset[str] = field(default=frozenset())
    subjects: frozenset[str] = field(default=frozenset())
    by: User | None = None


def of_user(model: type[Model], *lookups: str) -> Callable[[Person], QuerySet[Any]]:
    """Finds the rows of which any of these lookups is the person's account."""

    def rows(person: Person) -> QuerySet[Any]:
        return _any(model, lookups, person.user)

    return rows


def of_member(model: type[Model], *lookups: str) -> Callable[[Person], QuerySet[Any]]:
    """Finds the rows of which any of these lookups is the key of the person's membership."""

    def rows(person: Person) -> QuerySet[Any]:
        return _any(model, lookups, person.member)

    return rows


def of_nobody(model: type[Model]) -> Callable[[Person], QuerySet[Any]]:
    """Finds nothing: nobody can say whose these rows are."""
    return lambda person: model._default_manager.none()


def _any(model: type[Model], lookups: Iterable[str], value: Any) -> QuerySet[Any]:
    if value is None:
        return model._default_manager.none()
    matches = [Q(**{lookup: value}) for lookup in lookups]
    return model._default_manager.filter(reduce(or_, matches))
