from importlib import import_module

from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "commonweal.impact"

    def ready(self) -> None:
        import_module("commonweal.impact.privacy")
