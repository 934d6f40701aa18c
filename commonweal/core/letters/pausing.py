"""Who has paused mail. Core knows no members, so the app that does says so."""

from collections.abc import Callable

_ASKED: list[Callable[[str], bool]] = []


def ask(has_paused: Callable[[str], bool]) -> None:
    """Have `has_paused(address)` asked before a letter goes that is not `needed`.

    Call it in `AppConfig.ready`. The address is in lower case.
    """
    if has_paused not in _ASKED:
        _ASKED.append(has_paused)


def has_paused(address: str) -> bool:
    """Whether the person at this address wants no letters but those they need."""
    return any(one(address) for one in _ASKED)
