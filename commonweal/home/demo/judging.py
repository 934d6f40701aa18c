"""How the demo's applications were read and decided."""

import datetime
from collections.abc import Iterable, Sequence
from itertools import cycle
from random import Random

from commonweal.core.models import User
from commonweal.home.demo.applicants import said
from commonweal.joining.models import (
    Application,
    Criterion,
    Decision,
    Reading,
    Score,
    SecondLook,
    Status,
    Wave,
)

DAY = datetime.timedelta(days=1)
UNREAD = (Status.DRAFT, Status.LAPSED, Status.SENT, Status.WITHDRAWN)
OUTCOMES = {
    Status.ADMITTED: "ADMIT",
    Status.JOINED: "ADMIT",
    Status.NOT_TAKEN_UP: "ADMIT",
    Status.WAITING: "WAIT",
    Status.REFUSED: "REFUSE",
    Status.SECOND_LOOK: "REFUSE",
    Status.REFUSED_AGAIN: "REFUSE",
}
SCORED = {"ADMIT": (2, 3, 3), "WAIT": (2, 2, 3), "REFUSE": (0, 1, 1, 2)}


def read_and_decide(
    waves: Iterable[Wave], readers: Sequence[User], *, partner: User, rng: Random
) -> None:
    """Readings, scores, decisions and second looks of all applications that got so far."""
    for wave in waves:
        able = [*readers, partner] if wave.partner_id else list(readers)
        pairs = cycle([(able[n], able[(n + 1) % len(able)]) for n in range(len(able))])
        criteria = list(wave.criteria.order_by("order"))
        decider = partner if wave.partner_id else readers[0]
        got_so_far = wave.applications.exclude(status__in=UNREAD).order_by("pk")
        for application, pair in zip(list(got_so_far), pairs, strict=False):
            read(application, pair, criteria, rng)
            if application.status in OUTCOMES:
                decide(application, decider, rng)


def read(
    application: Application, readers: Sequence[User], criteria: Sequence[Criterion], rng: Random
) -> None:
    """Two readings each; of those being read now, some are not finished."""
    for reader in readers:
        sent_at = application.sent_at or application.started_at
        reading = Reading(
            application=application, reader=reader, assigned_at=application.wave.closes_at + DAY
        )
        unfinished = application.status == Status.READING and rng.random() < 0.6
        if not unfinished:
            outcome = OUTCOMES.get(Status(application.status), "ADMIT")
            reading.advice = {"WAIT": "UNSURE"}.get(outcome, outcome)
            reading.reason = rng.choice(said(reading.advice.lower()))
            reading.finished_at = max(sent_at, application.wave.closes_at) + DAY * rng.uniform(2, 9)
        reading.save()
        if not unfinished:
            score(reading, outcome, criteria, rng)


def score(reading: Reading, outcome: str, criteria: Sequence[Criterion], rng: Random) -> None:
    given = [(criterion, rng.choice(SCORED[outcome])) for criterion in criteria]
    Score.objects.bulk_create(
        Score(
            reading=reading,
            criterion=criterion,
            value=value,
            reason=rng.choice(said(("low", "low", "middle", "high")[value])),
        )
        for criterion, value in given
    )


def decide(application: Application, by: User, rng: Random) -> None:
    """The decision that led to the state the application is in."""
    at = application.wave.closes_at + DAY * rng.uniform(12, 20)
    outcome = OUTCOMES[Status(application.status)]
    refused = outcome == "REFUSE"
    Decision.objects.create(
        application=application,
        outcome=outcome,
        reason=rng.choice(said("reason" if refused else "admit")),
        change=rng.choice(said("change")) if refused else "",
        by=by,
        at=at,
    )
    application.decided_at = at
    application.save(update_fields=["decided_at"])
    if application.status in (Status.SECOND_LOOK, Status.REFUSED_AGAIN):
        SecondLook.objects.create(
            application=application,
            words=said("second")[SecondLook.objects.count() % len(said("second"))],
            asked_at=at + 2 * DAY,
        )
    if application.status == Status.REFUSED_AGAIN:
        other = application.readings.exclude(reader=by).first()
        Decision.objects.create(
            application=application, look=2, outcome="REFUSE", reason=said("reason")[0],
            by=other.reader if other else None, at=at + 3 * DAY,
        )  # fmt: skip
