"""What the cells of a column may hold, and how each is read."""

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

EARLIEST = datetime.date(1900, 1, 1)
ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s.,;<>\"]+")
YES = frozenset({"1", "true", "yes", "y", "t"})
NO = frozenset({"0", "false", "no", "n", "f"})


class BadCell(Exception):
    """A cell that cannot be taken: the field it was meant for, and why in a sentence."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(reason)
        self.name = name
        self.reason = reason


class Kind(Enum):
    TEXT = "text"
    DATE = "a day"
    YES_NO = "yes or no"
    EMAIL = "an e-mail address"
    WORDS = "several entries with semicolons between them"


@dataclass(frozen=True)
class Field:
    """Something an import can take: its name, meaning, what it may hold, what others call it."""

    name: str
    doc: str
    kind: Kind = Kind.TEXT
    required: bool = False
    length: int = 200
    known_as: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reader:
    """Reads cells into values; `formats` are the ways dates may be written, `today` their limit."""

    today: datetime.date
    formats: Sequence[str] = ()

    def value(self, field: Field, text: str) -> Any:
        """The value of a cell that is not empty. Raises `BadCell` with the reason."""
        return READERS[field.kind](self, field, text)

    def text(self, field: Field, text: str) -> str:
        if len(text) > field.length:
            raise BadCell(field.name, f"It is longer than {field.length} characters.")
        return text

    def words(self, field: Field, text: str) -> list[str]:
        return [word.strip() for word in text.split(";") if word.strip()]

    def email(self, field: Field, text: str) -> str:
        if len(text) > field.length or not ADDRESS.fullmatch(text):
            raise BadCell(field.name, f"“{text[:80]}” is not an e-mail address.")
        return text.lower()

    def yes_no(self, field: Field, text: str) -> bool:
        if text.lower() in YES:
            return True
        if text.lower() in NO:
            return False
        raise BadCell(field.name, f"“{text[:80]}” is neither yes nor no.")

    def date(self, field: Field, text: str) -> datetime.date:
        day = self._day(text)
        if day is None:
            raise BadCell(field.name, f"“{text[:80]}” is not a date.")
        if day < EARLIEST:
            raise BadCell(field.name, f"{day.isoformat()} is too long ago.")
        if day > self.today:
            raise BadCell(field.name, f"{day.isoformat()} is in the future.")
        return day

    def _day(self, text: str) -> datetime.date | None:
        for form in self.formats:
            try:
                return datetime.datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
        return None if self.formats else usual_day(text)


def usual_day(text: str) -> datetime.date | None:
    """A day written 2019-03-05, with or without a time after it, or 05/03/2019, day first."""
    try:
        if len(text) == 10 or text[10] in "T ":
            return datetime.date.fromisoformat(text[:10])
    except (ValueError, IndexError):
        pass
    try:
        return datetime.datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


READERS: dict[Kind, Callable[[Reader, Field, str], Any]] = {
    Kind.TEXT: Reader.text,
    Kind.DATE: Reader.date,
    Kind.YES_NO: Reader.yes_no,
    Kind.EMAIL: Reader.email,
    Kind.WORDS: Reader.words,
}
