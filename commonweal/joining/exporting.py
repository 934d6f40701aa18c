"""What a copy of somebody's data gives of joining, where others' names stand beside their own."""

from typing import Any

from commonweal.core.privacy.people import Person
from commonweal.joining.models import Invitation
from commonweal.joining.services import erasing

TO_OTHERS = "Sent by you to somebody else, who is not named here"


def invitations(person: Person) -> list[dict[str, Any]]:
    """Invitations to the person in full; of those they sent to others, when they did."""
    return [_given(one, person) for one in erasing.invitations(person).order_by("pk")]


def _given(one: Invitation, person: Person) -> dict[str, Any]:
    when = {"made_at": one.made_at, "used_at": one.used_at, "withdrawn_at": one.withdrawn_at}
    if one.email.lower() not in person.emails:
        return {"email": TO_OTHERS, **when}
    return {"email": one.email, "name": one.name, "note": one.note, **when}
