"""What somebody with a conflict of interest is not shown, though their role would let them.

Core knows no applications, so the app that does says which letters and which rows of the audit log.
"""

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Q, QuerySet

from commonweal.core.models import AuditEntry, Letter, User

CONFLICT = "You have a conflict of interest, so this letter is for somebody else of the team."

Letters = Callable[[User, Collection[Letter]], set[int]]
Targets = Callable[[User], QuerySet[Any, str]]
_ASKED: dict[str, tuple[Letters, Targets]] = {}


def ask(app: str, *, letters: Letters, targets: Targets) -> None:
    """Have an app asked before letters and audit rows are shown. Call it in `AppConfig.ready`.

    `letters(user, some)` gives the keys of those of `some` that this user must not read;
    `targets(user)` the targets, as the audit log writes them, whose rows they must not see.
    """
    _ASKED[app] = (letters, targets)


def letters_from(user: User, some: Collection[Letter]) -> set[int]:
    """The primary keys of those letters that this user must not read."""
    found: set[int] = set()
    for letters, _ in _ASKED.values():
        found |= letters(user, some)
    return found


def entries_from(user: User, some: Collection[AuditEntry]) -> set[int]:
    """The primary keys of those audit rows that this user must not see."""
    if not some:
        return set()
    shown = AuditEntry.objects.filter(pk__in=[one.pk for one in some])
    return set(shown.filter(_targets_from(user)).values_list("pk", flat=True))


def entries_for(user: User, rows: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
    """These rows without those that this user must not see."""
    return rows.exclude(_targets_from(user))


def _targets_from(user: User) -> Q:
    found = Q(pk__in=[])
    for _, targets in _ASKED.values():
        found |= Q(target__in=targets(user))
    return found
