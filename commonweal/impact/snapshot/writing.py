"""Freezing the community: from the database to a folder of Parquet files and their manifest."""

import datetime
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import polars as pl
from django.conf import settings

from commonweal.core.errors import Refused
from commonweal.impact.snapshot import equalities, manifest, tables
from commonweal.impact.snapshot.manifest import File, Manifest
from commonweal.impact.snapshot.pseudonyms import kept_key
from commonweal.impact.snapshot.tables import COLUMNS, Row

# A part is sorted in memory, so its size and not that of the ledger decides how much is needed.
ROWS_A_PART = 250_000
Progress = Callable[[str, int, int], None]


def silent(stage: str, done: int, total: int) -> None:
    """Progress nobody watches."""


def freeze(
    folder: Path, *, as_of: datetime.date, today: datetime.date, progress: Progress = silent
) -> Manifest:
    """Write the community as it was on `as_of` to `folder`, whole or not at all.

    What members say of themselves has no history: it is taken as it stands now. Memory grows with
    the number of members, not with the ledger. Raises `Refused` for a day to come and for a folder
    that holds anything else than this very snapshot.
    """
    if as_of > today:
        raise Refused(f"{as_of:%-d %B %Y} is still to come: a snapshot shows what was.")
    folder = folder.absolute()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise Refused(f"{folder.parent} is not a folder.") from None
    with _partial(folder) as partial:
        made = _write(partial, as_of, progress)
        _put(partial, folder, made)
    return made


@contextmanager
def _partial(folder: Path) -> Iterator[Path]:
    """A folder to write in, beside the one asked for, gone when this ends badly."""
    partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        yield partial
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _put(partial: Path, folder: Path, made: Manifest) -> None:
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        if not _is_the_same(folder, made):
            raise Refused(
                f"{folder} already holds something else. A snapshot is never overwritten: choose "
                "another folder."
            )
        return
    partial.chmod(0o700)
    partial.replace(folder)


def _is_the_same(folder: Path, made: Manifest) -> bool:
    try:
        return manifest.verify(folder) == made
    except Refused:
        return False


def _write(folder: Path, as_of: datetime.date, progress: Progress) -> Manifest:
    # Read in this order, so that whatever a row points to was read after it and is there.
    end = tables.ledger_end()
    key = kept_key(settings.VAR)
    known = tables.people(key, as_of)
    files = [
        _table(folder, "members", tables.members(key, as_of, known), progress),
        _table(folder, "absences", tables.absences(as_of, known), progress),
        _table(folder, "waves", tables.waves(as_of), progress),
        _table(folder, "applications", tables.applications(key, as_of), progress),
        _table(folder, "equalities", equalities.tables(as_of, tables.OUTCOMES), progress),
        _table(folder, "answers", equalities.answers(), progress),
        _table(folder, "benchmarks", equalities.benchmarks(as_of), progress),
        _table(folder, "member_terms", tables.member_terms(known), progress),
        _table(folder, "organisations", tables.organisations(key), progress),
        _table(folder, "terms", tables.terms(), progress),
        _table(folder, "offers", tables.offers(), progress),
    ]
    parts, left_out = _participation(folder, as_of, end, known, progress)
    made = Manifest(
        community=settings.COMMUNITY_NAME,
        invented=settings.DEMO,
        as_of=as_of,
        files=tuple(sorted(files + parts, key=lambda file: file.name)),
        left_out=left_out,
    )
    (folder / manifest.NAME).write_text(made.text(), encoding="utf-8")
    return made


def _table(folder: Path, table: str, rows: Iterable[Row], progress: Progress) -> File:
    frames = [_frame(table, chunk) for chunk in _chunks(rows)]
    file = _save(folder, table, f"{table}.parquet", frames)
    progress(table, file.rows, file.rows)
    return file


def _participation(
    folder: Path, as_of: datetime.date, end: int, known: dict[int, str], progress: Progress
) -> tuple[list[File], int]:
    ledger = tables.ledger(as_of, end)
    total, done, left_out = ledger.count(), 0, 0
    files: list[File] = []
    frames: list[pl.DataFrame] = []
    for chunk in _chunks(tables.participation(ledger)):
        of_members = [(day, known[pk], *rest) for day, pk, *rest in chunk if pk in known]
        left_out += len(chunk) - len(of_members)
        done += len(chunk)
        frames.append(_frame("participation", of_members))
        if sum(map(len, frames)) >= ROWS_A_PART:
            files.append(_part(folder, len(files), frames))
            frames = []
        progress("participation", done, total)
    if frames or not files:
        files.append(_part(folder, len(files), frames))
    return files, left_out


def _part(folder: Path, number: int, frames: list[pl.DataFrame]) -> File:
    return _save(folder, "participation", f"participation-{number:05}.parquet", frames)


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    source = iter(rows)
    while chunk := list(islice(source, tables.CHUNK)):
        yield chunk


def _frame(table: str, rows: list[Row]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=COLUMNS[table], orient="row")


def _save(folder: Path, table: str, name: str, frames: list[pl.DataFrame]) -> File:
    """Write rows in one order, whatever order they came in, with every setting fixed."""
    frame = pl.concat([_frame(table, []), *frames]).sort(*COLUMNS[table], nulls_last=True)
    path = folder / name
    frame.write_parquet(
        path, compression="zstd", compression_level=3, statistics=True, row_group_size=100_000
    )
    path.chmod(0o600)
    return File(name=name, table=table, rows=len(frame), sha256=manifest.sha256(path))
