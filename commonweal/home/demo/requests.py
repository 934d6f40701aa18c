"""Requests about data in the demo: one that waits for a steward, and two that were answered."""

import datetime
from random import Random

from django.db import transaction

from commonweal.core.models import User
from commonweal.core.privacy.declaring import Erasure
from commonweal.home.demo.people import MARK
from commonweal.home.demo.waves import noon
from commonweal.members.models import Member
from commonweal.stewardship.models import DataRequest, Kind, Status
from commonweal.stewardship.queries.requests import month_after

DAY = datetime.timedelta(days=1)
ERASED = {"title": "Your membership and profile", "rows": 1, "erasure": Erasure.BLANK.value}
HOW = {
    Kind.ERASURE: "By letter, from the address that stands in our list. Called back to make sure.",
    Kind.ACCESS: "By telephone. Asked for two things only they would know, and called back.",
}


@transaction.atomic
def add(seed: int, *, until: datetime.date, steward: User) -> None:
    """All three, where there are none yet."""
    if DataRequest.objects.exists():
        return
    known = Member.objects.filter(left_on=None, user=None, external_id__startswith=MARK)
    asking = Random(f"{seed}/requests").sample(list(known.order_by("pk")[:500]), 2)  # noqa: S311
    request(Kind.ERASURE, Status.ASKED, until - 6 * DAY, steward, asking[0])
    request(Kind.ACCESS, Status.EXPIRED, until - 40 * DAY, steward, asking[1])
    request(Kind.ERASURE, Status.DONE, until - 95 * DAY, steward, None)


def request(
    kind: Kind, status: Status, on: datetime.date, steward: User, member: Member | None
) -> None:
    """One request. Who was erased is nobody any more, and nothing they said is kept."""
    answered = None if status == Status.ASKED else noon(on + 3 * DAY)
    DataRequest.objects.create(
        kind=kind, status=status, member=member, name=member.name if member else "",
        reason=HOW[kind] if member else "", asked_by=steward, asked_at=noon(on),
        alive_at=noon(on), due_on=month_after(on), ended_at=answered,
        fetched_at=answered if kind == Kind.ACCESS else None,
        outcome=[] if member else [ERASED],
    )  # fmt: skip
