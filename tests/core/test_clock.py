"""What is done by the clock is done once each time, and made up once when it was missed."""

import datetime
import threading

import pytest
import time_machine
from django.db import DatabaseError
from django.utils import timezone

from commonweal.core import clock, jobs, schedule
from commonweal.core.errors import Refused
from commonweal.core.models import AuditEntry, Letter, ScheduledRun
from tests.factories import UserFactory

GOING = threading.Event()


def utc(*parts):
    return datetime.datetime(*parts, tzinfo=datetime.UTC)


@pytest.fixture
def planned(monkeypatch):
    """planned(times) makes this the only job, and answers the list of what it did."""
    monkeypatch.setattr(schedule, "_ALL", {})

    def plan(times, name="invented.job", says="Did it.", problem=None):
        calls = []

        def do():
            calls.append(timezone.now())
            if problem:
                raise problem
            return says

        schedule.at(times, name, "An invented job", do)
        return calls

    return plan


def tick(now):
    with time_machine.travel(now, tick=False):
        return clock.do_what_is_due(GOING)


def outcomes():
    runs = ScheduledRun.objects.order_by("due_at")
    return [(run.due_at, run.outcome, run.failed) for run in runs]


@pytest.mark.django_db
def test_each_time_is_run_once_however_often_the_clock_looks(planned):
    calls = planned("15 3 * * *")
    tick(utc(2026, 1, 1, 12))
    ran = [tick(utc(2026, 1, 2, 3, minute)) for minute in (14, 15, 15, 16)]

    assert ran == [0, 1, 0, 0]
    assert len(calls) == 1
    assert outcomes() == [
        (utc(2026, 1, 1, 3, 15), clock.FIRST_SEEN, False),
        (utc(2026, 1, 2, 3, 15), "Did it.", False),
    ]
    assert set(ScheduledRun.objects.values_list("ended_at", flat=True)) == {
        utc(2026, 1, 1, 12),
        utc(2026, 1, 2, 3, 15),
    }


@pytest.mark.django_db
def test_a_job_met_for_the_first_time_has_missed_nothing(planned):
    calls = planned("15 3 * * *")

    assert tick(utc(2026, 1, 1, 3, 15)) == 0
    assert calls == []


@pytest.mark.django_db
def test_what_was_missed_while_nothing_ran_is_made_up_once(planned):
    calls = planned("15 3 * * *")
    tick(utc(2026, 1, 1, 12))
    ran = [tick(utc(2026, 1, 9, 12, minute)) for minute in (0, 1)]

    assert ran == [1, 0]
    assert len(calls) == 1
    assert outcomes()[-1][0] == utc(2026, 1, 9, 3, 15)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("times", "begin", "expected"),
    [
        # 01:30 comes twice when summer time ends, and not at all when it begins.
        ("30 1 * * *", utc(2026, 10, 24, 12), [utc(2026, 10, 25, 0, 30)]),
        ("30 1 * * *", utc(2026, 3, 28, 12), [utc(2026, 3, 29, 1, 0)]),
        # Quarter past three is another time of the world in winter than in summer.
        ("15 3 * * *", utc(2026, 10, 24, 12), [utc(2026, 10, 25, 3, 15)]),
        ("15 3 * * *", utc(2026, 3, 28, 12), [utc(2026, 3, 29, 2, 15)]),
        ("0 * * * *", utc(2026, 10, 24, 22), [utc(2026, 10, 24, h) for h in (23,)]
            + [utc(2026, 10, 25, h) for h in range(5)]),
    ],
)  # fmt: skip
def test_times_are_londons_and_run_once_where_the_clocks_change(planned, times, begin, expected):
    planned(times)
    minutes = 24 * 60 if times[0] != "0" else 6 * 60
    for minute in range(0, minutes + 1, 10):
        tick(begin + datetime.timedelta(minutes=minute))

    assert [due for due, outcome, _ in outcomes() if outcome != clock.FIRST_SEEN] == expected


@pytest.mark.django_db
def test_a_job_that_fails_is_noted_and_stops_nobody(planned):
    planned("* * * * *", name="a.breaks", problem=ValueError("secret of somebody"))
    planned("* * * * *", name="b.refuses", problem=Refused("There is no room."))
    calls = planned("* * * * *", name="c.works")
    tick(utc(2026, 1, 1, 12, 0))

    assert tick(utc(2026, 1, 1, 12, 1)) == 3
    assert len(calls) == 1
    said = {run.job: (run.outcome, run.failed) for run in ScheduledRun.objects.order_by("due_at")}
    assert said == {
        "a.breaks": ("Stopped by an error (ValueError). The log of the clock says more.", True),
        "b.refuses": ("There is no room.", True),
        "c.works": ("Did it.", False),
    }


