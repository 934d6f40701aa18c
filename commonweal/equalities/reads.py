"""Writing down who opened answers."""

import uuid

from commonweal.core.models import User
from commonweal.equalities.models import ReadEntry


def note(
    kind: ReadEntry.Kind,
    *,
    by: User | None,
    why: ReadEntry.Why,
    whose: uuid.UUID | None = None,
    case: str = "",
) -> None:
    """Add a row to the log of reads. `by` is None when a machine reads, as for a snapshot."""
    ReadEntry.objects.create(kind=kind, by=by, why=why, whose=whose, case=case)
