from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from commonweal.core.errors import Refused
from commonweal.home import serving, setting_up
from commonweal.home.management.commands import serve


class Command(serve.Command):
    help = "Prepares everything that is not prepared yet, then serves Commonweal."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            serving.claim_port(settings.HOST, settings.PORT)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        setting_up.prepare(self.say)
        self.say("Starting the web server, the task worker and the clock …")
        self.serve()
