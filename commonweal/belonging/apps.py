from importlib import import_module

from django.apps import AppConfig


class BelongingConfig(AppConfig):
    name = "commonweal.belonging"

    def ready(self) -> None:
        for name in ("privacy", "letters", "schedule"):
            import_module(f"commonweal.belonging.{name}")
