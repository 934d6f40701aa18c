"""Empties the test database after a transactional test, and leaves it as migrations made it."""

from django.core.management.commands import flush
from django.db import connections

from commonweal.members import vocabularies
from commonweal.members.models import SeniorityRule, Term


def guards(connection):
    """The triggers of append-only tables on SQLite, by name. PostgreSQL truncates past them."""
    if connection.vendor != "sqlite":
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {name: sql for name, sql in cursor.fetchall() if "_keeps_" in name}


class Command(flush.Command):
    def handle(self, **options):
        connection = connections[options["database"]]
        lifted = guards(connection)
        with connection.cursor() as cursor:
            for name in lifted:
                cursor.execute(f'DROP TRIGGER "{name}"')
        super().handle(**options)
        with connection.cursor() as cursor:
            for statement in lifted.values():
                cursor.execute(statement)
        vocabularies.load_terms(Term)
        vocabularies.load_seniority_rules(SeniorityRule)
