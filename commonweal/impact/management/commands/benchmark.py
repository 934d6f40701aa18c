"""commonweal benchmark FILE --mapping NAME"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commonweal.core.errors import Refused
from commonweal.core.tables import mapping_files
from commonweal.impact import benchmarks


class Command(BaseCommand):
    help = "Takes numbers to compare the community with from a CSV file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--mapping",
            required=True,
            help="A TOML file, or one that ships: "
            + ", ".join(mapping_files.shipped(benchmarks.FOLDER)),
        )

    def handle(self, *, file: Path, mapping: str, **options: Any) -> None:
        try:
            taken = benchmarks.take(file, mapping, by=None)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        people = sum(taken.counts.values_list("people", flat=True))
        self.stdout.write(
            f"{taken}: {people:,} people in {taken.counts.count()} groups, "
            f"as of {taken.as_of:%-d %B %Y}."
        )
