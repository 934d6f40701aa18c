"""What a model declares of the personal data it holds. Each app does so in its `privacy.py`."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.db.models import Model, QuerySet

from commonweal.core.privacy import registry
from commonweal.core.privacy.people import Person

Rows = QuerySet[Any]
Exported = list[dict[str, Any]]


class Basis(StrEnum):
    """The lawful bases of Article 6 of the UK and EU GDPR that a community can rest on."""

    CONSENT = "consent"
    CONTRACT = "contract with the person"
    LEGAL = "legal obligation"
    PUBLIC_TASK = "public task"
    INTERESTS = "legitimate interests"


class Erasure(StrEnum):
    """What erasing a person does to their rows."""

    DELETE = "deleted"
    BLANK = "emptied of what identifies; the row stays, so that counts stay true"
    KEEP = "kept, as it names nobody once their other rows are gone"


@dataclass(frozen=True)
class Keep:
    """One rule of retention: so long after `since` (a lookup of a date or time field), then gone.

    `fields` are emptied to what `blank` gives or to their empty value; without fields the whole row
    is deleted. `only` are further conditions a row must meet. `since` may be empty where `only`
    says all there is to say. The files of file fields go too; `files` names those of a row that
    are known only by a path in a field.
    """

    after: datetime.timedelta
    since: str
    why: str
    fields: tuple[str, ...] = ()
    only: dict[str, Any] = field(default_factory=dict)
    blank: dict[str, Any] = field(default_factory=dict)
    files: Callable[[Any], Iterable[Path]] | None = None


@dataclass(frozen=True)
class Declared:
    """The declaration of one model.

    `of` finds a person's rows. `holds` names the personal fields in words of the record of
    processing, field by field; `plain` the fields that tell nothing of anybody: each field but
    the key must be in one of the two. `forever` says why rows no rule of `keep` reaches may stay,
    and `stays` which of the personal fields erasure leaves as they are.
    `export` and `erase` are given where the plain way does not do: the plain export gives every
    field of `holds`, and the plain erasure follows `erasure`, emptying the fields of `holds`.
    """

    model: type[Model]
    purpose: str
    basis: Basis
    holds: dict[str, str]
    of: Callable[[Person], Rows]
    keep: tuple[Keep, ...]
    forever: str
    erasure: Erasure
    special: str
    seen_by: str
    title: str
    export: Callable[[Person], Exported] | None
    erase: Callable[[Person], int] | None
    plain: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()

    @property
    def emptied(self) -> list[str]:
        """The fields that the plain erasure empties where the row stays."""
        return [name for name in self.holds if name not in self.stays]


@dataclass(frozen=True)
class Outside:
    """Personal data kept in no model, such as files. `app` is the label of the app they belong to.

    Where the nightly retention sees to it, `due` says how many things are over at a moment, and
    `remove` removes them and says how many there were.
    """

    title: str
    app: str
    purpose: str
    basis: Basis
    holds: str
    how_long: str
    erased: str
    seen_by: str
    due: Callable[[datetime.datetime], int] | None = None
    remove: Callable[[datetime.datetime], int] | None = None


def personal(
    model: type[Model],
    *,
    title: str,
    purpose: str,
    basis: Basis,
    holds: dict[str, str],
    plain: Sequence[str] = (),
    stays: Sequence[str] = (),
    of: Callable[[Person], Rows],
    erasure: Erasure,
    seen_by: str,
    keep: Sequence[Keep] = (),
    forever: str = "",
    special: str = "",
    export: Callable[[Person], Exported] | None = None,
    erase: Callable[[Person], int] | None = None,
) -> None:
    """Declare a model that holds personal data.

    `title` heads its part of a person's archive. Each field but the key is named in `holds`, with
    what it is in plain words, or in `plain`, when it tells nothing of anybody. Erasure of the kind
    BLANK empties the fields of `holds`, but for those in `stays`. `special` names
    the condition of Article 9 where the data is of a special category. Either `keep` or `forever`
    must say how long it stays.
    """
    registry.add(
        Declared(
            model, purpose, basis, holds, of, tuple(keep), forever, erasure, special, seen_by,
            title, export, erase, tuple(plain), tuple(stays),
        )
    )  # fmt: skip


def nothing_personal(*models: type[Model], because: str) -> None:
    """Declare models that tell nothing about a person."""
    for model in models:
        registry.add_without(model, because)


def keep_also(model: type[Model], rule: Keep) -> None:
    """Add a rule of retention that needs to know of apps above the one that declares the model."""
    registry.add_rule(model, rule)


def outside(
    title: str,
    *,
    app: str,
    purpose: str,
    basis: Basis,
    holds: str,
    how_long: str,
    erased: str,
    seen_by: str,
    due: Callable[[datetime.datetime], int] | None = None,
    remove: Callable[[datetime.datetime], int] | None = None,
) -> None:
    """Declare personal data that is in no model, such as files, and how its time ends."""
    registry.add_outside(
        Outside(title, app, purpose, basis, holds, how_long, erased, seen_by, due, remove)
    )
