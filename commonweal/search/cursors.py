"""Where a page of results ends, as text that can stand in an address."""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import NamedTuple

LONGEST = 1_200


class Cursor(NamedTuple):
    """The place of a document among the results; places sort as the results do."""

    tier: int
    sort: str
    pk: int


def encode(place: Cursor) -> str:
    return urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def decode(text: str) -> Cursor | None:
    """The place this text stands for; None for anything that never was a cursor of ours."""
    if not text or len(text) > LONGEST:
        return None
    try:
        tier, sort, pk = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError, TypeError, RecursionError):
        return None
    whole = isinstance(tier, int) and isinstance(pk, int) and 0 <= pk < 2**63
    if not whole or not isinstance(sort, str) or not sort.isprintable():
        return None
    return Cursor(tier, sort, pk)
