import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection

from commonweal.core.models import AuditEntry, FileJob, User
from tests.factories import RoleGrantFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_the_operator_can_make_a_superuser(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "three random words")

    call_command("createsuperuser", "--no-input", email="Root@Example.org", verbosity=0)

    user = User.objects.get_by_natural_key("ROOT@example.org")
    assert (user.email, user.is_superuser, user.check_password("three random words")) == (
        "root@example.org",
        True,
        True,
    )


def test_there_is_one_account_for_an_address_in_any_case():
    UserFactory(email="one@example.org")

    with pytest.raises(IntegrityError):
        UserFactory(email="One@Example.org")


def test_records_are_called_by_what_they_are():
    team = RoleGrantFactory(role="PARTNER", scope="nation:wales", user=UserFactory(name="Ann"))
    entry = AuditEntry(action="core.rename", target="core.User:1")
    job = FileJob(kind="import:people", file_name="people.csv")

    assert [str(row) for row in (team, entry, job)] == [
        "Ann: Partner nation:wales",
        "core.rename on core.User:1",
        "import:people: people.csv",
    ]


def test_migrating_makes_the_table_of_the_cache():
    assert "cache" in connection.introspection.table_names()
