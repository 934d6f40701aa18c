"""The index in SQLite: an FTS5 table that knows tokens and ids and nothing else."""

import json
from collections.abc import Iterable, Sequence

from django.db import connection

CREATE = [
    "CREATE VIRTUAL TABLE search_index USING fts5"
    "(tokens, detail=none, columnsize=0, tokenize='ascii')",
    "CREATE TRIGGER search_document_gone AFTER DELETE ON search_document "
    "BEGIN DELETE FROM search_index WHERE rowid = old.id; END",
]
DROP = ["DROP TRIGGER search_document_gone", "DROP TABLE search_index"]


def hold(name: str) -> None:
    """Writers take turns in SQLite as it is."""


def add(rows: Iterable[tuple[int, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT OR REPLACE INTO search_index (rowid, tokens) VALUES (%s, %s)", list(rows)
        )


def spell(rows: Iterable[tuple[str, str, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_spelling (audience, variant, word) VALUES (%s, %s, %s) "
            "ON CONFLICT DO NOTHING",
            sorted(rows),
        )


def scrub() -> None:
    """FTS5 notes beside a token that its document is gone, until it writes the whole anew."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_index (search_index) VALUES ('optimize')")


def matches(wanted: Sequence[Sequence[str]], limit: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid FROM search_index WHERE search_index MATCH %s ORDER BY rowid LIMIT %s",
            [expression(wanted), limit],
        )
        return [row[0] for row in cursor.fetchall()]


def rows(ids: Sequence[int]) -> list[tuple[int, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, sort, facets FROM search_document "
            "WHERE id IN (SELECT value FROM json_each(%s))",
            [json.dumps(ids)],
        )
        return list(cursor.fetchall())


def expression(wanted: Sequence[Sequence[str]]) -> str:
    """The choices in FTS5's language. Tokens are letters and digits; quotes keep AND a word."""
    choices = (" OR ".join(f'"{token}"' for token in choice) for choice in wanted)
    return " AND ".join(f"({choice})" for choice in choices)
