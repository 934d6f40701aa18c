"""Imports from the desk: a file is kept, checked, shown, taken on confirmation, and forgotten."""

import datetime
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from commonweal.core import audit
from commonweal.core.errors import Refused
from commonweal.core.models import FileJob, User
from commonweal.core.tables.importing import Tally
from commonweal.home.transfers import importing

Status = FileJob.Status
LARGEST = 200 * 1024 * 1024
STILL = datetime.timedelta(minutes=2)
KEPT = datetime.timedelta(days=30)
UNFINISHED = (Status.WAITING, Status.RUNNING)


def imports() -> QuerySet[FileJob]:
    """Every import there was or is, latest first."""
    return (
        FileJob.objects.filter(kind__startswith="import:")
        .select_related("by")
        .order_by("-created_at", "-pk")
    )


@transaction.atomic
def receive(
    kind: str, upload: File[bytes], *, by: User, mapping: str = "", own: File[bytes] | None = None
) -> FileJob:
    """Keep a file and have it checked: nothing of it is taken yet.

    `mapping` is the name of one that ships; `own` is a mapping file of one's own, and goes first.
    """
    if (upload.size or 0) > LARGEST:
        raise Refused("The file is larger than 200 MB. Import it with the command line.")
    path = _keep(upload, ".csv")
    options = {"mapping": str(_keep(own, ".toml")) if own else mapping, "step": "check"}
    job = FileJob.objects.create(
        kind=f"import:{kind}",
        status=Status.WAITING,
        file_name=(upload.name or "file")[:200],
        path=str(path),
        options=options,
        by=by,
    )
    audit.record(f"import.{kind}.upload", by=by, on=job, file=job.file_name)
    return job


@transaction.atomic
def confirm(job: FileJob, *, by: User) -> None:
    """Have a checked file taken. Raises `Refused` when that is asked for twice."""
    _claim(job, [Status.CHECKED], "This file is being imported already, or is no longer here.")
    audit.record(f"{job.kind.replace(':', '.')}.confirm", by=by, on=job, file=job.file_name)


@transaction.atomic
def start_again(job: FileJob, *, by: User) -> None:
    """Go on with an import that stopped. Rows that are in are recognised and left."""
    if not is_stuck(job):
        raise Refused("This import has not stopped.")
    _claim(job, [Status.FAILED, *UNFINISHED], "This file is no longer here.")
    audit.record(f"{job.kind.replace(':', '.')}.again", by=by, on=job, file=job.file_name)


@transaction.atomic
def discard(job: FileJob, *, by: User) -> None:
    """Forget a file without taking it, or what is left of one that could not be taken."""
    if job.status == Status.DONE or (job.status in UNFINISHED and job.options["step"] == "take"):
        raise Refused("Only a file that was not imported can be discarded.")
    audit.record(f"{job.kind.replace(':', '.')}.discard", by=by, on=job, file=job.file_name)
    forget_files(job, rejects=True)
    job.delete()


def is_stuck(job: FileJob) -> bool:
    """Whether an import failed on the way, or has shown no sign of life for two minutes."""
    if job.options.get("step") != "take" or not Path(job.path).is_file():
        return False
    alive = datetime.datetime.fromisoformat(job.options["alive"])
    return job.status == Status.FAILED or (
        job.status in UNFINISHED and timezone.now() - alive > STILL
    )


def go(pk: int) -> None:
    """What the task worker does with a job: check its file, or take it."""
    job = FileJob.objects.filter(pk=pk, status=Status.WAITING).first()
    if job is None:
        return
    job.status = Status.RUNNING
    job.save(update_fields=["status"])
    step = _check if job.options["step"] == "check" else _take
    try:
        step(job)
    except Refused as refusal:
        _fail(job, str(refusal))
    except Exception:
        _fail(
            job, "Something went wrong on our side. What came before is in; nothing is half done."
        )
        raise


def rejects_path(job: FileJob) -> Path:
    """Where the refused rows of a job are."""
    return Path(f"{job.path}.rejects")


def forget_files(job: FileJob, *, rejects: bool = False) -> None:
    """Remove what was uploaded: people's data is kept in one place, not two."""
    own = Path(str(job.options.get("mapping", "")))
    for path in (Path(job.path), *([own] if own.parent == folder() else [])):
        path.unlink(missing_ok=True)
    if rejects:
        rejects_path(job).unlink(missing_ok=True)


def strays(now: datetime.datetime) -> list[Path]:
    """Files in our folder that nothing touched for 30 days."""
    before = (now - KEPT).timestamp()
    return [path for path in folder().iterdir() if path.stat().st_mtime < before]


def remove_strays(now: datetime.datetime) -> int:
    """Remove the files nothing touched for 30 days. How many there were."""
    found = strays(now)
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def folder() -> Path:
    """Where uploaded files wait. Nothing serves it."""
    place = Path(settings.VAR) / "transfers"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def _keep(upload: File[bytes], suffix: str) -> Path:
    path = folder() / f"{secrets.token_hex(12)}{suffix}"
    path.touch(mode=0o600)
    with path.open("wb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    return path


def _claim(job: FileJob, expected: list[Status], refusal: str) -> None:
    options = {**job.options, "step": "take", "alive": timezone.now().isoformat()}
    claimed = FileJob.objects.filter(pk=job.pk, status__in=expected).update(
        status=Status.WAITING, options=options, done=0, message=""
    )
    if not claimed or not Path(job.path).is_file():
        raise Refused(refusal)
    job.refresh_from_db()


def _check(job: FileJob) -> None:
    prepared = _prepared(job)
    outcome = importing.check(prepared, on_progress=_progress(job))
    shown = importing.preview(prepared, outcome.first_rejects)
    job.outcome = {**importing.summary(outcome), "preview": shown}
    job.status = Status.CHECKED
    job.save(update_fields=["status", "outcome"])


def _take(job: FileJob) -> None:
    prepared = _prepared(job)
    outcome = importing.take(prepared, rejects=rejects_path(job), on_progress=_progress(job))
    with transaction.atomic():
        job.outcome = importing.summary(outcome)
        job.status = Status.DONE
        job.ended_at = timezone.now()
        job.save(update_fields=["status", "outcome", "ended_at"])
        importing.audit_run(job, by=job.by)
    forget_files(job)


def _prepared(job: FileJob) -> importing.Prepared:
    kind = job.kind.partition(":")[2]
    prepared = importing.prepare(kind, Path(job.path), str(job.options["mapping"]))
    job.total = prepared.source.records
    job.save(update_fields=["total"])
    return prepared


def _progress(job: FileJob) -> Any:
    def note(tally: Tally) -> None:
        job.done = tally.rows
        job.options["alive"] = timezone.now().isoformat()
        job.save(update_fields=["done", "options"])

    return note


def _fail(job: FileJob, message: str) -> None:
    job.status = Status.FAILED
    job.message = message
    job.ended_at = timezone.now()
    job.save(update_fields=["status", "message", "ended_at"])
    if job.options["step"] == "check":
        forget_files(job)
