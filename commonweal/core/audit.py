from typing import Any

from django.db import models

from commonweal.core.models import AuditEntry, User


def record(action: str, *, by: User | None, on: models.Model, **detail: Any) -> None:
    """Note that `by` did `action` to `on`. Call it inside the service's transaction.

    `by` is None when the system itself acts, as an import from the command line does. `detail`
    holds what changed, as values JSON can carry; never special-category data.
    """
    AuditEntry.objects.create(
        action=action, actor=by, target=f"{on._meta.label}:{on.pk}", detail=detail
    )
