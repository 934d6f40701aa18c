from importlib import import_module

from django.apps import AppConfig


class StewardshipConfig(AppConfig):
    name = "commonweal.stewardship"

    def ready(self) -> None:
        import_module("commonweal.stewardship.privacy")
