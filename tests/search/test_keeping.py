"""The index holds what it was last told, however it was told."""

import itertools

import pytest
from django.db import connection

from commonweal.search import services, tallies
from commonweal.search.models import Audience, Document, Spelling, Tally
from tests.search.conftest import entry

pytestmark = pytest.mark.django_db
EVERYONE = Audience.EVERYONE


def counts(kind="person"):
    return dict(tallies.counts(EVERYONE, kind))


def test_putting_replaces_all_that_was_known(find):
    services.put("person", "1", [entry("Mair", ref="1", body="Flow", facets=("a:1",))])
    services.put("person", "1", [entry("Alun", ref="1", facets=("a:2",))])
    assert [find(), find("mair"), find("flow"), counts()] == [["Alun"], [], [], {"": 1, "a:2": 1}]


def test_putting_nothing_removes(find):
    services.put("person", "1", [entry("Mair", ref="1")])
    services.put("person", "1", [])
    services.remove("person", "never there")
    assert [find(), find("mair"), counts()] == [[], [], {}]


def test_putting_the_same_again_changes_nothing():
    services.put("person", "1", [entry("Mair", ref="1")])
    before = list(Document.objects.values_list("pk", flat=True))
    services.put("person", "1", [entry("Mair", ref="1")])
    assert list(Document.objects.values_list("pk", flat=True)) == before


def test_another_kind_may_use_the_same_ref(find):
    services.put_many([entry("Mair", ref="1"), entry("Clinic", ref="1", kind="organisation")])
    services.remove("person", "1")
    assert find() == ["Clinic"]


def test_many_are_put_in_batches_and_as_a_stream(find, monkeypatch):
    monkeypatch.setattr(services, "BATCH", 2)
    taken = itertools.count()

    def stream():
        for number in range(5):
            next(taken)
            yield entry(f"Mair {number}", ref=str(number))
            yield entry(f"Mair {number}", ref=str(number), audience=Audience.MEMBERS)
            if number == 4:
                assert Document.objects.count() == 8

    services.put_many(stream())
    services.put_many([])

    assert find() == [f"Mair {number}" for number in range(5)]
    assert find(audience=Audience.MEMBERS) == find()


def test_an_object_that_comes_again_later_is_replaced(find, monkeypatch):
    monkeypatch.setattr(services, "BATCH", 1)
    services.put_many([entry("Mair", ref="1"), entry("Bea", ref="2"), entry("Alun", ref="1")])
    assert find() == ["Alun", "Bea"]


@pytest.mark.slow
def test_very_long_text_is_kept_and_found(find):
    long = " ".join(f"word{number}" for number in range(5_000))
    services.put("person", "1", [entry("M" * 300, ref="1", body="w" * 100 + " " + long)])
    assert [len(title) for title in find("word7")] == [250]
    assert find("w" * 100) == find("word7")


def test_tallies_settle_into_one_row_for_each_facet(monkeypatch):
    monkeypatch.setattr(tallies, "SETTLE_EVERY", 4)
    for number in range(9):
        services.put("person", str(number), [entry("Mair", ref=str(number), facets=("a:1",))])
    services.put("person", "0", [])
    assert counts() == {"": 8, "a:1": 8}
    assert Tally.objects.count() < 9
    tallies.settle()
    assert sorted(Tally.objects.values_list("facet", "amount")) == [("", 8), ("a:1", 8)]


def test_the_index_forgets_with_the_table():
    services.put("person", "1", [entry("Mair", ref="1")])
    Document.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_index")
        assert cursor.fetchone() == (0,)


def test_rows_say_what_they_are():
    services.put("person", "1", [entry("Mair", ref="1", facets=("a:1",))])
    assert [str(Document.objects.get()), *map(str, Tally.objects.order_by("facet"))] == [
        "Mair for EVERYONE",
        "+1 person",
        "+1 a:1",
    ]
    assert sorted(map(str, Spelling.objects.all())) == [
        "air for mair", "mai for mair", "mair for mair", "mair for mair", "mar for mair",
        "mir for mair",
    ]  # fmt: skip
