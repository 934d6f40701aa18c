from importlib import import_module

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "commonweal.core"

    def ready(self) -> None:
        import_module("commonweal.core.checks")
