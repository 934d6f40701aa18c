"""Doing what is due by the clock: each time once, however many processes look at it."""

import datetime
import logging
import threading

from django.db import DatabaseError, close_old_connections, transaction
from django.utils import timezone

from commonweal.core import audit, schedule
from commonweal.core.errors import Refused
from commonweal.core.models import ScheduledRun, User

FIRST_SEEN = "Seen for the first time. It waits for its next time."
FAILED = "Stopped by an error ({}). The log of the clock says more."
LONGEST_SLEEP = 60.0
log = logging.getLogger(__name__)


def keep(told_to_stop: threading.Event) -> None:
    """Do what is due, sleep until something is, and so on until told to stop.

    A database that goes away for a while does not end it.
    """
    while not told_to_stop.is_set():
        close_old_connections()
        try:
            do_what_is_due(told_to_stop)
        except DatabaseError:
            log.exception("The clock could not reach its tables and tries again")
        told_to_stop.wait(seconds_to_sleep(timezone.now()))


def do_what_is_due(told_to_stop: threading.Event) -> int:
    """Run each job whose time has come, one after the other. How many ran.

    A time missed while nothing ran is made up once, not as often as it was missed.
    """
    done = 0
    for job in schedule.jobs():
        if told_to_stop.is_set():
            break
        if run := claimed(job, timezone.now()):
            carry_out(job, run)
            done += 1
    return done


def seconds_to_sleep(now: datetime.datetime) -> float:
    """Until the next job is due; never so long that a changed clock would matter."""
    waits = [(job.next_time(now) - now).total_seconds() for job in schedule.jobs()]
    return min([*waits, LONGEST_SLEEP])


def claimed(job: schedule.Job, now: datetime.datetime) -> ScheduledRun | None:
    """The run of this job that is due and nobody else's. None when there is none.

    A job the clock meets for the first time has missed nothing: it waits for its next time.
    """
    due = job.last_time(now)
    latest = ScheduledRun.objects.filter(job=job.name).order_by("-due_at").first()
    if latest and latest.due_at >= due:
        return None
    run, made = ScheduledRun.objects.get_or_create(job=job.name, due_at=due)
    if made and latest is None:
        ended(run, FIRST_SEEN)
        return None
    return run if made else None


def carry_out(job: schedule.Job, run: ScheduledRun) -> None:
    """Call the job and note what it says. One that fails stops nobody."""
    try:
        ended(run, job.do())
    except Refused as refusal:
        ended(run, str(refusal), failed=True)
    except Exception as problem:
        log.exception("%s did not work", job.name)
        ended(run, FAILED.format(type(problem).__name__), failed=True)


def ended(run: ScheduledRun, outcome: str, *, failed: bool = False) -> None:
    run.outcome, run.failed, run.ended_at = outcome[:300], failed, timezone.now()
    run.save(update_fields=["outcome", "failed", "ended_at"])


@transaction.atomic
def run_now(job: schedule.Job, *, by: User) -> ScheduledRun:
    """Have a job run in the background without waiting for its time.

    Raises `Refused` when it has been started this very minute.
    """
    from commonweal.core.tasks import run_job  # noqa: PLC0415 -- tasks import this module

    minute = timezone.now().replace(second=0, microsecond=0)
    run, made = ScheduledRun.objects.get_or_create(job=job.name, due_at=minute)
    if not made:
        raise Refused("It was started this very minute. Wait a minute, then try again.")
    audit.record("core.run_job", by=by, on=run, job=job.name)
    transaction.on_commit(lambda: run_job.enqueue(run.pk))
    return run


def run_started(pk: int) -> None:
    """Carry out a run somebody asked for; once, however often the task is run."""
    run = ScheduledRun.objects.filter(pk=pk, ended_at=None).first()
    job = schedule.job(run.job) if run else None
    if run and job:
        carry_out(job, run)
