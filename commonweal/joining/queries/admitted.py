"""Those who were admitted and have not joined yet."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from commonweal.joining.models import Application, Decision, Status
from commonweal.joining.queries.applications import confirmed_addresses
from commonweal.joining.queries.deciding import HOLD


def admitted_for(user: Any) -> Application | None:
    """The newest application by which the owner of this account may join now.

    One whose letter has not gone yet is none: the decision can still be undone.
    """
    return _of(user, Status.ADMITTED)


def missed_by(user: Any) -> Application | None:
    """The newest application of this account whose place was not taken up in time."""
    return _of(user, Status.NOT_TAKEN_UP)


def _of(user: Any, status: Status) -> Application | None:
    mine = Application.objects.filter(status=status, email__in=confirmed_addresses(user))
    fresh = Decision.objects.filter(
        application=OuterRef("pk"), undone_at=None, at__gt=timezone.now() - HOLD
    )
    return (
        mine.exclude(Exists(fresh))
        .select_related("wave", "organisation", "nation")
        .order_by("-decided_at", "-pk")
        .first()
    )
