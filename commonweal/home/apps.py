from importlib import import_module

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "commonweal.home"

    def ready(self) -> None:
        import_module("commonweal.home.privacy")
