"""Empties the test database after a transactional test, and leaves it as migrations made it."""

from django.core.management.commands import flush
from django.db import connections
from django.utils import timezone

from commonweal.belonging.models import Compact
from commonweal.belonging.shipped import load_first_compact
from commonweal.members import vocabularies
from commonweal.members.models import SeniorityRule, Term

SQLITE = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
POSTGRES = (
    "SELECT tgname, tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger "
    "WHERE NOT tgisinternal"
)


def guards(connection):
    """The triggers of append-only tables: name, table and the statement that makes each."""
    with connection.cursor() as cursor:
        cursor.execute(SQLITE if connection.vendor == "sqlite" else POSTGRES)
        return [row for row in cursor.fetchall() if "_keeps_" in row[0]]


class Command(flush.Command):
    def handle(self, **options):
        connection = connections[options["database"]]
        lifted = guards(connection)
        on = "" if connection.vendor == "sqlite" else ' ON "{}"'
        with connection.cursor() as cursor:
            for name, table, _ in lifted:
                cursor.execute(f'DROP TRIGGER "{name}"' + on.format(table))
        super().handle(**options)
        with connection.cursor() as cursor:
            for _, _, statement in lifted:
                cursor.execute(statement)
        vocabularies.load_terms(Term)
        vocabularies.load_seniority_rules(SeniorityRule)
        load_first_compact(Compact, timezone.now())
