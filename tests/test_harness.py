"""The test set-up keeps its own promises, or no other test can be trusted."""

import pytest
from django.db import IntegrityError, transaction

from commonweal.core import audit
from commonweal.core.models import AuditEntry, Role
from commonweal.core.rules import roles_of
from commonweal.members.models import SeniorityRule, Term
from tests.factories import OrganisationFactory


def leave_a_trace():
    audit.record("tested", by=None, on=OrganisationFactory())
    assert AuditEntry.objects.count() == 1
    assert Term.objects.filter(key="nation:wales").exists()
    assert SeniorityRule.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.update(action="changed")


# The same twice: the first run of either must not spoil the second.
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_starts_from_what_migrations_made():
    leave_a_trace()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_starts_there_again_after_another():
    leave_a_trace()


def test_a_client_is_signed_in_as_the_role_asked_for(client_as):
    assert [roles_of(client_as(role.lower()).user) for role in Role.values] == [
        {role} for role in Role.values
    ]


def test_members_have_a_profile_and_guests_have_none(member, guest):
    assert member.user.member.name == member.user.name
    assert not hasattr(guest.user, "member")
