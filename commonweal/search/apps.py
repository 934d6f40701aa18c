from importlib import import_module

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "commonweal.search"

    def ready(self) -> None:
        import_module("commonweal.search.privacy")
