import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commonweal.core.errors import Refused
from commonweal.home.demo.build import build
from commonweal.home.demo.history import AS_OF


class Command(BaseCommand):
    help = "Fill an empty database with an invented community at real organisations."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--members", type=int, default=5000, help="Members in January 2023 (default 5000)."
        )
        parser.add_argument(
            "--seed", type=int, default=1, help="The same seed gives the same community."
        )
        parser.add_argument(
            "--until",
            type=datetime.date.fromisoformat,
            default=AS_OF,
            help=f"Last day of the history, as YYYY-MM-DD (default {AS_OF}).",
        )
        parser.add_argument(
            "--yes-invented",
            action="store_true",
            help="Do it although DEMO is off: this database is for invented people.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = build(
                options["members"],
                options["seed"],
                until=options["until"],
                invented=options["yes_invented"],
                say=self.say,
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"\nInvented {made.people:,} people, of whom {made.current:,} are members, "
            f"at {made.organisations:,} real organisations, "
            f"with {made.participation:,} entries in the ledger. Nobody of them exists."
        )

    def say(self, what: str, done: int, total: int) -> None:
        of = f" of {total:,}" if total else ""
        self.stdout.write(f"\r  {what}: {done:,}{of}    ", ending="\n" if done == total else "")
        self.stdout.flush()
