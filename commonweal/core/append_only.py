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
        for statement in guards(self.table, editor.connection.vendor):
            editor.execute(statement, None)

    def database_backwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, old: Any, new: Any
    ) -> None:
        for statement in unguard(self.table, editor.connection.vendor):
            editor.execute(statement, None)

    def describe(self) -> str:
        return f"Make {self.table} append-only"


def guards(table: str, vendor: str) -> list[str]:
    """The statements that make `table` append-only on this kind of database."""
    if vendor == "postgresql":
        return [
            FUNCTION,
            f"CREATE TRIGGER {table}_keeps BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        ]
    return [
        f"CREATE TRIGGER {table}_keeps_{verb} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ]


def unguard(table: str, vendor: str) -> list[str]:
    """The statements that lift the guard again."""
    if vendor == "postgresql":
        return [f"DROP TRIGGER IF EXISTS {table}_keeps ON {table}"]
    return [f"DROP TRIGGER IF EXISTS {table}_keeps_{verb}" for verb in ("UPDATE", "DELETE")]
