"""Equalities answers of people who were not admitted do not stay for ever."""

import datetime

import pytest
from django.utils import timezone

from commonweal.equalities import services as equalities
from commonweal.equalities.models import Record
from commonweal.joining.services import closing
from tests.factories.joining import ApplicationFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def ended(status, days_ago):
    application = ApplicationFactory(status=status, decided_at=timezone.now() - days_ago * DAY)
    equalities.answer(f"application:{application.ref}", {"sex": "male"}, nation="nation:wales")
    closing.end_answers()
    month = Record.objects.get().ended_month
    return month and (application.decided_at.date().replace(day=1) == month)


@pytest.mark.parametrize("status", ["REFUSED", "REFUSED_AGAIN", "NOT_TAKEN_UP"])
def test_whoever_did_not_get_in_a_month_ago_has_an_end(status):
    assert ended(status, 31) is True


@pytest.mark.parametrize(("status", "days"), [("REFUSED", 20), ("JOINED", 40), ("READING", 40)])
def test_nobody_else_has(status, days):
    assert ended(status, days) is None
