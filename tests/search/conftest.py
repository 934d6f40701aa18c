"""What the tests of searching put into the index, and how they read what comes out."""

import pytest

from commonweal.core.text import fold
from commonweal.search import queries, services
from commonweal.search.models import Audience


def entry(title, *, ref="", kind="person", audience=Audience.EVERYONE, **fields):
    """An entry with nothing but a name, unless told otherwise."""
    values = {"summary": "", "body": "", "facets": (), "url": "/there/", "sort": fold(title)}
    ref = ref or fold(title)
    return services.Entry(
        kind=kind, ref=ref, audience=audience, title=title, **(values | fields)
    )  # fmt: skip


@pytest.fixture
def keep():
    """keep(entry, …) puts entries into the index."""

    def keep(*entries):
        services.put_many(entries)

    return keep


@pytest.fixture
def find():
    """find("words", …) gives the titles found, as everyone unless told otherwise."""

    def find(text="", *, audience=Audience.EVERYONE, **options):
        return [hit.title for hit in queries.search(text, audience=audience, **options).hits]

    return find


@pytest.fixture
def few(monkeypatch):
    """At most three matches are counted and put in order."""
    monkeypatch.setattr(queries, "CAP", 3)
