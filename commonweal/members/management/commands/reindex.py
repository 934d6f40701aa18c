from typing import Any

from django.core.management.base import BaseCommand

from commonweal.members.indexing import reindex_all


class Command(BaseCommand):
    help = "Tell the search index everything about people and organisations again."

    def handle(self, *args: Any, **options: Any) -> None:
        reindex_all()
        self.stdout.write("The index is up to date.")
