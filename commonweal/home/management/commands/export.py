"""commonweal export people|organisations|participation|offers"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commonweal.home.transfers import exporting


class Command(BaseCommand):
    help = "Writes people, organisations, participation or the offers as CSV."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=sorted(exporting.KINDS))
        parser.add_argument("--out", type=Path, help="The file to write; the terminal when absent.")

    def handle(self, *, kind: str, out: Path | None, **options: Any) -> None:
        if out is None:
            for line in exporting.export(kind, by=None):
                self.stdout.write(line, ending="")
            return
        try:
            with out.open("w", encoding="utf-8-sig", newline="") as file:
                rows = sum(1 for line in exporting.export(kind, by=None) if file.write(line)) - 1
        except OSError as error:
            raise CommandError(f"“{out}” cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{rows:,} rows are in {out}.")
