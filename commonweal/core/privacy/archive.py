"""One person's archive: pages to read, the same as JSON, and their files, in one zip."""

import datetime
import json
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from commonweal.core.privacy.declaring import Declared
from commonweal.core.privacy.people import Person
from commonweal.core.privacy.reading import YOU, Item, Part, Progress, parts

# What a copy leaves out, said in the copy itself.
LEFT_OUT = (
    "Who else took part. Where somebody else read, decided or changed something of yours, the copy "
    "says that it was done and when, but not by whom: that is about them.",
    "Passwords, keys, codes and the like. The copy says that they are kept. Most are kept in a "
    "form from which nobody can tell them.",
    "Copies under a code name that figures are made from. They hold no name, no address and "
    "nothing that anybody wrote.",
    "What you have not been told yet. What was noted or decided about an application, and letters "
    "that have not gone, are in copies made once you have been told.",
    "Back-ups. They hold what stands here, as it was on an earlier day, and are overwritten in "
    "turn.",
)
# A table is easier to read than boxes while it is narrow and its cells are short.
COLUMNS, CELL = 7, 60


def write(
    person: Person, path: Path, *, made_at: datetime.datetime, progress: Progress | None = None
) -> int:
    """Write the archive of this person to `path`, readable by its owner alone. Its size in bytes.

    A file that is half written stands beside it and is never left there.
    """
    found = parts(person, progress=progress)
    unfinished = path.with_suffix(".part")
    try:
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as z:
            z.writestr("index.html", page(found, made_at=made_at))
            z.writestr("data.json", data(found, made_at=made_at))
            _add_files(z, found)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path.stat().st_size


def page(found: Sequence[Part], *, made_at: datetime.datetime) -> str:
    """The archive as a page that needs nothing but itself and the files beside it."""
    context = {
        "made_at": made_at,
        "held": [part for part in found if part.rows],
        "empty": [part for part in found if not part.rows],
        "left_out": LEFT_OUT,
        "as_table": as_table,
        "how_long": how_long,
    }
    return render_to_string("privacy/archive.jinja", context)


def data(found: Sequence[Part], *, made_at: datetime.datetime) -> str:
    """The archive as JSON: every table with its purpose, and every row under its fields' names."""
    said = {
        "community": settings.COMMUNITY_NAME,
        "made_at": made_at,
        "left_out": LEFT_OUT,
        "tables": [_table(part) for part in found],
    }
    return json.dumps(said, indent=2, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    """A day or a time as ISO 8601 writes it, anything else as its words."""
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return str(value)


def how_long(declared: Declared) -> list[str]:
    """How long the rows of a table are kept, a sentence a rule."""
    return [*dict.fromkeys(rule.why for rule in declared.keep), *filter(None, [declared.forever])]


def as_table(part: Part) -> list[list[Item]]:
    """The rows of a table where they are short and alike, without what merely says “you”; or none.

    The first row stands for the head.
    """
    rows = [[item for item in row if item.words != YOU] for row in part.rows]
    alike = {tuple(item.name for item in row) for row in rows}
    narrow = all(len(row) <= COLUMNS for row in rows)
    short = all(len(item.words) <= CELL for row in rows for item in row)
    return rows if len(rows) > 1 and len(alike) == 1 and narrow and short else []


def _table(part: Part) -> dict[str, Any]:
    declared = part.declared
    return {
        "model": declared.model._meta.label,
        "title": declared.title,
        "purpose": declared.purpose,
        "lawful_basis": declared.basis.value,
        "special_category": declared.special,
        "seen_by": declared.seen_by,
        "how_long": how_long(declared),
        "fields": declared.holds,
        "rows": [{item.name: item.value for item in row} for row in part.rows],
    }


def _add_files(z: zipfile.ZipFile, found: Sequence[Part]) -> None:
    for part in found:
        for stored in part.files:
            with stored.field.storage.open(stored.name) as file:
                z.writestr(stored.address, file.read())