@pytest.mark.django_db
def test_a_clock_told_to_stop_begins_no_other_job(planned):
    planned("* * * * *")
    tick(utc(2026, 1, 1, 12, 0))
    told = threading.Event()
    told.set()

    assert clock.do_what_is_due(told) == 0


@pytest.mark.slow
def test_clocks_at_the_same_time_run_each_time_once(planned, at_once):
    calls = planned("* * * * *")
    tick(utc(2026, 1, 1, 12, 0))
    with time_machine.travel(utc(2026, 1, 1, 12, 1), tick=False):
        ran = at_once(lambda _: clock.do_what_is_due(GOING), range(6))

    assert sorted(ran) == [0, 0, 0, 0, 0, 1]
    assert len(calls) == 1


@pytest.mark.django_db
def test_the_clock_sleeps_until_something_is_due_and_a_minute_at_most(planned):
    planned("15 3 * * *")

    assert clock.seconds_to_sleep(utc(2026, 1, 1, 3, 14, 30)) == 30
    assert clock.seconds_to_sleep(utc(2026, 1, 1, 12)) == 60


class Told(threading.Event):
    """Told to stop after so many naps."""

    def __init__(self, naps):
        super().__init__()
        self.naps = naps

    def wait(self, timeout=None):
        self.naps -= 1
        if not self.naps:
            self.set()
        return self.is_set()


@pytest.mark.django_db
def test_the_clock_goes_on_when_the_database_comes_back(monkeypatch):
    looked = []

    def look(told):
        looked.append(told)
        if len(looked) == 1:
            raise DatabaseError("gone for a moment")

    monkeypatch.setattr(clock, "do_what_is_due", look)
    monkeypatch.setattr(clock, "close_old_connections", lambda: None)  # the test's own is needed
    clock.keep(Told(naps=2))

    assert len(looked) == 2


@pytest.mark.django_db
def test_somebody_can_have_a_job_run_now_and_it_is_audited(
    planned, django_capture_on_commit_callbacks
):
    calls = planned("15 3 * * *")
    team = UserFactory()
    with django_capture_on_commit_callbacks(execute=True):
        run = clock.run_now(schedule.job("invented.job"), by=team)
    run.refresh_from_db()

    assert len(calls) == 1
    assert run.outcome == "Did it."
    assert AuditEntry.objects.get().action == "core.run_job"
    with pytest.raises(Refused, match="this very minute"):
        clock.run_now(schedule.job("invented.job"), by=team)


@pytest.mark.django_db
def test_a_run_asked_for_is_carried_out_once_and_never_for_a_job_that_is_gone(planned):
    calls = planned("15 3 * * *")
    run = ScheduledRun.objects.create(job="invented.job", due_at=timezone.now())
    gone = ScheduledRun.objects.create(job="invented.gone", due_at=timezone.now())
    for pk in (run.pk, run.pk, gone.pk, 0):
        clock.run_started(pk)

    assert len(calls) == 1
    gone.refresh_from_db()
    assert gone.ended_at is None


def test_a_job_has_a_name_of_its_own_and_times_that_are_times(planned):
    planned("15 3 * * *")
    with pytest.raises(ValueError, match=r"two jobs called invented\.job"):
        schedule.at("* * * * *", "invented.job", "", str)
    with pytest.raises(ValueError, match=r"“61 3 \* \* \*” are no times for invented\.other"):
        schedule.at("61 3 * * *", "invented.other", "", str)


@pytest.mark.parametrize("job", schedule.jobs(), ids=lambda job: job.name)
def test_every_job_says_what_it_does_and_when(job):
    assert job.title[0].isupper()
    assert not job.title.endswith(".")
    assert job.words
    assert job.next_time(timezone.now()) > timezone.now() >= job.last_time(timezone.now())


@pytest.mark.django_db
@pytest.mark.parametrize(("due", "said"), [(0, "Sent 0 letters."), (1, "Sent 1 letter.")])
def test_letters_left_over_are_sent_every_minute(due, said):
    for number in range(due):
        Letter.objects.create(key=str(number), kind="invented.kind", to="mair@example.org")

    assert jobs.send_letters() == said


@pytest.mark.django_db
def test_old_runs_are_forgotten_but_the_last_of_each_job():
    now = timezone.now()
    for job, *ages in (("a", 1, 20, 30), ("b", 20, 30), ("c", 1)):
        for age in ages:
            due = now - datetime.timedelta(days=age)
            ScheduledRun.objects.create(job=job, due_at=due, outcome=str(age))

    assert jobs.prune() == "Forgot 0 finished tasks and 3 old runs."
    left = ScheduledRun.objects.values_list("job", "outcome").order_by("job")
    assert list(left) == [("a", "1"), ("b", "20"), ("c", "1")]
