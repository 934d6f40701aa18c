"""Taking one file: which importer, which mapping, where refused rows go, and what is noted."""

import csv
import datetime
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from django.utils import timezone
from django.utils.formats import date_format

from commonweal.core import audit
from commonweal.core.errors import Refused
from commonweal.core.models import FileJob, User
from commonweal.core.tables import mapping_files
from commonweal.core.tables.importing import Importer, Reject, Run, Seen, Tally
from commonweal.core.tables.mapping import Mapping, own
from commonweal.core.tables.source import Source, open_source
from commonweal.core.tables.writing import safe
from commonweal.engagement.imports import ParticipationImporter
from commonweal.members.imports.organisations import OrganisationImporter
from commonweal.members.imports.people import PeopleImporter

KINDS: dict[str, type[PeopleImporter | OrganisationImporter | ParticipationImporter]] = {
    each.kind: each for each in (PeopleImporter, OrganisationImporter, ParticipationImporter)
}
SHOWN = 5


class Rejects:
    """The file of rows that were not taken, made when there is a first."""

    def __init__(self, path: Path | None, columns: tuple[str, ...]) -> None:
        self.path = path
        self.columns = columns
        self.first: list[Reject] = []
        self._file: IO[str] | None = None

    def __enter__(self) -> "Rejects":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file:
            self._file.close()

    def add(self, reject: Reject) -> None:
        if len(self.first) < SHOWN:
            self.first.append(reject)
        if self.path is None:
            return
        if self._file is None:
            self._file = self.path.open("w", encoding="utf-8-sig", newline="")
            self._write(["rejected_line", "rejected_column", "rejected_because", *self.columns])
        cells = (reject.cells.get(name, "") for name in self.columns)
        self._write([str(reject.line), reject.column, reject.reason, *cells])

    def _write(self, cells: list[str]) -> None:
        csv.writer(self._file).writerow([safe(cell) for cell in cells])  # type: ignore[arg-type]


@dataclass(frozen=True)
class Prepared:
    """A file that could be opened, and how it is to be read."""

    kind: str
    source: Source
    mapping: Mapping
    mapping_name: str

    def importer(self, today: datetime.date) -> Importer:
        return KINDS[self.kind](self.mapping, today=today)


@dataclass(frozen=True)
class Outcome:
    """What an import did, or would do."""

    tally: Tally
    notes: tuple[str, ...]
    first_rejects: list[Reject]


def prepare(kind: str, path: Path, mapping_name: str = "") -> Prepared:
    """Open a file for an import of this kind, by a mapping's name or path; our own when empty.

    Raises `Refused` when the file cannot be read, or not by this mapping.
    """
    if not mapping_name:
        source = open_source(path)
        return Prepared(kind, source, own(kind, source.columns, KINDS[kind].fields), "")
    mapping = mapping_files.load(mapping_name)
    if mapping.kind != kind:
        raise Refused(f"The mapping “{mapping_name}” is for {mapping.kind}, not for {kind}.")
    source = open_source(
        path, header=mapping.header, delimiter=mapping.delimiter, encoding=mapping.encoding
    )
    return Prepared(kind, source, mapping, mapping_name)


def check(
    prepared: Prepared,
    *,
    rejects: Path | None = None,
    on_progress: Callable[[Tally], None] = lambda tally: None,
) -> Outcome:
    """What taking this file would do. Writes nothing to the database."""
    return _go(prepared, Run.check, rejects, on_progress)


def take(
    prepared: Prepared,
    *,
    rejects: Path | None = None,
    on_progress: Callable[[Tally], None] = lambda tally: None,
) -> Outcome:
    """Take this file, a thousand rows at a time. See `core.tables.importing.Run.take`."""
    return _go(prepared, Run.take, rejects, on_progress)


def _go(
    prepared: Prepared,
    step: Callable[[Run], Tally],
    rejects: Path | None,
    on_progress: Callable[[Tally], None],
) -> Outcome:
    if rejects and not rejects.parent.is_dir():
        raise Refused(f"There is no folder “{rejects.parent}” for the refused rows.")
    today = timezone.localdate()
    with Rejects(rejects, prepared.source.columns) as refused:
        run = Run(
            prepared.source,
            prepared.mapping,
            prepared.importer(today),
            today=today,
            on_reject=refused.add,
            on_progress=on_progress,
        )
        tally = step(run)
    return Outcome(tally, (*prepared.source.notes, *run.notes), refused.first)


def preview(
    prepared: Prepared, first_rejects: list[Reject]
) -> list[tuple[int, dict[str, str], str]]:
    """The first rows as they would be read: line, fields, and why it is refused where it is.

    `first_rejects` comes from checking the file. Rows left out on purpose are not shown.
    """
    today = timezone.localdate()
    run = Run(prepared.source, prepared.mapping, prepared.importer(today), today=today)
    faults = {each.line: each.reason for each in first_rejects}
    seen = Seen()
    shown: list[tuple[int, dict[str, str], str]] = []
    for row in prepared.source.rows(fill=prepared.mapping.ragged == "fill"):
        item, fault = run.fresh(row, seen), faults.get(row.line, "")
        if item or fault:
            values = item.values if item else {} if row.fault else run.mapping.apply(row.cells)
            in_words = {name: _in_words(value) for name, value in values.items()}
            shown.append((row.line, in_words, fault))
        if len(shown) == SHOWN:
            break
    seen.close()
    return shown


def _in_words(value: object) -> str:
    if isinstance(value, datetime.date):
        return date_format(value, "j F Y")
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return ", ".join(value) if isinstance(value, list) else str(value)


def note_run(prepared: Prepared, outcome: Outcome, *, by: User | None) -> FileJob:
    """Remember an import done at the command line, as those of the desk are."""
    now = timezone.now()
    job = FileJob.objects.create(
        kind=f"import:{prepared.kind}",
        status=FileJob.Status.DONE,
        file_name=prepared.source.path.name[:200],
        options={"mapping": prepared.mapping_name},
        total=prepared.source.records,
        done=outcome.tally.rows,
        outcome=summary(outcome),
        by=by,
        created_at=now,
        ended_at=now,
    )
    audit_run(job, by=by)
    return job


def audit_run(job: FileJob, *, by: User | None) -> None:
    """Note in the audit trail that a file was taken, with its counts and never its content."""
    counts = {name: value for name, value in job.outcome.items() if isinstance(value, int)}
    audit.record(job.kind.replace(":", "."), by=by, on=job, file=job.file_name, **counts)


def summary(outcome: Outcome) -> dict[str, Any]:
    """An outcome as JSON can keep it."""
    rejects = [[each.line, each.column, each.reason] for each in outcome.first_rejects]
    return {**asdict(outcome.tally), "said": list(outcome.notes), "first_rejects": rejects}
