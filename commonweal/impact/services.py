"""Freezing the community from the desk, and publishing what came of it."""

import datetime
import secrets
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from commonweal.core import audit
from commonweal.core.disclosure import MINIMUM
from commonweal.core.errors import Refused
from commonweal.core.models import User
from commonweal.impact import tasks
from commonweal.impact.figures.making import draw_all
from commonweal.impact.models import Snapshot
from commonweal.impact.queries import figures_folder
from commonweal.impact.snapshot.comparing import apart
from commonweal.impact.snapshot.frozen import opened
from commonweal.impact.snapshot.writing import freeze

UNFINISHED = (Snapshot.Status.WAITING, Snapshot.Status.RUNNING)
# A task that died with its worker must not keep everybody from asking again.
GIVEN_UP_AFTER = datetime.timedelta(hours=6)


@transaction.atomic
def ask(as_of: datetime.date, *, by: User | None) -> Snapshot:
    """Have a snapshot and its figures made in the background.

    Raises `Refused` for a day to come, and while another is being made.
    """
    if as_of > timezone.localdate():
        raise Refused("A snapshot shows what was: choose today or an earlier day.")
    unfinished = Snapshot.objects.filter(status__in=UNFINISHED)
    unfinished.filter(asked_at__lt=timezone.now() - GIVEN_UP_AFTER).update(
        status=Snapshot.Status.FAILED, message="It was cut short. Make a new snapshot."
    )
    if unfinished.exists():
        raise Refused("A snapshot is being made. Ask for the next one when it is ready.")
    snapshot = Snapshot.objects.create(as_of=as_of, asked_by=by)
    audit.record("impact.ask_for_snapshot", by=by, on=snapshot, as_of=as_of.isoformat())
    transaction.on_commit(lambda: tasks.make_snapshot.enqueue(snapshot.pk))
    return snapshot


def make(pk: int) -> Snapshot:
    """Freeze the community and draw its figures, saying on the record how far it is."""
    snapshot = Snapshot.objects.get(pk=pk)
    snapshot.status = Snapshot.Status.RUNNING
    snapshot.save(update_fields=["status"])
    try:
        _make(snapshot)
    except Exception as problem:
        snapshot.status = Snapshot.Status.FAILED
        known = isinstance(problem, Refused)
        snapshot.message = (
            str(problem) if known else f"It could not be made: {type(problem).__name__}."
        )
        snapshot.save(update_fields=["status", "message"])
        if not known:
            raise
    return snapshot


def _make(snapshot: Snapshot) -> None:
    name = f"{snapshot.as_of.isoformat()}-{secrets.token_hex(4)}"
    folder = Path(settings.SNAPSHOT_ROOT) / name

    def progress(stage: str, done: int, total: int) -> None:
        words = stage.replace("_", " ")
        Snapshot.objects.filter(pk=snapshot.pk).update(stage=words, done=done, total=total)

    today = timezone.localdate()
    made = freeze(folder / "tables", as_of=snapshot.as_of, today=today, progress=progress)
    draw_all(opened(folder / "tables"), figures_folder(name), progress=progress)
    snapshot.status = Snapshot.Status.DONE
    snapshot.folder, snapshot.digest = name, made.digest()
    snapshot.save(update_fields=["status", "folder", "digest"])


@transaction.atomic
def publish(snapshot: Snapshot, *, by: User | None) -> Snapshot:
    """Show the figures of this snapshot to everybody, in place of those shown before.

    Raises `Refused` while they are not ready, and when they differ by fewer than ten people from
    figures published before: whoever compared the two could tell about one of them.
    """
    if snapshot.status != Snapshot.Status.DONE:
        raise Refused("This snapshot is not ready, so its figures cannot be published.")
    if not (figures_folder(snapshot.folder) / "index.json").is_file():
        raise Refused("The figures of this snapshot are no longer here. Make a new snapshot.")
    check_apart(snapshot)
    snapshot.published_at = timezone.now()
    snapshot.published_by = by
    snapshot.save(update_fields=["published_at", "published_by"])
    audit.record("impact.publish_snapshot", by=by, on=snapshot, digest=snapshot.digest)
    return snapshot


def check_apart(snapshot: Snapshot) -> None:
    """Refuse figures that differ by a few people from any published before and still here."""
    root = Path(settings.SNAPSHOT_ROOT)
    before = Snapshot.objects.exclude(published_at=None).exclude(pk=snapshot.pk)
    for one in before.order_by("-published_at", "-pk"):
        few = apart(root / one.folder / "tables", root / snapshot.folder / "tables")
        if few is not None and few < MINIMUM:
            raise Refused(
                f"These figures differ from those of {one.as_of:%-d %B %Y} by {few} "
                f"{'person' if few == 1 else 'people'} only, so that comparing them could tell "
                f"about somebody. Publish again when {MINIMUM} or more have joined, left, applied "
                "or changed what they say."
            )


def make_and_publish(as_of: datetime.date) -> Snapshot:
    """Make and publish in one go, as the demo does. Raises `Refused` where it cannot be made."""
    snapshot = make(Snapshot.objects.create(as_of=as_of).pk)
    if snapshot.status == Snapshot.Status.FAILED:
        raise Refused(snapshot.message)
    return publish(snapshot, by=None)
