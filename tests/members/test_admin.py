"""What the team may not write into a member's record in the administration."""

import datetime

import pytest
from django.urls import reverse

from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db
ROWS = {
    f"{name}-{count}_FORMS": "0" for name in ("terms", "links") for count in ("TOTAL", "INITIAL")
}


@pytest.mark.parametrize(
    "dates",
    [
        {"joined_on": "2026-11-24"},
        {"joined_on": "2020-01-15", "left_on": "2026-11-24"},
    ],
)
def test_nobody_joins_or_leaves_in_the_future(team, time_machine, dates):
    time_machine.move_to("2026-11-23 12:00")
    member = MemberFactory(name="Ann")
    page = reverse("admin:members_member_change", args=[member.pk])

    answer = team.post(page, {"name": "Bob", **dates, **ROWS})

    member.refresh_from_db()
    assert "Enter today or a day in the past." in answer.text
    assert (member.name, member.joined_on, member.left_on) == (
        "Ann",
        datetime.date(2020, 1, 15),
        None,
    )
