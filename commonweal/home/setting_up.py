"""What has to be done before the first page can be served; each step is skipped when it is done."""

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from commonweal.core.errors import Refused
from commonweal.core.models import User
from commonweal.members.models import Member, Organisation

Say = Callable[[str], None]


@contextmanager
def step(what: str, say: Say) -> Iterator[None]:
    """Says what is being done, and how many seconds it took when that was two or more."""
    say(f"{what} …")
    started = time.monotonic()
    yield
    seconds = time.monotonic() - started
    if seconds >= 2:
        say(f"  done in {seconds:.0f} seconds")


def migrations_are_due() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate(say: Say) -> None:
    """Bring the database to this version of Commonweal."""
    settings.VAR.mkdir(parents=True, exist_ok=True)
    if migrations_are_due():
        with step("Preparing the database", say):
            call_command("migrate", verbosity=0, interactive=False)


def static_fingerprint() -> str:
    """Changes when any static file of any app does."""
    found = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            about = Path(storage.path(path)).stat()
            found.update(f"{path} {about.st_size} {about.st_mtime_ns}\n".encode())
    return found.hexdigest()


def static_is_ready() -> bool:
    """Whether pages can link to their stylesheets: the list of collected files is there."""
    return (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()


def collect_static(say: Say) -> None:
    """Copy and compress stylesheets, scripts and fonts to where the web server reads them."""
    now, stamp = static_fingerprint(), Path(settings.STATIC_ROOT) / ".made-from"
    if static_is_ready() and stamp.exists() and stamp.read_text() == now:
        return
    with step("Collecting stylesheets and scripts", say):
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(now)


def is_empty() -> bool:
    """Whether nobody and nothing has been put into this database yet."""
    return not any(model.objects.exists() for model in (User, Member, Organisation))


def load_demo(say: Say) -> None:
    """Invent a community, in the demo, where there is none yet; go on where one was cut short.

    Its history ends on the day it was begun, so that going on makes the same community.
    """
    begun = settings.VAR / "demo.begun"
    if not settings.DEMO or not (begun.exists() or is_empty()):
        return
    if not begun.exists():
        begun.write_text(timezone.localdate().isoformat())
    with step("Inventing a demo community", say):
        call_command("demo", until=date.fromisoformat(begun.read_text()))
    begun.unlink()


def refuse_former_demo() -> None:
    """Raises `Refused` where the demo's people are and the demo is off.

    While it was on, anybody could become the team and leave themselves a way back in.
    """
    if not settings.DEMO and User.objects.filter(email__endswith="@demo.invalid").exists():
        raise Refused(
            f"{settings.VAR} holds the demo community, in which anybody could make themselves the "
            "team. Real people need a folder of their own: set COMMONWEAL_VAR to a new one."
        )


def prepare(say: Say) -> None:
    """All steps, in order."""
    migrate(say)
    collect_static(say)
    load_demo(say)
