import datetime
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from commonweal.core.errors import Refused
from commonweal.impact.snapshot.writing import freeze


def a_day(given: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(given)
    except ValueError:
        raise ArgumentTypeError(f"“{given}” is no day. Write it as 2023-04-01.") from None


class Command(BaseCommand):
    help = (
        "Freezes the community as it was on a day, under pseudonyms, for figures to be made from."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--as-of",
            type=a_day,
            help="The day, as 2023-04-01. Today, if not.",
        )
        parser.add_argument(
            "--out", type=Path, required=True, help="A folder that is not there yet."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        as_of = options["as_of"] or today
        try:
            made = freeze(options["out"], as_of=as_of, today=today, progress=self.say)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"The community as of {as_of:%-d %B %Y} is in {options['out']}.")
        self.stdout.write(f"Its manifest has the SHA-256 {made.digest()}.")

    def say(self, stage: str, done: int, total: int) -> None:
        words = stage.replace("_", " ")
        if done < total:
            self.stdout.write(f"\r  {words}: {done:,} of {total:,}", ending="")
        else:
            self.stdout.write(f"\r  {words}: {done:,} rows      ")
        self.stdout.flush()
