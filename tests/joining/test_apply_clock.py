"""What the clock does for drafts."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from commonweal.core.models import Letter
from commonweal.core.schedule import jobs
from commonweal.joining.models import Status
from commonweal.joining.services import closing
from tests.factories import MemberFactory, UserFactory
from tests.factories.joining import ApplicationFactory, WaveFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def typed(**more):
    """A draft in which somebody wrote an hour after beginning."""
    now = timezone.now()
    return ApplicationFactory(started_at=now - DAY, saved_at=now, **more)


def test_a_draft_gets_one_letter_before_its_wave_closes():
    soon = typed(wave=WaveFactory(closes_at=timezone.now() + 2 * DAY))
    typed(wave=WaveFactory(closes_at=timezone.now() + 4 * DAY))
    assert closing.remind() == 1
    assert closing.remind() == 0
    letter = Letter.objects.get()
    assert letter.to == soon.email
    assert "/join/links/" in letter.body
    assert "4 things are still missing" in letter.body or "3 things are still" in letter.body


def test_no_reminder_goes_to_the_empty_the_sent_and_members():
    wave = WaveFactory(closes_at=timezone.now() + DAY)
    now = timezone.now()
    ApplicationFactory(wave=wave, started_at=now, saved_at=now)
    typed(wave=wave, status=Status.SENT)
    MemberFactory(user=UserFactory(email="member@example.org"))
    typed(wave=wave, email="member@example.org")
    assert closing.remind() == 0
    assert not Letter.objects.exists()


def test_a_draft_lapses_three_days_after_the_close_and_its_writer_is_told():
    wave = WaveFactory()
    confirmed = typed(wave=wave, email_confirmed_at=timezone.now())
    unconfirmed = typed(wave=wave)
    with time_machine.travel(wave.closes_at + 2 * DAY, tick=False):
        assert closing.lapse() == 0
    with time_machine.travel(wave.closes_at + 3 * DAY, tick=False):
        assert closing.lapse() == 2
        assert closing.lapse() == 0
    for draft in (confirmed, unconfirmed):
        draft.refresh_from_db()
        assert draft.status == Status.LAPSED
    letter = Letter.objects.get()
    assert letter.to == confirmed.email
    assert "When the next wave opens" in letter.body


def test_who_lapsed_is_told_of_the_wave_that_is_open():
    old = typed(
        wave=WaveFactory(opens_at=timezone.now() - 40 * DAY, closes_at=timezone.now() - 4 * DAY),
        email_confirmed_at=timezone.now(),
    )
    wave = WaveFactory(name="Autumn wave")
    assert closing.lapse() == 1
    assert f"{wave.name} is open until" in Letter.objects.get(to=old.email).body


def test_the_clock_knows_both_and_says_what_it_did():
    does = {job.name: job.do for job in jobs()}
    assert does["joining.remind"]() == "Reminders written: 0."
    assert does["joining.lapse"]() == "Drafts not sent in time: 0."
