"""Two who decide at the same time: one wins, the other reads who decided what."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connections

from commonweal.core.errors import Refused
from commonweal.core.models import AuditEntry, Letter
from commonweal.joining.models import Decision, Reading, Status
from commonweal.joining.services.deciding import Choice, decide
from commonweal.joining.services.sharing import share_out
from tests.joining.deciding import ADMIT, REFUSE, reader_of, sent, team_member, was_read, wave_with

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def at_once(*jobs):
    """What each job returned or raised as `Refused`, all begun at the same moment.

    The tests' SQLite is in memory, where a writer does not wait for another but is sent away at
    once; a file's writers wait. So who is sent away tries again, as the file's writers do.
    """
    gate = threading.Barrier(len(jobs))

    def run(job):
        try:
            gate.wait()
            return patiently(job)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def patiently(job):
    for _ in range(400):
        try:
            return job()
        except Refused as refusal:
            return refusal
        except OperationalError as problem:
            if "locked" not in str(problem):
                raise
            time.sleep(0.02)
    raise AssertionError("The database stayed locked")


def refusals(results):
    return [str(one) for one in results if isinstance(one, Refused)]


def test_of_two_deciders_one_wins_and_the_other_reads_who_and_what():
    wave = wave_with()
    application = was_read(wave, reader_of(wave))
    ann, bea = team_member(name="Ann"), team_member(name="Bea")

    results = at_once(
        lambda: decide(application, ADMIT, by=ann), lambda: decide(application, REFUSE, by=bea)
    )

    decision = Decision.objects.get()
    words = f"Decided by {decision.by} on .*: {decision.get_outcome_display()}"
    assert len(refusals(results)) == 1
    with pytest.raises(Refused, match=words):
        raise next(one for one in results if isinstance(one, Refused))
    application.refresh_from_db()
    assert application.status in (Status.ADMITTED, Status.REFUSED)
    steps = AuditEntry.objects.filter(
        action__in=["joining.application_admitted", "joining.application_refused"]
    )
    assert (steps.count(), Letter.objects.count()) == (1, 1)


def test_two_admitted_at_once_do_not_take_the_same_last_place():
    wave = wave_with(places=1)
    reader = reader_of(wave)
    one, other = was_read(wave, reader), was_read(wave, reader)
    ann, bea = team_member(), team_member()

    results = at_once(lambda: decide(one, ADMIT, by=ann), lambda: decide(other, ADMIT, by=bea))

    assert len(refusals(results)) == 1
    assert "The only place of this wave is taken" in refusals(results)[0]
    assert wave.applications.filter(status=Status.ADMITTED).count() == 1


def test_one_who_decides_twice_at_once_decides_once():
    wave = wave_with()
    application, ann = was_read(wave, reader_of(wave)), team_member()

    results = at_once(*[lambda: decide(application, Choice("WAIT"), by=ann)] * 4)

    assert len(refusals(results)) == 3
    assert Decision.objects.count() == 1


def test_sharing_out_twice_at_once_asks_nobody_too_many():
    wave = wave_with(readers_each=2)
    for _ in range(3):
        reader_of(wave)
    for _ in range(6):
        sent(wave)
    ann = team_member()

    at_once(*[lambda: share_out(wave, by=ann)] * 3)

    assert Reading.objects.count() == 12
