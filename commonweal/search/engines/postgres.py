"""The index in PostgreSQL: a narrow table of token vectors, without any extension."""

from collections.abc import Iterable, Sequence

from django.db import connection

CREATE = [
    # Byte order, which is also SQLite's and Python's, so that every page cuts at the same place.
    'ALTER TABLE search_document ALTER COLUMN sort TYPE varchar(250) COLLATE "C"',
    'ALTER TABLE search_spelling ALTER COLUMN variant TYPE varchar(40) COLLATE "C", '
    'ALTER COLUMN word TYPE varchar(40) COLLATE "C"',
    "CREATE TABLE search_index (id bigint PRIMARY KEY, tokens tsvector NOT NULL)",
    "CREATE INDEX search_index_tokens ON search_index USING gin (tokens) WITH (fastupdate = off)",
    "CREATE FUNCTION search_document_gone() RETURNS trigger AS $$ BEGIN "
    "DELETE FROM search_index USING gone WHERE search_index.id = gone.id; RETURN NULL; "
    "END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER search_document_gone AFTER DELETE ON search_document "
    "REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION search_document_gone()",
    "CREATE FUNCTION search_documents_emptied() RETURNS trigger AS $$ BEGIN "
    "TRUNCATE search_index; RETURN NULL; END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER search_documents_emptied AFTER TRUNCATE ON search_document "
    "FOR EACH STATEMENT EXECUTE FUNCTION search_documents_emptied()",
]
DROP = [
    "DROP TRIGGER search_documents_emptied ON search_document",
    "DROP TRIGGER search_document_gone ON search_document",
    "DROP FUNCTION search_documents_emptied()",
    "DROP FUNCTION search_document_gone()",
    "DROP TABLE search_index",
]


def hold(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"search {name}"])


def add(rows: Iterable[tuple[int, str]]) -> None:
    pairs = list(rows)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_index (id, tokens) "
            "SELECT id, array_to_tsvector(string_to_array(tokens, ' ')) "
            "FROM unnest(%s::bigint[], %s::text[]) AS given (id, tokens) "
            "ON CONFLICT (id) DO UPDATE SET tokens = excluded.tokens",
            [[pk for pk, _ in pairs], [tokens for _, tokens in pairs]],
        )


def spell(rows: Iterable[tuple[str, str, str]]) -> None:
    # In order, so that two writers with the same words wait for each other and never in a ring.
    columns = [list(column) for column in zip(*sorted(rows), strict=True)] or [[], [], []]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_spelling (audience, variant, word) "
            "SELECT * FROM unnest(%s::text[], %s::text[], %s::text[]) ON CONFLICT DO NOTHING",
            columns,
        )


def scrub() -> None:
    """Nothing to do: rows of the index go with their documents."""


def matches(wanted: Sequence[Sequence[str]], limit: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM search_index WHERE tokens @@ %s::tsquery ORDER BY id LIMIT %s",
            [expression(wanted), limit],
        )
        return [row[0] for row in cursor.fetchall()]


def rows(ids: Sequence[int]) -> list[tuple[int, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, sort, facets FROM search_document WHERE id = ANY(%s)", [list(ids)]
        )
        return list(cursor.fetchall())


def expression(wanted: Sequence[Sequence[str]]) -> str:
    """The choices in PostgreSQL's language. Tokens are letters and digits."""
    choices = (" | ".join(f"'{token}'" for token in choice) for choice in wanted)
    return " & ".join(f"({choice})" for choice in choices)
