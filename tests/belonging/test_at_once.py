"""Two presses of one button at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.models import EmailAddress
from django.db import connection, connections
from django.utils import timezone

from commonweal.belonging.models import CompactAnswer, Step, WayIn
from commonweal.belonging.services import way_in, welcoming
from commonweal.joining.models import Application, Status
from commonweal.members.models import Member
from tests.factories import MemberFactory, UserFactory
from tests.factories.belonging import CompactFactory, SignpostFactory
from tests.factories.joining import ApplicationFactory

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one writer in at a time"),
    pytest.mark.django_db(transaction=True),
]


def at_once(do, times=4):
    def alone(number):
        try:
            return do(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(alone, range(times)))


def test_pressing_join_several_times_at_once_makes_one_member():
    CompactFactory(version=7)
    user = UserFactory(email="new@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    ApplicationFactory(status=Status.ADMITTED, email=user.email, decided_at=timezone.now())

    members = at_once(
        lambda number: welcoming.join(Application.objects.get(), by=user, version=7).pk
    )

    assert len(set(members)) == 1
    assert Member.objects.count() == 1
    assert CompactAnswer.objects.count() == 1
    assert WayIn.objects.count() == 1
    assert Application.objects.get().status == Status.JOINED


def test_declining_a_step_several_times_at_once_replaces_it_once():
    member = MemberFactory()
    SignpostFactory.create_batch(5)
    way_in.make(member, by=member.user)
    step = Step.objects.get()

    at_once(lambda number: way_in.decline_step(step, by=member.user))

    assert Step.objects.count() == 2
