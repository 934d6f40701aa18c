"""Those who were admitted and have not joined yet."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from commonweal.core.models import User
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


def admitted_at(email: str) -> Application | None:
    """The newest application from this address that was admitted, once its applicant may know."""
    mine = _told(Status.ADMITTED).filter(email=email.strip().lower())
    return mine.order_by("-decided_at", "-pk").first()


def without_account() -> list[Application]:
    """Those admitted, told so, whose address has no account yet."""
    known = User.objects.filter(email=OuterRef("email"))
    waiting = _told(Status.ADMITTED).exclude(email="").exclude(Exists(known))
    return list(waiting.order_by("decided_at", "pk"))


def _of(user: Any, status: Status) -> Application | None:
    mine = _told(status).filter(email__in=confirmed_addresses(user))
    whole = mine.select_related("wave", "organisation", "nation")
    return whole.order_by("-decided_at", "-pk").first()


def _told(status: Status) -> QuerySet[Application]:
    """Applications in a state that can no longer be undone. An invited one has no decision."""
    fresh = Decision.objects.filter(
        application=OuterRef("pk"), undone_at=None, at__gt=timezone.now() - HOLD
    )
    return Application.objects.filter(status=status, erased_on=None).exclude(Exists(fresh))
