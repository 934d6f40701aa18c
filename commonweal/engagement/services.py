"""Writing to the ledger."""

import datetime
import hashlib
import re
from collections.abc import Iterable
from itertools import islice

from commonweal.core.errors import Refused
from commonweal.engagement.models import Depth, Mode, Part, Participation
from commonweal.engagement.offers import OFFERS
from commonweal.members.models import Member

LONGEST_KEY = 160
ADDRESS = re.compile(r"[^\s:@]+@[^\s:@]+")
BATCH = 1000


def entry(
    member: Member,
    offer: str,
    *,
    day: datetime.date,
    key: str,
    part: str = Part.TOOK_PART,
    what: str = "",
    depth: str = "",
    mode: str = "",
    central: bool | None = None,
) -> Participation:
    """A ledger row, not yet saved, with the depth, mode and running that its offer declares.

    `depth`, `mode` and `central` say otherwise for this one row. Raises `Refused` for an offer,
    part, depth or mode nobody declared.
    """
    declared = OFFERS.get(offer)
    if declared is None:
        raise Refused(f"There is no offer called “{offer}”.")
    row = Participation(
        member=member,
        offer=declared.code,
        depth=depth or declared.depth,
        mode=mode or declared.mode,
        part=part,
        day=day,
        central=declared.central if central is None else central,
        what=what,
        key=key,
    )
    for name, choices in (("part", Part), ("depth", Depth), ("mode", Mode)):
        if getattr(row, name) not in choices.values:
            raise Refused(f"There is no {name} called “{getattr(row, name)}”.")
    return row


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
    nobody declared and for a day on which they were not a member.
    """
    if not member.is_current(day) and day != member.left_on:
        raise Refused(f"{member} was not a member on {day.isoformat()}.")
    record_many([entry(member, offer, day=day, key=key, part=part, what=what)])


def record_many(rows: Iterable[Participation]) -> None:
    """Add many rows at once, read as a stream; those whose key is known already are left out."""
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        Participation.objects.bulk_create(batch, ignore_conflicts=True)


def short_key(text: str) -> str:
    """A key of any length, made to fit: the same text always gives the same key.

    No address of anybody is in it: the ledger cannot be changed when somebody is to be erased.
    """
    text = ADDRESS.sub(_unnamed, text)
    if len(text) <= LONGEST_KEY:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()
    return f"{text[: LONGEST_KEY - len(digest) - 1]}:{digest}"


def _unnamed(address: re.Match[str]) -> str:
    return f"address-{hashlib.sha256(address[0].lower().encode()).hexdigest()[:24]}"
