import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.state import ProjectState

from commonweal.core.append_only import RefuseChange, RefuseReplacement
from commonweal.core.models import AuditEntry

pytestmark = pytest.mark.django_db


class Editor:
    """What a migration step needs of a schema editor, inside a test's transaction."""

    connection = connection

    def execute(self, statement, params):
        with connection.cursor() as cursor:
            cursor.execute(statement, params)


def changes_are_refused():
    try:
        with transaction.atomic():
            AuditEntry.objects.update(action="rewritten")
    except DatabaseError:
        return True
    return False


def test_the_guard_can_be_lifted_and_set_again_by_a_migration():
    AuditEntry.objects.create(action="core.test", target="nothing")
    step, state = RefuseChange("core_auditentry"), ProjectState()
    assert changes_are_refused()

    step.database_backwards("core", Editor(), state, state)
    assert not changes_are_refused()

    step.database_forwards("core", Editor(), state, state)
    assert changes_are_refused()
    assert step.describe() == "Make core_auditentry append-only"


def emptying():
    """The statement that takes every row away at once without asking the triggers of DELETE."""
    if connection.vendor == "postgresql":
        return "TRUNCATE core_auditentry"
    return (
        "INSERT OR REPLACE INTO core_auditentry (id, action, target, detail, at) "
        "SELECT id, 'rewritten', target, detail, at FROM core_auditentry"
    )


def emptying_is_refused():
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(emptying())
    except DatabaseError as error:
        return "core_auditentry is append-only" in str(error)
    return False


def test_the_audit_log_can_be_neither_replaced_nor_emptied():
    AuditEntry.objects.create(action="core.test", target="nothing")
    step, state = RefuseReplacement("core_auditentry"), ProjectState()
    assert emptying_is_refused()
    assert AuditEntry.objects.get().action == "core.test"

    step.database_backwards("core", Editor(), state, state)
    assert not emptying_is_refused()

    step.database_forwards("core", Editor(), state, state)
    AuditEntry.objects.create(action="core.test", target="nothing")
    assert emptying_is_refused()
    assert step.describe() == "Refuse to replace or empty core_auditentry"
