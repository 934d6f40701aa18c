"""Those who were admitted and have not joined yet."""

from typing import Any

from commonweal.joining.models import Application, Status
from commonweal.joining.queries.applications import confirmed_addresses


def admitted_for(user: Any) -> Application | None:
    """The newest application by which the owner of this account may join now."""
    return _of(user, Status.ADMITTED)


def missed_by(user: Any) -> Application | None:
    """The newest application of this account whose place was not taken up in time."""
    return _of(user, Status.NOT_TAKEN_UP)


def _of(user: Any, status: Status) -> Application | None:
    mine = Application.objects.filter(status=status, email__in=confirmed_addresses(user))
    return (
        mine.select_related("wave", "organisation", "nation").order_by("-decided_at", "-pk").first()
    )
