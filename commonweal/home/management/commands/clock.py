import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from commonweal.core import clock
from commonweal.home import serving


class Command(BaseCommand):
    help = "Does what is due by the clock until told to stop. “commonweal serve” starts it too."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="Do what is due now and end, for cron."
        )

    def handle(self, *, once: bool, **options: Any) -> None:
        if once:
            done = clock.do_what_is_due(threading.Event())
            self.stdout.write(f"{done} done.")
        else:
            clock.keep(serving.listen_for_stop())
