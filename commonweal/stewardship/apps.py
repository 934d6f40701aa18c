from importlib import import_module

from django.apps import AppConfig


class StewardshipConfig(AppConfig):
    name = "commonweal.stewardship"

    def ready(self) -> None:
        for name in ("privacy", "letters", "schedule"):
            import_module(f"commonweal.stewardship.{name}")
