"""What is done by the clock. An app names its own in `schedule.py`, imported by its `AppConfig`."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from cronsim import CronSim, CronSimError
from django.utils import timezone


@dataclass(frozen=True)
class Job:
    """Something done at times given as five cron fields, in the time zone of the settings.

    `do` returns a sentence for the desk: what it did.
    """

    name: str
    title: str
    times: str
    do: Callable[[], str]

    def last_time(self, now: datetime.datetime) -> datetime.datetime:
        """When it was last due, `now` included."""
        # Backwards, a moment after a full minute begins with that minute.
        local = timezone.localtime(now).replace(microsecond=1)
        return next(CronSim(self.times, local, reverse=True)).astimezone(datetime.UTC)

    def next_time(self, now: datetime.datetime) -> datetime.datetime:
        """When it is due next, after `now`."""
        return next(CronSim(self.times, timezone.localtime(now))).astimezone(datetime.UTC)

    @property
    def words(self) -> str:
        """Its times as people say them: “At 03:15 every day”."""
        return CronSim(self.times, timezone.localtime()).explain()


_ALL: dict[str, Job] = {}


def at(times: str, name: str, title: str, do: Callable[[], str]) -> None:
    """Have `do` called at these times.

    Raises `ValueError` for a name that is taken, and for times that are none.
    """
    if name in _ALL:
        raise ValueError(f"There are two jobs called {name}")
    try:
        CronSim(times, timezone.localtime())
    except CronSimError as problem:
        raise ValueError(f"“{times}” are no times for {name}: {problem}") from problem
    _ALL[name] = Job(name, title, times, do)


def jobs() -> list[Job]:
    """Everything that is done by the clock, by name."""
    return [_ALL[name] for name in sorted(_ALL)]


def job(name: str) -> Job | None:
    """The job with this name, if there is one."""
    return _ALL.get(name)
