from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commonweal.core.errors import Refused
from commonweal.impact.figures.making import draw_all
from commonweal.impact.snapshot.frozen import ENGINES, opened


class Command(BaseCommand):
    help = "Makes every figure from a snapshot: table, chart and what is said about it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--snapshot", type=Path, required=True, help="Folder of a snapshot.")
        parser.add_argument("--out", type=Path, required=True, help="Folder for the figures.")
        parser.add_argument(
            "--engine", choices=sorted(ENGINES), default="polars", help="What computes them."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            frozen = opened(options["snapshot"], engine=options["engine"])
            draw_all(frozen, options["out"], progress=self.say)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"The figures are in {options['out']}.")

    def say(self, stage: str, done: int, total: int) -> None:
        self.stdout.write(f"  {done} of {total}: {stage}")
        self.stdout.flush()
