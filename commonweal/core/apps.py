from importlib import import_module

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "commonweal.core"
    verbose_name = "Accounts and records"

    def ready(self) -> None:
        for name in ("checks", "jobs", "letters.accounts", "privacy.own", "privacy.packages"):
            import_module(f"commonweal.core.{name}")
