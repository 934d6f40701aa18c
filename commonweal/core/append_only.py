"""Tables to which rows are only ever added: the database itself refuses update and delete."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
  USING ERRCODE = 'integrity_constraint_violation';
END $$ LANGUAGE plpgsql
"""


class RefuseChange(Operation):
    """A migration step: from here on, rows of `table` can be neither changed nor removed."""

    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models stay as they are."""

    def database_forwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, old: Any, new: Any
    ) -> None:
        for statement in self.guards(editor.connection.vendor):
            editor.execute(statement, None)

    def database_backwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, old: Any, new: Any
    ) -> None:
        for statement in self.unguard(editor.connection.vendor):
            editor.execute(statement, None)

    def describe(self) -> str:
        return f"Make {self.table} append-only"

    def guards(self, vendor: str) -> list[str]:
        """The statements that make the table append-only on this kind of database."""
        if vendor == "postgresql":
            return [
                FUNCTION,
                f"CREATE TRIGGER {self.table}_keeps BEFORE UPDATE OR DELETE ON {self.table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            ]
        return [
            f"CREATE TRIGGER {self.table}_keeps_{verb} BEFORE {verb} ON {self.table} "
            f"BEGIN {self.refusal()}; END"
            for verb in ("UPDATE", "DELETE")
        ]

    def unguard(self, vendor: str) -> list[str]:
        """The statements that lift the guard again."""
        if vendor == "postgresql":
            return [f"DROP TRIGGER IF EXISTS {self.table}_keeps ON {self.table}"]
        return [
            f"DROP TRIGGER IF EXISTS {self.table}_keeps_{verb}" for verb in ("UPDATE", "DELETE")
        ]

    def refusal(self) -> str:
        """What a trigger of SQLite says to stop a statement."""
        return f"SELECT RAISE(ABORT, '{self.table} is append-only')"


class RefuseReplacement(RefuseChange):
    """A further step for such a table: no row gives way to another, nor all of them to TRUNCATE.

    On SQLite, INSERT OR REPLACE takes rows away without asking the triggers of DELETE; here a
    known id is refused, and a known value of the column `unique` too, when one is named.
    INSERT OR IGNORE goes on passing over rows whose `unique` value is known.
    """

    def __init__(self, table: str, unique: str = "") -> None:
        super().__init__(table)
        self.unique = unique

    def describe(self) -> str:
        return f"Refuse to replace or empty {self.table}"

    def guards(self, vendor: str) -> list[str]:
        if vendor == "postgresql":
            return [
                f"CREATE TRIGGER {self.table}_keeps_all BEFORE TRUNCATE ON {self.table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            ]
        # A statement inside a trigger handles conflicts as the outer one does, and for a NOT NULL
        # column without a default REPLACE means ABORT. So this insert, which can never succeed,
        # is passed over under OR IGNORE and stops everything else, plain INSERT included.
        # RAISE(IGNORE) would pass over a plain INSERT too, and nobody would hear of it.
        clash = f"INSERT INTO {self.table} ({self.unique}) VALUES (NULL)"  # noqa: S608 - names from migrations
        found = [self.known("id", self.refusal())]
        return [*found, self.known(self.unique, clash)] if self.unique else found

    def unguard(self, vendor: str) -> list[str]:
        if vendor == "postgresql":
            return [f"DROP TRIGGER IF EXISTS {self.table}_keeps_all ON {self.table}"]
        columns = ("id", self.unique) if self.unique else ("id",)
        return [f"DROP TRIGGER IF EXISTS {self.table}_keeps_{column}" for column in columns]

    def known(self, column: str, answer: str) -> str:
        """The trigger of SQLite that gives `answer` to a row whose `column` is there already."""
        same = f"SELECT 1 FROM {self.table} WHERE {column} = NEW.{column}"  # noqa: S608 - as above
        return (
            f"CREATE TRIGGER {self.table}_keeps_{column} BEFORE INSERT ON {self.table} "
            f"WHEN EXISTS ({same}) BEGIN {answer}; END"
        )
