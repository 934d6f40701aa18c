"""Making copies of people's data in the background, and removing them when their time is over."""

import datetime
import secrets
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from commonweal.core import audit
from commonweal.core.errors import Refused
from commonweal.core.letters import writing
from commonweal.core.models import User
from commonweal.core.privacy import archive
from commonweal.core.privacy.reading import Progress
from commonweal.core.states import move
from commonweal.stewardship.models import DataRequest, Kind, Status
from commonweal.stewardship.queries import people
from commonweal.stewardship.queries.requests import UNFINISHED
from commonweal.stewardship.steps import ACCESS

KEPT = datetime.timedelta(days=14)
DEAD = datetime.timedelta(minutes=15)
FAILED = "Something went wrong on our side, and nothing was made. Try again, or write to us."
STOPPED = "The making stopped half way. Try again."


def make_soon(request: DataRequest) -> None:
    """Have the copy made in the background once the transaction is through."""
    from commonweal.stewardship.tasks import make_copy  # noqa: PLC0415 -- tasks import this module

    DataRequest.objects.filter(pk=request.pk).update(alive_at=timezone.now(), done=0, stage="")
    transaction.on_commit(lambda: make_copy.enqueue(request.pk))


def make(pk: int) -> None:
    """Make the copy of one request, if it waits for that. A failure is noted and raised again."""
    request = DataRequest.objects.filter(pk=pk, status=Status.WAITING).first()
    if request is None or not _begun(request):
        return
    path = folder() / f"{secrets.token_hex(16)}.zip"
    try:
        person = people.person_of(request, by=request.asked_by)
        made_at = timezone.now()
        size = archive.write(person, path, made_at=made_at, progress=_note(request))
        _finish(request, path, size)
    except Exception as problem:
        path.unlink(missing_ok=True)
        _fail(request, str(problem) if isinstance(problem, Refused) else FAILED)
        if not isinstance(problem, Refused):
            raise


def path_of(request: DataRequest) -> Path:
    """Where the file of a copy is, or was."""
    return folder() / (request.file or "none")


def folder() -> Path:
    """Where copies wait to be fetched. Nothing serves it, and its owner alone may look in."""
    place = Path(settings.VAR) / "archives"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


@transaction.atomic
def remove(request: DataRequest, *, by: User | None) -> None:
    """Remove a copy, or give up making one. Raises `Refused` when it is gone already."""
    path, now = path_of(request), timezone.now()
    also = {"file": "", "expires_at": None, "ended_at": request.ended_at or now}
    move(request, ACCESS, Status.EXPIRED, by=by, also=also)
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


@transaction.atomic
def forget(requests: QuerySet[DataRequest]) -> int:
    """Empty requests of whom they are about, and remove their copies. How many there were."""
    found = list(requests)
    for request in found:
        if request.kind == Kind.ACCESS and request.status != Status.EXPIRED:
            remove(request, by=None)
    rows = DataRequest.objects.filter(pk__in=[request.pk for request in found])
    rows.update(user=None, member=None, email="", name="", reason="", problem="")
    return len(found)


def remove_expired() -> str:
    """Remove the copies whose fourteen days are over, and files that no request knows of."""
    now = timezone.now()
    ended = list(DataRequest.objects.filter(status=Status.READY, expires_at__lte=now))
    for request in ended:
        remove(request, by=None)
    known = set(DataRequest.objects.filter(status=Status.READY).values_list("file", flat=True))
    for path in folder().iterdir():
        lost = path.stat().st_mtime < (now - DEAD).timestamp() and path.name not in known
        if lost:
            path.unlink(missing_ok=True)
    return f"Removed {len(ended)} {'copy' if len(ended) == 1 else 'copies'}."


def note_dead() -> str:
    """Give up copies whose making gave no sign of life for a quarter of an hour."""
    before = timezone.now() - DEAD
    dead = list(DataRequest.objects.filter(status=Status.RUNNING, alive_at__lte=before))
    for request in dead:
        _fail(request, STOPPED)
    return f"Found {len(dead)} that had stopped."


def _begun(request: DataRequest) -> bool:
    """Whether it was this process that took the request."""
    try:
        with transaction.atomic():
            move(request, ACCESS, Status.RUNNING, by=None, also={"alive_at": timezone.now()})
    except Refused:
        return False
    return True


def _note(request: DataRequest) -> Progress:
    def note(stage: str, done: int, total: int) -> None:
        DataRequest.objects.filter(pk=request.pk).update(
            stage=stage[:120], done=done, total=total, alive_at=timezone.now()
        )

    return note


@transaction.atomic
def _finish(request: DataRequest, path: Path, size: int) -> None:
    now = timezone.now()
    also = {"file": path.name, "size": size, "expires_at": now + KEPT, "ended_at": now}
    move(request, ACCESS, Status.READY, by=None, also=also)
    if request.user is not None and request.user == request.asked_by:
        writing.send(
            "stewardship.copy_ready",
            to=request.user.email,
            key=f"stewardship.copy_ready:{request.pk}:{path.stem[:8]}",
            context={
                "address": f"{settings.SITE_URL}{reverse('stewardship:my_data')}",
                "until": timezone.localdate(now + KEPT),
            },
        )


@transaction.atomic
def _fail(request: DataRequest, problem: str) -> None:
    """Note why there is no copy, unless the request has gone on otherwise meanwhile."""
    fresh = DataRequest.objects.filter(pk=request.pk, status__in=UNFINISHED).first()
    if fresh is not None:
        move(fresh, ACCESS, Status.FAILED, by=None, also={"problem": problem})
        audit.record("stewardship.copy_failed", by=None, on=fresh)
