"""What this app keeps about people, why, and for how long."""

import datetime

from django.db.models import Q

from commonweal.core.privacy.declaring import (
    Basis,
    Erasure,
    Keep,
    Rows,
    nothing_personal,
    outside,
    personal,
)
from commonweal.core.privacy.people import Person
from commonweal.stewardship.models import DataRequest, RetentionRun
from commonweal.stewardship.services import copies

YEARS = datetime.timedelta(days=365.25)


def requests_about(person: Person) -> Rows:
    """What was asked about the person, by themselves or for them."""
    about = Q(pk__in=[])
    if person.user is not None:
        about |= Q(user=person.user)
    if person.member is not None:
        about |= Q(member=person.member)
    if person.emails:
        about |= Q(email__in=person.emails)
    return DataRequest.objects.filter(about)


def forget_requests(person: Person) -> int:
    """Empty the requests of somebody who is erased; their copies go with them."""
    return copies.forget(requests_about(person))


nothing_personal(
    RetentionRun,
    because="It holds how many rows went by which rule, never whose. Who started it, a steward, "
    "is emptied with their account.",
)

personal(
    DataRequest,
    title="Your requests about your data",
    purpose="To answer within the month the law gives, and to be able to show that we did.",
    basis=Basis.LEGAL,
    holds={
        "kind": "What was asked for",
        "status": "How far it is",
        "user": "The account it is about",
        "member": "The membership it is about",
        "email": "The address it is about",
        "name": "The name it was asked under",
        "reason": "What was said with it",
        "asked_by": "Who noted it",
        "asked_at": "When it was asked",
        "due_on": "The day it has to be answered by",
        "problem": "Why it was refused, or what went wrong",
        "ended_at": "When it was answered",
        "fetched_at": "When a copy was last fetched",
        "expires_at": "When a copy is removed",
    },
    plain=("alive_at", "stage", "done", "total", "file", "size", "outcome"),
    of=requests_about,
    erasure=Erasure.BLANK,
    erase=forget_requests,
    seen_by="You and the stewards.",
    keep=[
        Keep(
            2 * YEARS,
            "ended_at",
            "It is removed two years after it was answered: by then nobody has to show that it "
            "was answered in time.",
        )
    ],
    forever="It stays until it is answered.",
)

outside(
    "Copies of people’s data",
    app="stewardship",
    purpose="To give people the copy of their data they asked for.",
    basis=Basis.LEGAL,
    holds="Everything that is kept about one person, in one file each.",
    how_long="Fourteen days, or until the person asks for a new copy.",
    erased="They are removed with the person.",
    seen_by="The person, or the steward who had it made for them; each download is logged.",
)
