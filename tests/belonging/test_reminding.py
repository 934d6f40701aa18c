"""What the clock has sent: once each, and to nobody it no longer concerns."""

import datetime

import pytest
from django.utils import timezone

from commonweal.belonging.services import reminding
from commonweal.belonging.services import way_in as ways
from commonweal.core.letters import declaring, writing
from commonweal.core.models import Letter
from commonweal.core.schedule import jobs
from commonweal.joining.models import Status
from tests.factories import MemberFactory
from tests.factories.belonging import SignpostFactory
from tests.factories.joining import ApplicationFactory

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def admitted(days, **fields):
    return ApplicationFactory(
        status=Status.ADMITTED, decided_at=timezone.now() - days * DAY, **fields
    )


def letters(kind):
    return list(Letter.objects.filter(kind=kind).values_list("to", flat=True))


@pytest.mark.parametrize(("days", "count"), [(6, 0), (7, 1), (12, 1), (30, 1), (59, 1)])
def test_whoever_has_not_come_is_reminded_once_at_each_stage(days, count):
    application = admitted(days)

    for _ in range(3):
        reminding.remind_admitted()

    assert letters("belonging.place_waiting") == [application.email] * count


def test_the_second_reminder_comes_after_30_days():
    application = admitted(10)
    reminding.remind_admitted()
    application.decided_at -= 25 * DAY
    application.save()
    # The key names the day of the decision, which a test moves and life does not.
    reminding.remind_admitted()
    assert len(letters("belonging.place_waiting")) == 2


def test_a_place_is_given_up_after_60_days_and_the_applicant_is_told_once():
    application = admitted(60)

    said = [reminding.remind_admitted() for _ in range(2)]

    application.refresh_from_db()
    assert application.status == Status.NOT_TAKEN_UP
    assert application.ended_at is not None
    assert letters("belonging.place_ended") == [application.email]
    assert said[0] == "Reminded: 0. Places not taken up: 1."


@pytest.mark.parametrize("status", [Status.JOINED, Status.WITHDRAWN, Status.WAITING])
def test_nobody_else_is_reminded(status):
    ApplicationFactory(status=status, decided_at=timezone.now() - 70 * DAY)
    reminding.remind_admitted()
    assert not Letter.objects.exists()


def newcomer(days, **fields):
    member = MemberFactory(**fields)
    SignpostFactory(title="Good group")
    way_in = ways.make(member, by=member.user)
    way_in.made_at = timezone.now() - days * DAY
    way_in.save()
    return way_in


def test_a_newcomer_who_did_nothing_gets_one_gentle_letter_after_14_days():
    way_in = newcomer(14)

    for _ in range(2):
        reminding.remind_quiet_newcomers()

    assert letters("belonging.way_in_waiting") == [way_in.member.user.email]
    assert "Good group" in Letter.objects.get().body
    assert not declaring.kind("belonging.way_in_waiting").needed


@pytest.mark.parametrize(
    "what", ["early", "done", "declined", "put away", "left", "paused", "no account"]
)
def test_nobody_is_written_to_whom_it_does_not_concern(what):
    way_in = newcomer(13 if what == "early" else 20)
    member, step = way_in.member, way_in.steps.get()
    if what == "done":
        ways.finish_step(step, by=member.user)
    elif what == "declined":
        ways.decline_step(step, by=member.user)
    elif what == "put away":
        ways.put_away(member, by=member.user, away=True)
    elif what == "left":
        member.left_on, member.left_reason_id = timezone.localdate(), "left:retired"
    elif what == "paused":
        member.paused_on = timezone.localdate()
    elif what == "no account":
        member.user = None
    member.save()

    reminding.remind_quiet_newcomers()

    assert letters("belonging.way_in_waiting") == []


def test_who_stopped_half_way_is_welcomed_a_day_later_and_once():
    way_in = newcomer(1)
    newcomer(0)
    said = [reminding.welcome_the_rest() for _ in range(2)]
    assert letters("belonging.welcome") == [way_in.member.user.email]
    assert said == ["Newcomers welcomed: 1.", "Newcomers welcomed: 0."]


def test_every_letter_can_be_read_with_its_sample():
    for kind in declaring.kinds():
        if kind.code.startswith(("belonging.", "members.")):
            subject, body = writing.rendered(kind.code, kind.sample())
            assert subject
            assert "Commonweal" in subject + body


def test_the_clock_knows_the_jobs():
    names = {job.name for job in jobs()}
    assert {
        "belonging.remind_admitted", "belonging.remind_newcomers", "belonging.welcome_the_rest",
    } <= names  # fmt: skip
