from importlib import import_module

from django.apps import AppConfig


class EqualitiesConfig(AppConfig):
    name = "commonweal.equalities"

    def ready(self) -> None:
        for name in ("checks", "privacy", "schedule"):
            import_module(f"commonweal.equalities.{name}")
