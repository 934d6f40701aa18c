from importlib import import_module

from django.apps import AppConfig


class JoiningConfig(AppConfig):
    name = "commonweal.joining"

    def ready(self) -> None:
        for name in ("privacy", "letters", "schedule"):
            import_module(f"commonweal.joining.{name}")
        scopes = import_module("commonweal.core.scopes")
        scopes.named("wave", import_module("commonweal.joining.queries.readers").waves_in_words)
