"""What imports keep about people, and rules that need to know of every app."""

import datetime
from collections.abc import Iterator
from pathlib import Path

from commonweal.core.models import FileJob, User
from commonweal.core.privacy.declaring import Basis, Erasure, Keep, keep_also, outside, personal
from commonweal.core.privacy.people import of_user
from commonweal.home.transfers import jobs

DAYS = datetime.timedelta(days=1)
# Whoever has none of these was never more than somebody who once signed in.
NEVER_MORE = {
    "member": None,
    "applications": None,
    "role_grants": None,
    "is_staff": False,
    "is_superuser": False,
}
UNUSED = "An account that led to nothing is removed two years after it was last used."


def kept_files(job: FileJob) -> Iterator[Path]:
    """The files we keep of an import. One given on the command line is the operator’s own."""
    own = Path(str(job.options.get("mapping", "")))
    for path in (Path(job.path), jobs.rejects_path(job), own):
        if path.parent == jobs.folder():
            yield path


personal(
    FileJob,
    title="Files you imported",
    purpose="To bring in lists of people and of what they took part in, and to say how it went.",
    basis=Basis.INTERESTS,
    holds={
        "by": "Who brought the file",
        "file_name": "Name of the file",
        "path": "Where the file and its refused rows lie",
        "outcome": "How many rows, a sample of them before they are taken, and why some were not",
        "message": "What went wrong",
        "kind": "What it was a list of",
        "created_at": "When it was brought",
        "ended_at": "When it was done",
    },
    plain=("status", "options", "total", "done"),
    of=of_user(FileJob, "by"),
    erasure=Erasure.KEEP,
    seen_by="The team.",
    keep=[
        Keep(
            30 * DAYS,
            "ended_at",
            "Refused rows are removed 30 days after the import: by then they were mended or given "
            "up.",
            fields=("path",),
            only={"status": FileJob.Status.DONE},
            files=kept_files,
        ),
        Keep(
            90 * DAYS,
            "ended_at",
            "How it went is removed after 90 days. The audit log keeps the counts.",
            only={"status": FileJob.Status.DONE},
            files=kept_files,
        ),
        Keep(
            30 * DAYS,
            "created_at",
            "What was never taken is removed after 30 days, its file with it.",
            only={"status__in": ["CHECKED", "WAITING", "RUNNING", "FAILED"]},
            files=kept_files,
        ),
    ],
)

outside(
    "Files that wait to be imported",
    app="home",
    purpose="To check a list before it is taken, and to give back the rows that were refused.",
    basis=Basis.INTERESTS,
    holds="Whatever columns the list has: names, addresses, roles, what people took part in.",
    how_long="A file is removed once it was taken, and after 30 days at the latest.",
    erased="They are gone by then.",
    seen_by="The team.",
    due=lambda now: len(jobs.strays(now)),
    remove=jobs.remove_strays,
)

keep_also(User, Keep(730 * DAYS, "last_login", UNUSED, only=NEVER_MORE))
keep_also(
    User,
    Keep(
        730 * DAYS,
        "joined_at",
        "An account nobody ever used is removed after two years.",
        only={**NEVER_MORE, "last_login": None},
    ),
)
keep_also(
    User,
    Keep(
        6 * 365 * DAYS,
        "member__left_on",
        "The account of a former member is removed six years after they left. Who held an office "
        "stays with what was decided under it.",
        only={"role_grants": None, "is_staff": False, "is_superuser": False},
    ),
)
