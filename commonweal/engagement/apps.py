from importlib import import_module

from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "commonweal.engagement"

    def ready(self) -> None:
        import_module("commonweal.engagement.privacy")
