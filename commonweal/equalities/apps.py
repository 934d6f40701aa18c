from importlib import import_module

from django.apps import AppConfig


class EqualitiesConfig(AppConfig):
    name = "commonweal.equalities"

    def ready(self) -> None:
        import_module("commonweal.equalities.privacy")
