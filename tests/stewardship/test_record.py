"""The record of processing, made from what the models declare."""

import csv

import pytest

from commonweal.core.privacy import registry
from commonweal.core.privacy.declaring import Basis, outside
from commonweal.stewardship import processing
from commonweal.stewardship.queries import parts, record

PAGE, FILE = "/desk/record/", "/desk/record/csv/"
pytestmark = pytest.mark.django_db


def tables():
    return {entry.table for part in record.record() for entry in part.entries if entry.table}


def entry_part(key):
    return next(part for part in record.record() if part.key == key)


def entry_of(table):
    found = (one for part in record.record() for one in part.entries if one.table == table)
    return next(found)


def test_everything_that_is_declared_stands_in_the_record_once():
    declared = [one.model._meta.label for one in registry.declarations()]
    listed = [one.table for part in record.record() for one in part.entries if one.table]

    assert sorted(listed) == sorted(declared)
    named = {table for one in record.without() for table in one.tables}
    assert len(named) == len(registry.without())


def test_every_part_has_a_heading_and_says_whose_data_it_is():
    known = {app for part in parts.PARTS for app in part.apps}
    declared = {one.model._meta.app_label for one in registry.declarations()}

    assert declared - known == set()
    assert all(part.title and part.whose for part in record.record())


def test_an_app_nobody_listed_has_a_part_of_its_own(monkeypatch):
    monkeypatch.setattr(record, "PARTS", ())
    monkeypatch.setattr(parts, "PARTS", ())

    assert "Members" in [part.title for part in record.record()]
    assert tables() == {one.model._meta.label for one in registry.declarations()}


def test_an_entry_says_what_why_how_long_and_what_stays():
    member = entry_of("members.Member")

    assert "pronouns" in member.fields
    assert member.basis == "Contract with the person."
    assert "two years after they left" in member.how_long[0]
    assert "without a name" in member.how_long[-1]
    assert "What stays:" in member.erased
    assert "nation" in member.erased


def test_in_short_what_is_kept_for_the_same_reason_stands_together():
    (joining,) = (part for part in record.in_short() if part.key == "joining")
    reasons = [entry.why for entry in joining.entries]

    assert len(reasons) == len(set(reasons)) < len(entry_part("joining").entries)


def test_special_categories_name_their_condition():
    assert "explicit consent" in entry_of("equalities.Record").special


def test_files_and_whatever_else_is_in_no_table_stand_there_too(monkeypatch):
    monkeypatch.setattr(registry, "_OUTSIDE", [])
    outside(
        "Badges", app="members", purpose="To be known.", basis=Basis.CONSENT, holds="A name.",
        how_long="A day.", erased="Thrown away.", seen_by="Everybody.",
    )  # fmt: skip

    (members,) = (part for part in record.record() if part.key == "members")
    assert "Badges" in [entry.what for entry in members.entries]


@pytest.mark.parametrize("role", ["steward", "team", "evaluator"])
def test_those_who_answer_for_it_read_it_and_take_it_away(client_as, role):
    client = client_as(role)

    page = client.get(PAGE).text
    assert "Record of processing" in page
    assert "What they want from the community".lower() in page.lower()
    answer = client.get(FILE)
    assert answer["Content-Disposition"] == 'attachment; filename="record-of-processing.csv"'
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert {row["table"] for row in rows} - {""} == tables()
    assert all(row["why"] and row["how long"] and row["who sees it"] for row in rows)


def test_nobody_else_does(client_as):
    assert client_as("partner").get(PAGE).status_code == 403
    assert client_as("member").get(FILE).status_code == 403


def test_it_asks_nothing_of_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        record.record()
        processing.page()


def test_the_page_of_the_docs_has_every_table():
    page = processing.page()

    assert all(f"`{table}`" in page for table in tables())
    assert "## What holds nothing of anybody" in page


def test_everybody_reads_in_public_what_is_kept_and_for_how_long(client):
    page = client.get("/privacy/").text

    assert "What they said of themselves is removed two years after they left" in page
    assert 'href="/account/data/"' in page
    assert "Equalities questions" in page
    assert all(part.title in page for part in record.record())


@pytest.mark.parametrize(
    ("role", "seen"), [("steward", True), ("team", False), ("evaluator", False)]
)
def test_the_desk_leads_stewards_to_data_protection_and_to_nothing_closed_to_them(
    client_as, role, seen
):
    client = client_as(role)
    page = client.get("/desk/").text

    assert "Data protection" in page
    assert ('href="/desk/retention/"' in page) is seen
    assert ('href="/desk/snapshots/"' in page) is (role != "steward")
