"""Taking the rows of a file, a thousand at a time: each batch whole or not at all.

Nothing is remembered but the present batch and, on disk, which people or places were met before,
so memory does not grow with the file. A run that stops goes on when it is started again, because
what is there already is recognised and left.
"""

import datetime
import gc
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol

from django.db import DatabaseError, transaction

from commonweal.core.errors import Refused
from commonweal.core.tables.mapping import Mapping
from commonweal.core.tables.source import Row, Source
from commonweal.core.tables.values import BadCell, Field, Reader
from commonweal.core.tables.writing import unsafe

BATCH = 1000


@dataclass(frozen=True)
class Reject:
    """A row that was not taken: its line, the column at fault, why, and its cells."""

    line: int
    column: str
    reason: str
    cells: dict[str, str]


@dataclass(frozen=True)
class Item:
    """One row, read: the line it stands on and the value of each field it gives."""

    line: int
    values: dict[str, Any]


@dataclass
class Plan:
    """What a batch would do. `write` does it."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    faults: list[tuple[Item, BadCell]] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)
    write: Callable[[], None] = lambda: None

    def note(self, text: str) -> None:
        self.notes[text] = self.notes.get(text, 0) + 1


class Importer(Protocol):
    """What an app tells this engine of one kind of thing: its fields and how a batch is taken."""

    @property
    def kind(self) -> str: ...

    @property
    def fields(self) -> tuple[Field, ...]: ...

    @property
    def one_of(self) -> tuple[tuple[str, ...], ...]:
        """Groups of fields of which every row must give at least one."""

    def identities(self, values: dict[str, Any]) -> dict[str, str]:
        """Every name by which this thing could be met again, each with the field it is from."""

    def plan(self, items: Sequence[Item]) -> Plan:
        """What taking these rows would do, found by reading alone."""

    def finish(self) -> dict[str, int]:
        """Called once, in a transaction, after the last batch was written. Gives its notes."""


@dataclass
class Tally:
    """How an import went, in rows."""

    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    repeated: int = 0
    passed_over: int = 0
    rejected: int = 0
    notes: dict[str, int] = field(default_factory=dict)

    def add(self, plan: Plan) -> None:
        self.added += plan.added
        self.changed += plan.changed
        self.unchanged += plan.unchanged
        for text, count in plan.notes.items():
            self.notes[text] = self.notes.get(text, 0) + count


@contextmanager
def rare_collection() -> Iterator[Callable[[], object]]:
    """Leave garbage alone but when asked: gives what to call after each batch.

    Python would look through a batch's rows hundreds of times while they are all still needed;
    that took 40 % of an import.
    """
    was_on = gc.isenabled()
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield gc.collect
    finally:
        gc.unfreeze()
        if was_on:
            gc.enable()


class Seen:
    """What was met before in this file, and on which line. Kept in a temporary file."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("")
        self._db.execute("CREATE TABLE seen (name TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID")

    def met(self, names: Iterable[str]) -> tuple[str, int]:
        """The first of these that was met, and on which line; nothing and 0 when none was."""
        for name in names:
            found = self._db.execute("SELECT line FROM seen WHERE name = ?", (name,)).fetchone()
            if found:
                return name, int(found[0])
        return "", 0

    def add(self, names: Iterable[str], line: int) -> None:
        self._db.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?)", [(n, line) for n in names])

    def close(self) -> None:
        self._db.close()


