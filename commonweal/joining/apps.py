from importlib import import_module

from django.apps import AppConfig


class JoiningConfig(AppConfig):
    name = "commonweal.joining"

    def ready(self) -> None:
        for name in ("privacy", "letters", "schedule"):
            import_module(f"commonweal.joining.{name}")
