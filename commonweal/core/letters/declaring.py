"""The list of letters. An app declares its own in `letters.py`, imported by its `AppConfig`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Context = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """One kind of letter.

    `code` is like “joining.copy”; its template is `<app>/letters/<name>.txt`, unless `path` says
    another, and has the subject as its first line. `to` and `when` say in words who gets it and
    what makes it go. `sample` gives an invented context, for the team to read and test-send it. A
    letter that is not `needed` is not sent to members who paused.
    """

    code: str
    title: str
    to: str
    when: str
    sample: Callable[[], Context]
    needed: bool = True
    path: str = ""

    @property
    def app(self) -> str:
        return self.code.partition(".")[0]

    @property
    def template(self) -> str:
        if self.path:
            return self.path
        app, _, name = self.code.partition(".")
        return f"{app}/letters/{name}.txt"


_ALL: dict[str, Kind] = {}


def declare(
    code: str,
    *,
    title: str,
    to: str,
    when: str,
    sample: Callable[[], Context],
    needed: bool = True,
    path: str = "",
) -> None:
    """Declare a letter. Raises `ValueError` for a code that is taken."""
    if code in _ALL:
        raise ValueError(f"There are two letters called {code}")
    _ALL[code] = Kind(code, title, to, when, sample, needed, path)


def kinds() -> list[Kind]:
    """Every letter there is, by code."""
    return [_ALL[code] for code in sorted(_ALL)]


def kind(code: str) -> Kind:
    """The letter with this code. Raises `KeyError` where nobody declared it."""
    return _ALL[code]
