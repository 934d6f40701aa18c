"""What the outbox and the audit log keep from somebody with a conflict of interest."""

from collections.abc import Collection
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat

from commonweal.core.models import Letter, User
from commonweal.joining.models import Application, Decision
from commonweal.joining.queries.deciding import letter_key
from commonweal.joining.queries.readers import open_to

ABOUT = ("joining.", "belonging.")


def closed_to(user: User) -> QuerySet[Application]:
    """Applications that are theirs, or that they have a conflict of interest with."""
    return Application.objects.filter(~open_to(user))


def letters_from(user: User, letters: Collection[Letter]) -> set[int]:
    """Those of these letters that tell of applications closed to them, by address or by key."""
    ours = [
        one for one in letters if one.kind.startswith(ABOUT) and not one.key.startswith("test:")
    ]
    marks = _marks(user) if ours else set()
    return {one.pk for one in ours if marks & {one.to, one.key, *one.key.split(":")}}


def _marks(user: User) -> set[str]:
    """What letters about the applications closed to them are known by."""
    closed = closed_to(user)
    marks = {letter_key(one) for one in Decision.objects.filter(application__in=closed)}
    for ref, *addresses in closed.values_list("ref", "email", "user__email"):
        marks |= {ref, *(address.lower() for address in addresses if address)}
    return marks


def targets_from(user: User) -> QuerySet[Any, str]:
    """The applications closed to them, as the audit log writes them."""
    number = Cast("pk", CharField())
    target = Concat(Value(f"{Application._meta.label}:"), number)
    return closed_to(user).order_by().annotate(as_target=target).values_list("as_target", flat=True)
