"""Erasing people who asked for it."""

from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from commonweal.core.errors import Refused
from commonweal.core.letters import writing
from commonweal.core.models import STAFF_ROLES, Letter, Role, RoleGrant, User
from commonweal.core.privacy import erasing
from commonweal.core.privacy.people import Person
from commonweal.core.states import move
from commonweal.search import services as search
from commonweal.stewardship.models import DataRequest, Kind, Status
from commonweal.stewardship.queries import people
from commonweal.stewardship.services.requests import address_of
from commonweal.stewardship.steps import ERASURE

TOLD = "stewardship.erased"
GONE = (Letter.Status.SENT, Letter.Status.UNSURE, Letter.Status.FAILED, Letter.Status.CANCELLED)


@transaction.atomic
def erase(request: DataRequest, *, by: User) -> None:
    """Erase the person of this request, for good and at once, and tell them by a last letter.

    Raises `Refused` for somebody who holds an office, and when the request was answered already.
    """
    locked = DataRequest.objects.select_for_update().get(pk=request.pk)
    person = people.person_of(locked, by=by)
    check_may_go(person)
    address = address_of(locked)
    needles = {one.lower() for one in person.emails}
    open_ones = [locked, *_others(locked, person)]
    done = erasing.erase(person)
    search.scrub()
    for one in open_ones:
        one.refresh_from_db()
        also: dict[str, Any] = {"ended_at": timezone.now(), "outcome": _told(done)}
        move(one, ERASURE, Status.DONE, by=by, also=also)
    if address:
        writing.send(TOLD, to=address, key=f"{TOLD}:{locked.pk}", context={})
    transaction.on_commit(partial(_forget_rejects, needles))
    request.refresh_from_db()


def _others(request: DataRequest, person: Person) -> list[DataRequest]:
    """What else the person, or somebody for them, asked to have erased."""
    same = Q(user=person.user) if person.user else Q(pk__in=[])
    same |= Q(member=person.member) if person.member else Q(pk__in=[])
    same |= Q(email__in=person.emails)
    asked = DataRequest.objects.filter(same, kind=Kind.ERASURE, status=Status.ASKED)
    return list(asked.exclude(pk=request.pk))


def check_may_go(person: Person) -> None:
    """Refuse to erase somebody who holds an office: others rely on it, and on its record."""
    if person.user is None:
        return
    held = RoleGrant.objects.filter(user=person.user, ended_at=None, role__in=STAFF_ROLES)
    offices = [Role(role).label.lower() for role in held.values_list("role", flat=True)]
    if offices:
        raise Refused(
            f"This person holds the role of {' and '.join(sorted(set(offices)))}. "
            "End the role first: whoever looks after others cannot be erased while they do."
        )
    if person.user.is_superuser or person.user.is_staff:
        raise Refused("This account runs the site. Take that right away from it first.")


def hindrance(user: User) -> str:
    """Why this account cannot be erased now, in a sentence, or nothing."""
    try:
        check_may_go(Person(user=user))
    except Refused as refusal:
        return str(refusal)
    return ""


def forget_addresses() -> str:
    """Empty the letters that told people they were erased, once they have gone."""
    told = Letter.objects.filter(kind=TOLD, status__in=GONE).exclude(to="")
    emptied = told.update(to="", body="")
    return f"Emptied {emptied} {'letter' if emptied == 1 else 'letters'}."


def _told(done: list[erasing.Found]) -> list[dict[str, Any]]:
    return [
        {
            "title": found.declared.title,
            "rows": found.rows,
            "erasure": found.declared.erasure.value,
        }
        for found in done
    ]


def _forget_rejects(needles: set[str]) -> None:
    """Remove files of refused rows in which one of these addresses stands."""
    for path in (Path(settings.VAR) / "transfers").glob("*.rejects"):
        if _mentions(path, needles):
            path.unlink(missing_ok=True)


def _mentions(path: Path, needles: set[str]) -> bool:
    with path.open(encoding="utf-8", errors="replace") as lines:
        return any(needle in line.lower() for line in lines for needle in needles)
