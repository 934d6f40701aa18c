from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from commonweal.core.errors import Refused
from commonweal.stewardship.queries.retention import Line, forecast
from commonweal.stewardship.services import retention


class Command(BaseCommand):
    help = "Remove what is kept for too long, as every night. With --dry-run, only say what."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="change nothing")

    def handle(self, *args: Any, dry_run: bool, **rest: Any) -> None:
        if dry_run:
            self._show(forecast(timezone.now()))
            return
        try:
            run = retention.run(by=None)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        for one in run.counts:
            said = one.get("problem") or one["how"]
            self.stdout.write(f"{one['rows']:>9,}  {said:<8} {one['what']}")
        self.stdout.write(f"{run.rows:>9,}  rows in all")
        if run.failures:
            raise CommandError(f"{run.failures} rules did not work. The log says more.")

    def _show(self, lines: list[Line]) -> None:
        for line in lines:
            self.stdout.write(f"{line.rows:>9,}  {line.how:<8} {line.words}\n{'':>20}{line.why}")
        total = sum(line.rows for line in lines)
        self.stdout.write(f"{total:>9,}  rows in all. Nothing was changed.")
