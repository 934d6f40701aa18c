from importlib import import_module

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "commonweal.members"

    def ready(self) -> None:
        import_module("commonweal.members.letters")
        import_module("commonweal.members.privacy")
        pausing = import_module("commonweal.core.letters.pausing")
        queries = import_module("commonweal.members.queries")
        pausing.ask(queries.has_paused_mail)
        scopes = import_module("commonweal.core.scopes")
        scopes.named("nation", queries.nations_in_words)
