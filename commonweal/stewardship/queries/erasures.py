"""What erasing somebody would do, for the steward to read before."""

from dataclasses import dataclass

from commonweal.core.models import User
from commonweal.core.privacy import erasing
from commonweal.core.privacy.declaring import Erasure
from commonweal.core.privacy.erasing import Found
from commonweal.stewardship.models import DataRequest
from commonweal.stewardship.queries import people


@dataclass(frozen=True)
class Plan:
    """What is deleted, what is emptied and what stays, table by table."""

    goes: tuple[Found, ...]
    emptied: tuple[Found, ...]
    stays: tuple[Found, ...]


def plan(request: DataRequest, *, by: User) -> Plan:
    """What erasing the person of this request would do today."""
    found = erasing.plan(people.person_of(request, by=by))
    ways = {way: [one for one in found if one.declared.erasure is way] for way in Erasure}
    return Plan(*(tuple(ways[way]) for way in (Erasure.DELETE, Erasure.BLANK, Erasure.KEEP)))
