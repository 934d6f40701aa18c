from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from commonweal.core.errors import Refused
from commonweal.home import serving, setting_up


class Command(BaseCommand):
    help = "Serves Commonweal: web server, task worker and clock together, until told to stop."

    def handle(self, *args: Any, **options: Any) -> None:
        self.refuse_if_not_prepared()
        self.serve()

    def refuse_if_not_prepared(self) -> None:
        if setting_up.migrations_are_due():
            raise CommandError("The database is not prepared. First: commonweal migrate")
        if not setting_up.static_is_ready():
            raise CommandError(
                "The stylesheets are not collected. First: commonweal collectstatic --no-input"
            )

    def serve(self) -> None:
        """Serves until told to stop. Raises `CommandError` when it cannot start or go on."""
        try:
            setting_up.refuse_former_demo()
            serving.claim_port(settings.HOST, settings.PORT)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        told_to_stop = serving.listen_for_stop()
        serving.call_when_up(settings.HOST, settings.PORT, self.announce)
        if problem := serving.run_together(serving.programs(), told_to_stop=told_to_stop):
            raise CommandError(problem)
        self.say("Stopped.")

    def announce(self) -> None:
        self.say(f"\n{settings.COMMUNITY_NAME} is at {settings.SITE_URL}\nCtrl-C stops it.\n")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
