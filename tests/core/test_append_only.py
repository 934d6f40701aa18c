import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.state import ProjectState

from commonweal.core.append_only import RefuseChange
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
