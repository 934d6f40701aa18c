"""Several writers that tell the index of the same person leave it true."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from commonweal.search import services, tallies
from commonweal.search.models import Audience, Document
from tests.search.conftest import entry


def save(number):
    try:
        with transaction.atomic():
            services.put("person", "1", [entry(f"Mair {number}", ref="1", facets=("a:1",))])
    finally:
        connections.close_all()


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one writer in at a time")
@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_leave_one_document_and_true_counts():
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(save, range(40)))

    assert Document.objects.count() == 1
    assert tallies.counts(Audience.EVERYONE, "person") == {"": 1, "a:1": 1}


@pytest.mark.django_db
def test_a_document_somebody_else_put_meanwhile_is_overwritten(monkeypatch, find):
    services.put("person", "1", [entry("Mair", ref="1")])
    monkeypatch.setattr(services, "_documents", lambda keys: [])
    services.put_many([entry("Alun", ref="1")])
    assert [find(), find("alun"), find("mair")] == [["Alun"], ["Alun"], []]
