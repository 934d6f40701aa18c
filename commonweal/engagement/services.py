"""Writing to the ledger."""

import datetime

from commonweal.core.errors import Refused
from commonweal.engagement.models import Part, Participation
from commonweal.engagement.offers import OFFERS
from commonweal.members.models import Member


def entry(
    member: Member,
    offer: str,
    *,
    day: datetime.date,
    key: str,
    part: str = Part.TOOK_PART,
    what: str = "",
) -> Participation:
    """A ledger row, not yet saved, with the depth, mode and running that its offer declares.

    Raises `Refused` for an offer nobody declared.
    """
    declared = OFFERS.get(offer)
    if declared is None:
        raise Refused(f"There is no offer called “{offer}”.")
    return Participation(
        member=member,
        offer=declared.code,
        depth=declared.depth,
        mode=declared.mode,
        part=part,
        day=day,
        central=declared.central,
        what=what,
        key=key,
    )


def record(
    member: Member,
    offer: str,
    *,
    day: datetime.date,
    key: str,
    part: str = Part.TOOK_PART,
    what: str = "",
) -> None:
    """Note that `member` took part. The same `key` again changes nothing.

    Call it inside the transaction of whatever the member did. Raises `Refused` for an offer
    nobody declared.
    """
    record_many([entry(member, offer, day=day, key=key, part=part, what=what)])


def record_many(rows: list[Participation]) -> None:
    """Add many rows at once; those whose key is known already are left out."""
    Participation.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
