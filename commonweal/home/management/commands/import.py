# ruff: noqa: N999 - the command is called import
"""commonweal import people|organisations|participation FILE"""

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commonweal.core.errors import Refused
from commonweal.core.tables import mapping_files
from commonweal.core.tables.importing import Tally
from commonweal.core.tables.proposing import examples, proposal
from commonweal.core.tables.source import open_source
from commonweal.home.transfers import importing

QUIET_SECONDS = 2.0
COUNTS = (
    ("added", "added"),
    ("changed", "changed"),
    ("unchanged", "there already, unchanged"),
    ("repeated", "repeated in the file"),
    ("passed_over", "left out by the mapping"),
    ("rejected", "refused"),
)


class Command(BaseCommand):
    help = "Takes people, organisations or participation from a CSV file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=sorted(importing.KINDS))
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--mapping",
            default="",
            help="How to read the file: the path of a TOML file, or one of: "
            + ", ".join(mapping_files.shipped()),
        )
        parser.add_argument("--dry-run", action="store_true", help="Count, and write nothing.")
        parser.add_argument("--rejects", type=Path, help="Where refused rows go.")
        parser.add_argument(
            "--show-columns",
            action="store_true",
            help="Show what the columns hold and propose a mapping. Nothing is taken.",
        )

    def handle(self, **options: Any) -> None:
        try:
            if options["show_columns"]:
                self._show_columns(options["kind"], options["file"])
            else:
                self._import(**options)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal

    def _show_columns(self, kind: str, file: Path) -> None:
        source = open_source(file)
        for note in source.notes:
            self.stdout.write(f"# {note}")
        self.stdout.write(
            f"# {file.name} has {source.records:,} rows. Its columns, and what they hold:"
        )
        for name, texts in examples(source).items():
            self.stdout.write(f"#   {name or '(no name)'}: {' | '.join(texts)}")
        self.stdout.write("\n" + proposal(source, kind, importing.KINDS[kind].fields))

    def _import(
        self, kind: str, file: Path, mapping: str, dry_run: bool, rejects: Path | None, **_: Any
    ) -> None:
        prepared = importing.prepare(kind, file, mapping)
        progress = Progress(prepared.source.records, self)
        if dry_run:
            outcome = importing.check(prepared, rejects=rejects, on_progress=progress)
        else:
            rejects = rejects or Path(f"{file.stem}-rejects.csv")
            outcome = importing.take(prepared, rejects=rejects, on_progress=progress)
            importing.note_run(prepared, outcome, by=None)
        self._report(outcome, dry_run=dry_run)
        if outcome.tally.rejected and rejects:
            self.stdout.write(f"The refused rows, each with its reason, are in {rejects}.")

    def _report(self, outcome: importing.Outcome, *, dry_run: bool) -> None:
        tally = outcome.tally
        counts = [
            f"{getattr(tally, name):,} {word}" for name, word in COUNTS if getattr(tally, name)
        ]
        would = "Nothing was written. Importing would give: " if dry_run else ""
        self.stdout.write(f"{would}{tally.rows:,} rows: {', '.join(counts) or 'nothing to do'}.")
        for note in outcome.notes:
            self.stdout.write(f"  {note}")
        for text, count in tally.notes.items():
            self.stdout.write(f"  {text}: {count:,}.")
        for reject in outcome.first_rejects:
            where = f", column “{reject.column}”" if reject.column else ""
            self.stdout.write(f"  Line {reject.line}{where}: {reject.reason}")


class Progress:
    """One line that moves, for whatever takes longer than two seconds."""

    def __init__(self, total: int, command: BaseCommand) -> None:
        self.total = total
        self.command = command
        self.next = time.monotonic() + QUIET_SECONDS

    def __call__(self, tally: Tally) -> None:
        if time.monotonic() < self.next:
            return
        self.next = time.monotonic() + QUIET_SECONDS / 4
        share = 100 * tally.rows // self.total
        end = "\r" if sys.stdout.isatty() else "\n"
        self.command.stdout.write(f"{tally.rows:,} of {self.total:,} rows, {share} %", ending=end)
        self.command.stdout.flush()
