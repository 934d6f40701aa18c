from typing import Any

from django.core.management.base import BaseCommand

from commonweal.members.indexing import reindex_all


class Command(BaseCommand):
    help = "Tell the search index everything about people and organisations again."

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        for done in reindex_all():
            self.stdout.write(f"\r{done:,} done …", ending="")
            self.stdout.flush()
        self.stdout.write(f"\rThe index is up to date: {done:,} people and organisations.")
