from importlib import import_module

from django.apps import AppConfig


class BelongingConfig(AppConfig):
    name = "commonweal.belonging"

    def ready(self) -> None:
        import_module("commonweal.belonging.privacy")
