"""The index itself: ids of documents by opaque tokens. Two engines, the same answers."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from django.db import connection

from commonweal.search.engines import postgres, sqlite

# Every inner sequence is a choice, and a document must meet every choice.
Wanted = Sequence[Sequence[str]]


class Engine(Protocol):
    """What a database must be able to do to serve as the index."""

    def hold(self, name: str) -> None:
        """Let nobody else hold this name before the transaction ends."""

    def add(self, rows: Iterable[tuple[int, str]]) -> None:
        """Keep the tokens (joined by spaces) of each document id."""

    def spell(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Keep (audience, variant, word) rows, those that are known already left alone."""

    def scrub(self) -> None:
        """Leave no trace of tokens whose documents are gone."""

    def matches(self, wanted: Wanted, limit: int) -> list[int]:
        """The first `limit` ids, in their order, that meet every choice."""

    def rows(self, ids: Sequence[int]) -> list[tuple[int, str, str]]:
        """Id, sort and facets of these documents, in any order."""


def engine() -> Engine:
    """The engine of the database in use."""
    return postgres if connection.vendor == "postgresql" else sqlite
