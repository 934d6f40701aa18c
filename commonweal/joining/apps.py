from importlib import import_module

from django.apps import AppConfig


class JoiningConfig(AppConfig):
    name = "commonweal.joining"

    def ready(self) -> None:
        for name in ("privacy", "letters", "schedule", "sessions"):
            import_module(f"commonweal.joining.{name}")
        scopes = import_module("commonweal.core.scopes")
        hiding = import_module("commonweal.core.hiding")
        ours = import_module("commonweal.joining.queries.hiding")
        hiding.ask("joining", letters=ours.letters_from, targets=ours.targets_from)
        scopes.named("wave", import_module("commonweal.joining.queries.readers").waves_in_words)
