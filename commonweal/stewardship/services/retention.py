"""Removing what is kept for too long, a rule at a time."""

import datetime
import logging
from collections.abc import Callable, Collection, Iterator
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from commonweal.core import audit
from commonweal.core.errors import Refused
from commonweal.core.models import User
from commonweal.core.privacy import keeping
from commonweal.stewardship.models import RetentionRun
from commonweal.stewardship.queries.parts import heading_of
from commonweal.stewardship.queries.retention import Line, outside_lines, rule_lines

# A run that says nothing for so long has died, and another may begin.
LONGEST = datetime.timedelta(hours=1)
# What gathers while a demo is tried out. The rest of it is an invented history.
GATHERS_IN_DEMO = {"account", "signing-in", "running"}
log = logging.getLogger(__name__)


@transaction.atomic
def start(*, by: User) -> RetentionRun:
    """Have the rules carried out in the background. Raises `Refused` while a run goes on."""
    from commonweal.stewardship.tasks import retain  # noqa: PLC0415 -- tasks import this module

    run = _begin(by=by)
    transaction.on_commit(lambda: retain.enqueue(run.pk))
    return run


def run(*, by: User | None, now: datetime.datetime | None = None) -> RetentionRun:
    """Carry out every rule as of `now`, each in a transaction of its own, and note what it did.

    `by` is None when the clock does it. A rule that fails changes nothing, is noted with its
    failure, and stops no other. Raises `Refused` while another run goes on.
    """
    begun = _begin(by=by)
    return carry_out(begun, now=now or timezone.now())


def run_by_clock() -> RetentionRun:
    """What is done every night: every rule; in the demo, none that would empty its history."""
    if not settings.DEMO:
        return run(by=None)
    return carry_out(_begin(by=None), now=timezone.now(), parts=GATHERS_IN_DEMO)


def carry_out(
    run: RetentionRun, *, now: datetime.datetime, parts: Collection[str] = ()
) -> RetentionRun:
    """Do what a run has begun for: all rules, or those of `parts` where some are named.

    It is done once, however often the task is run.
    """
    if run.ended_at is not None:
        return run
    for line, do in _everything(now):
        if parts and heading_of(line.app).key not in parts:
            continue
        rows, problem = _tried(line, do)
        if rows or problem:
            run.counts.append(
                {"key": line.key, "what": line.words, "how": line.how, "rows": rows}
                | ({"problem": problem} if problem else {})
            )
        run.rows += rows
        run.failures += bool(problem)
    run.ended_at = timezone.now()
    with transaction.atomic():
        run.save()
        audit.record("stewardship.retain", by=run.by, on=run, rows=run.rows, failures=run.failures)
    return run


def _begin(*, by: User | None) -> RetentionRun:
    running = RetentionRun.objects.filter(ended_at=None, started_at__gt=timezone.now() - LONGEST)
    if running.exists():
        raise Refused("This is being done at the moment. Look again in a few minutes.")
    return RetentionRun.objects.create(by=by)


def _everything(now: datetime.datetime) -> Iterator[tuple[Line, Callable[[], int]]]:
    for line, rule in rule_lines():
        yield line, partial(keeping.carry_out, rule, now)
    for line, what in outside_lines():
        if what.remove is not None:
            yield line, partial(what.remove, now)


def _tried(line: Line, do: Callable[[], int]) -> tuple[int, str]:
    """How many rows, and what went wrong; nothing of anybody is in either."""
    try:
        with transaction.atomic():
            return do(), ""
    except Exception as problem:
        log.exception("The rule of retention %s did not work", line.key)
        return 0, type(problem).__name__
