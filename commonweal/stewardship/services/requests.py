"""Asking for one's data or to be erased, and what stewards answer."""

from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from commonweal.core import audit
from commonweal.core.errors import Refused
from commonweal.core.letters import writing
from commonweal.core.models import User
from commonweal.core.privacy.people import Person
from commonweal.core.states import move
from commonweal.equalities import services as equalities
from commonweal.stewardship.models import DataRequest, Kind, Status
from commonweal.stewardship.queries import people
from commonweal.stewardship.queries import requests as queries
from commonweal.stewardship.services import copies
from commonweal.stewardship.steps import ACCESS, ERASURE

FOR_OTHERS = "This copy was made for somebody else. Note a request to have one of your own."
ASKED_ALREADY = "This was asked for already. See how far it is below."


@transaction.atomic
def ask_for_own_copy(user: User) -> DataRequest:
    """Have a copy of everything about somebody made for themselves.

    A copy from before is removed. Raises `Refused` while one is being made.
    """
    for before in queries.own_copies(user).filter(status=Status.READY):
        copies.remove(before, by=user)
    asked = _ask(Kind.ACCESS, Status.WAITING, by=user, user=user)
    copies.make_soon(asked)
    return asked


@transaction.atomic
def ask_for_own_erasure(user: User, *, reason: str = "") -> DataRequest:
    """Ask the stewards to erase oneself, with whatever one wants them to know.

    Raises `Refused` when it was asked for already.
    """
    asked = _ask(Kind.ERASURE, Status.ASKED, by=user, user=user, reason=reason)
    _write(asked, "stewardship.erasure_asked", user.email)
    return asked


@transaction.atomic
def open_request(key: str, kind: str, *, by: User, reason: str) -> DataRequest:
    """Note what somebody asked a steward for. `key` is theirs, of `queries.people.find`.

    A copy is set going at once. Raises `Refused` for somebody nothing is known of, and for a
    request that is open already.
    """
    match = people.match(key)
    if match is None:
        raise Refused("There is nothing about this person here.")
    about, _, pk = match.key.partition(":")
    values = {"email": match.email} if about == "email" else {f"{about}_id": int(pk)}
    start = Status.WAITING if kind == Kind.ACCESS else Status.ASKED
    asked = _ask(kind, start, by=by, name=match.name, reason=reason, **values)
    if kind == Kind.ACCESS:
        copies.make_soon(asked)
    return asked


@transaction.atomic
def take_back(request: DataRequest, *, by: User) -> None:
    """Take back one's wish to be erased. Raises `Refused` when it was answered."""
    move(request, ERASURE, Status.TAKEN_BACK, by=by, also={"ended_at": timezone.now()})


@transaction.atomic
def refuse(request: DataRequest, *, by: User, why: str) -> None:
    """Answer a wish to be erased with no, for a reason the person is told.

    Raises `Refused` when it was answered already.
    """
    also = {"ended_at": timezone.now(), "problem": why}
    move(request, ERASURE, Status.REFUSED, by=by, also=also)
    _write(request, "stewardship.erasure_refused", address_of(request), why=why)


@transaction.atomic
def try_again(request: DataRequest, *, by: User) -> None:
    """Make a copy whose making failed or stopped. Raises `Refused` while there is hope for it."""
    if request.status == Status.RUNNING and queries.is_stuck(request):
        move(request, ACCESS, Status.FAILED, by=by)
    if request.status == Status.WAITING and queries.is_stuck(request):
        audit.record("stewardship.copy_again", by=by, on=request)
    else:
        move(request, ACCESS, Status.WAITING, by=by, also={"problem": ""})
    copies.make_soon(request)


@transaction.atomic
def fetch(request: DataRequest, *, by: User) -> Path:
    """The file of a copy, on its way to whoever downloads it now. Each time is in the audit log.

    Where somebody downloads another's equalities answers, that is in the log of reads as well.
    Raises `Refused` when the copy is not ready, its time is over, or somebody else asked for it.
    """
    path = copies.path_of(request)
    if request.asked_by_id != by.pk:
        raise Refused(FOR_OTHERS)
    if not request.is_here or not path.is_file():
        raise Refused("This copy is not here any more. Ask for a new one.")
    if request.user_id != by.pk:
        _note_reads(request, by=by)
    DataRequest.objects.filter(pk=request.pk).update(fetched_at=timezone.now())
    audit.record("stewardship.copy_fetched", by=by, on=request)
    return path


def address_of(request: DataRequest) -> str:
    """Where a letter about this request goes, or nothing where no address is known."""
    person: Person = people.person_of(request, by=None)
    if person.user is not None and person.user.is_active:
        return person.user.email
    return next(iter(sorted(person.emails)), "")


def _note_reads(request: DataRequest, *, by: User) -> None:
    person = people.person_of(request, by=by)
    equalities.note_copy(person.subjects, by=by, case=f"Request {request.pk}")


def _ask(kind: str, status: str, *, by: User, **values: object) -> DataRequest:
    try:
        with transaction.atomic():
            asked = DataRequest.objects.create(
                kind=kind,
                status=status,
                asked_by=by,
                due_on=queries.month_after(timezone.localdate()),
                **values,
            )
    except IntegrityError:
        raise Refused(ASKED_ALREADY) from None
    audit.record(f"stewardship.{kind.lower()}_asked", by=by, on=asked)
    return asked


def _write(request: DataRequest, code: str, to: str, **context: object) -> None:
    if to:
        address = f"{settings.SITE_URL}{reverse('stewardship:my_data')}"
        context = {"address": address, "due_on": request.due_on, **context}
        writing.send(code, to=to, key=f"{code}:{request.pk}", context=context)