class Run:
    """One file going through one importer."""

    def __init__(
        self,
        source: Source,
        mapping: Mapping,
        importer: Importer,
        *,
        today: datetime.date,
        on_reject: Callable[[Reject], None] = lambda reject: None,
        on_progress: Callable[[Tally], None] = lambda tally: None,
    ) -> None:
        self.source = source
        self.mapping, self.notes = mapping.fitted(source.columns, importer.fields)
        self.importer = importer
        self.reader = Reader(today, mapping.dates)
        self.fields = {item.name: item for item in importer.fields}
        self.tally = Tally()
        self._on_reject = on_reject
        self._refused: list[Reject] = []
        self._on_progress = on_progress
        required = [(item.name,) for item in importer.fields if item.required]
        self.needed = [*required, *importer.one_of]
        self._refuse_what_cannot_work()

    def check(self) -> Tally:
        """Go through the whole file and count what taking it would do. Writes nothing."""
        with rare_collection() as collect:
            for items, cells in self._batches():
                self._settle(self.importer.plan(items), cells)
                collect()
        return self.tally

    def take(self) -> Tally:
        """Take the file. Raises `Refused` when the database stops it; earlier batches stay."""
        with rare_collection() as collect:
            for items, cells in self._batches():
                self._settle(self._write(items), cells)
                collect()
        with transaction.atomic():
            for text, count in self.importer.finish().items():
                self.tally.notes[text] = self.tally.notes.get(text, 0) + count
        return self.tally

    def _write(self, items: list[Item]) -> Plan:
        try:
            with transaction.atomic():
                plan = self.importer.plan(items)
                plan.write()
        except DatabaseError as error:
            raise Refused(
                f"The database stopped the import at lines {items[0].line} to "
                f"{items[-1].line}: {error}. What stands before is in; start it again to go on."
            ) from error
        return plan

    def read(self, row: Row) -> Item:
        """The fields of one row. Raises `BadCell` for the first that cannot be taken."""
        if row.fault:
            raise BadCell("", row.fault)
        texts = self.mapping.apply({name: unsafe(text) for name, text in row.cells.items()})
        values = {name: self.reader.value(self.fields[name], text) for name, text in texts.items()}
        for group in self.needed:
            if values.keys().isdisjoint(group):
                raise BadCell(self._given(group), "It is empty, and cannot be.")
        return Item(row.line, values)

    def _batches(self) -> Iterator[tuple[list[Item], dict[int, Row]]]:
        rows = self.source.rows(fill=self.mapping.ragged == "fill")
        seen = Seen()
        try:
            while batch := list(islice(rows, BATCH)):
                items = [item for row in batch if (item := self.fresh(row, seen))]
                self.tally.rows += len(batch)
                if items:
                    yield items, {row.line: row for row in batch}
                self._hand_over_the_refused()
                self._on_progress(self.tally)
        finally:
            seen.close()

    def fresh(self, row: Row, seen: Seen) -> Item | None:
        """The row as an item, unless it is passed over, repeated or refused; then it is counted."""
        if self.mapping.passes_over(row.cells):
            self.tally.passed_over += 1
            return None
        try:
            item = self.read(row)
            names = self.importer.identities(item.values)
            name, first = seen.met(names)
            if first:
                if self.mapping.repeats == "skip":
                    self.tally.repeated += 1
                    return None
                raise BadCell(names[name], f"This is on line {first} already.")
        except BadCell as fault:
            self._refuse(row, fault)
            return None
        seen.add(names, row.line)
        return item

    def _settle(self, plan: Plan, rows: dict[int, Row]) -> None:
        self.tally.add(plan)
        for item, fault in plan.faults:
            self._refuse(rows[item.line], fault)

    def _refuse(self, row: Row, fault: BadCell) -> None:
        self.tally.rejected += 1
        column = self.mapping.origin(fault.name) if fault.name else ""
        self._refused.append(Reject(row.line, column, fault.reason, row.cells))

    def _hand_over_the_refused(self) -> None:
        # Some are found in reading a batch and some only in planning it: lines must not jump.
        for reject in sorted(self._refused, key=lambda each: each.line):
            self._on_reject(reject)
        self._refused.clear()

    def _given(self, group: Sequence[str]) -> str:
        """Whichever of these fields this file has a column for."""
        given = {*self.mapping.columns, *self.mapping.templates}
        return next((name for name in group if name in given), group[0])

    def _refuse_what_cannot_work(self) -> None:
        fed = {*self.mapping.columns, *self.mapping.templates, *self.mapping.constants}
        used = fed | {*self.mapping.values, *self.mapping.patterns, *self.mapping.title_case}
        if unknown := sorted(used - set(self.fields)):
            raise Refused(
                f"The mapping fills what {self.importer.kind} do not have: {', '.join(unknown)}. "
                f"They have: {', '.join(self.fields)}."
            )
        for group in self.needed:
            if fed.isdisjoint(group):
                raise Refused(
                    f"Nothing in the file gives {' or '.join(group)}. "
                    f"Line 1 has: {', '.join(filter(None, self.source.columns))}."
                )
