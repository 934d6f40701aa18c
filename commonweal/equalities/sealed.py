"""Answers as they are kept: under a pseudonym, encrypted, all of one length."""

import json
import uuid
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from commonweal.core import sealing
from commonweal.core.disclosure import record_key
from commonweal.core.errors import Refused
from commonweal.equalities.models import Record

KEY_FILE = "equalities.key"
KEY_LENGTH = 32
# The longest set of answers takes half of it, so that all records have one length.
PADDED = 1024


@dataclass(frozen=True)
class Contents:
    """What is inside one record.

    `answers` has an option, or that they prefer not to say, for each question that was not skipped.
    `earlier` are the ids of records that were joined into this one, so that reads of those are
    still told to the person.
    """

    nation: str = ""
    edition: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    earlier: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True)
class Keys:
    """One key for names, one for answers, one for the noise of numbers."""

    names: bytes
    answers: bytes
    noise: bytes


def keys() -> Keys:
    """The keys of this installation. Raises `ValueError` when the key is no key."""
    return _derived(settings.EQUALITIES_KEY, Path(settings.VAR))


@lru_cache(maxsize=4)
def _derived(given: str, folder: Path) -> Keys:
    try:
        key = bytes.fromhex(given) if given else sealing.kept_key(folder, KEY_FILE)
    except ValueError:
        key = b""
    if len(key) != KEY_LENGTH:
        raise ValueError(f"The equalities key must have {KEY_LENGTH * 2} hexadecimal digits")
    uses = ("equalities names", "equalities answers", "equalities noise")
    return Keys(*(sealing.derived(key, use) for use in uses))


def pseudonym(subject: str) -> str:
    """The name under which the answers of `subject` are kept: 64 digits, no way back."""
    return sealing.derived(keys().names, subject).hex()


def noise_of(name: str) -> int:
    """The part one record has in the noise of live numbers."""
    return record_key(keys().noise, name)


def sealed(contents: Contents, name: str) -> bytes:
    """`contents` encrypted, readable under this pseudonym alone."""
    value: dict[str, Any] = {
        "nation": contents.nation,
        "edition": contents.edition,
        "answers": contents.answers,
        "earlier": [one.hex for one in contents.earlier],
        "padding": "",
    }
    length = len(json.dumps(value))
    value["padding"] = " " * (-length % PADDED)
    return sealing.seal(keys().answers, value, bound_to=name)


def opened(record: Record) -> Contents:
    """What is inside. Raises `Refused` for another key, another record's or a changed byte."""
    value = sealing.unseal(keys().answers, bytes(record.sealed), bound_to=record.pseudonym)
    return Contents(
        nation=value["nation"],
        edition=value["edition"],
        answers=value["answers"],
        earlier=tuple(uuid.UUID(one) for one in value["earlier"]),
    )


def opened_or_none(record: Record) -> Contents | None:
    """What is inside, or None where it cannot be opened."""
    try:
        return opened(record)
    except Refused:
        return None


def joined(older: Contents, newer: Contents, *, record: uuid.UUID) -> Contents:
    """One person's answers of two records. What `newer` says stands; `record` held the older."""
    answers = {**older.answers, **newer.answers}
    earlier = (*newer.earlier, *older.earlier, record)[-4:]
    base = newer if newer.edition else older
    return replace(base, answers=answers, earlier=earlier)
