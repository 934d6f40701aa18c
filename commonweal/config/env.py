"""What an operator can set, read from the environment. Each setting says what it is for.

docs/settings.md is made from this.
"""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """One environment variable: its name, what it defaults to, and what it does."""

    name: str
    default: str
    doc: str


class Env:
    """Reads settings and remembers each, so that the table in the docs cannot miss one."""

    def __init__(self) -> None:
        self.settings: list[Setting] = []

    def text(self, name: str, default: str, doc: str) -> str:
        self.settings.append(Setting(name, default, doc))
        return os.environ.get(name, default)

    def flag(self, name: str, default: bool, doc: str) -> bool:
        """True for 1, true, yes and on, in any case."""
        given = self.text(name, "1" if default else "0", doc)
        return given.strip().lower() in {"1", "true", "yes", "on"}

    def number(self, name: str, default: int, doc: str) -> int:
        given = self.text(name, str(default), doc)
        try:
            return int(given)
        except ValueError:
            raise SystemExit(f"{name} must be a whole number, not “{given}”.") from None

    def words(self, name: str, default: str, doc: str) -> list[str]:
        """A comma-separated list."""
        return [word.strip() for word in self.text(name, default, doc).split(",") if word.strip()]
