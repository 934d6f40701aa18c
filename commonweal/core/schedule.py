"""What is done by the clock. An app names its own in `schedule.py`, imported by its `AppConfig`."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Job:
    """Something done at times given as five cron fields, in the time zone of the settings.

    `do` returns a sentence for the desk: what it did.
    """

    name: str
    title: str
    times: str
    do: Callable[[], str]


_ALL: dict[str, Job] = {}


def at(times: str, name: str, title: str, do: Callable[[], str]) -> None:
    """Have `do` called at these times. Raises `ValueError` for a name that is taken."""
    if name in _ALL:
        raise ValueError(f"There are two jobs called {name}")
    _ALL[name] = Job(name, title, times, do)


def jobs() -> list[Job]:
    """Everything that is done by the clock, by name."""
    return [_ALL[name] for name in sorted(_ALL)]
