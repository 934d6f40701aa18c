"""Participation from files goes into the ledger once, for people who are known."""

import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from commonweal.core.errors import Refused
from commonweal.core.tables.importing import Run
from commonweal.engagement.imports import ParticipationImporter
from commonweal.engagement.models import Participation
from tests.factories import MemberFactory
from tests.members.importing import run

pytestmark = pytest.mark.django_db
SALESFORCE = {
    "source": "sf",
    "columns": {"key": "Id", "person": "ContactId", "day": "On", "offer": "Type", "part": "Status"},
    "values": {"offer": {"Conference": "EVENT"}, "part": {"Speaker": "LED", "*": "TOOK_PART"}},
}


@pytest.fixture
def give(tmp_path):
    def give(*rows, mapping=None, step=Run.take):
        return run(ParticipationImporter, tmp_path / "p.csv", rows, mapping, step)

    return give


@pytest.fixture
def ann():
    return MemberFactory(
        external_id="sf:1",
        user__email="ann@example.org",
        joined_on=datetime.date(2020, 1, 15),
        left_on=datetime.date(2023, 1, 1),
        left_reason_id="left:retired",
    )


def counts(tally):
    return (tally.added, tally.changed, tally.unchanged, tally.rejected)


def test_rows_come_in_for_people_found_by_id_or_address(give, ann):
    tally, rejects = give(
        {"person": "sf:1", "offer": "Community event", "day": "2022-05-17", "part": "led"},
        {
            "email": "Ann@example.org",
            "offer": "COFFEE",
            "day": "2022-05-18",
            "depth": "Ongoing",
            "mode": "in person",
            "central": "no",
            "what": "Draw 3",
        },
    )

    rows = Participation.objects.order_by("day").values_list(
        "member", "offer", "part", "depth", "mode", "central", "what"
    )
    assert (counts(tally), rejects) == ((2, 0, 0, 0), [])
    assert list(rows) == [
        (ann.pk, "EVENT", "LED", "SUBSTANTIVE", "IN_PERSON", True, ""),
        (ann.pk, "COFFEE", "TOOK_PART", "ONGOING", "IN_PERSON", False, "Draw 3"),
    ]


def test_twice_changes_nothing_and_a_dry_run_counts_the_same_without_writing(give, ann):
    rows = [
        {
            "Id": "m1",
            "ContactId": "1",
            "On": "2022-05-17",
            "Type": "Conference",
            "Status": "Speaker",
        },
        {"Id": "m2", "ContactId": "1", "On": "2022-05-17", "Type": "Conference", "Status": "Sent"},
    ]

    tried, _ = give(*rows, mapping=SALESFORCE, step=Run.check)
    assert (counts(tried), Participation.objects.count()) == ((2, 0, 0, 0), 0)
    first, _ = give(*rows, mapping=SALESFORCE)
    again, _ = give(*rows, mapping=SALESFORCE)

    assert (counts(first), counts(again)) == (counts(tried), (0, 0, 2, 0))
    assert sorted(Participation.objects.values_list("key", "part")) == [
        ("sf:m1", "LED"),
        ("sf:m2", "TOOK_PART"),
    ]


def test_without_a_key_who_what_and_when_make_one(give, ann):
    row = {"person": "sf:1", "offer": "EVENT", "day": "2022-05-17", "what": "Day one"}

    tally, rejects = give(row, {**row, "what": "Day two"}, row)

    assert (counts(tally), rejects) == (
        (2, 0, 0, 1),
        [(4, "person", "This is on line 2 already.")],
    )
    assert counts(give(row)[0]) == (0, 0, 1, 0)


def test_no_address_stands_in_the_ledger_and_rows_are_known_again_all_the_same(give, ann):
    row = {"email": "Ann@example.org", "offer": "EVENT", "day": "2022-05-17", "what": "Day one"}

    first, again = counts(give(row)[0]), counts(give(row)[0])

    assert (first, again) == ((1, 0, 0, 0), (0, 0, 1, 0))
    assert "@" not in Participation.objects.get().key


def test_addresses_that_stand_in_old_keys_are_taken_out(give, ann, db):
    old = Participation.objects.create(
        member=ann, offer="EVENT", depth="LIGHT", mode="ONLINE", day=datetime.date(2022, 5, 17),
        key="file:ann@example.org:EVENT:2022-05-17::Day one",
    )  # fmt: skip
    step = import_module("commonweal.engagement.migrations.0004_no_addresses_in_keys")

    step.forget_addresses(apps, connection.schema_editor())
    old.refresh_from_db()

    assert old.key.startswith("file:address-")
    assert old.key.endswith(":EVENT:2022-05-17::Day one")
    with pytest.raises(IntegrityError), transaction.atomic():
        Participation.objects.update(what="changed")


def test_the_ledger_is_not_told_otherwise_later(give, ann):
    give({"person": "sf:1", "offer": "EVENT", "day": "2022-05-17", "key": "k"})

    tally, rejects = give({"person": "sf:1", "offer": "EVENT", "day": "2022-05-18", "key": "k"})

    assert counts(tally) == (0, 0, 0, 1)
    assert rejects == [
        (2, "key", "This is in the ledger already, told differently. It stays as it is.")
    ]


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"person": "sf:9"}, "person", "There is nobody here with the id or address “sf:9”."),
        ({"day": "2020-01-14"}, "day", "They joined later, on 2020-01-15."),
        ({"day": "2023-01-02"}, "day", "They had left by then, on 2023-01-01."),
        ({"day": "30/02/2022"}, "day", "“30/02/2022” is not a date."),
        ({"day": ""}, "day", "It is empty, and cannot be."),
        ({"person": ""}, "person", "It is empty, and cannot be."),
        ({"part": "watched"}, "part", "“watched” is not one of: CONTRIBUTED, LED, TOOK_PART."),
        ({"depth": "deep"}, "depth", "“deep” is not one of: LIGHT, ONGOING, SUBSTANTIVE."),
        ({"mode": "phone"}, "mode", "“phone” is not one of: IN_PERSON, ONLINE, OWN_TIME."),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_and_the_rest_goes_on(
    give, ann, change, column, reason
):
    row = {
        "person": "sf:1",
        "offer": "EVENT",
        "day": "2022-05-17",
        "part": "",
        "depth": "",
        "mode": "",
    }

    tally, rejects = give({**row, **change}, {**row, "day": "2022-05-18"})

    assert (counts(tally), rejects) == ((1, 0, 0, 1), [(2, column, reason)])


def test_an_offer_nobody_declared_is_refused_with_those_there_are(give, ann):
    _, rejects = give({"email": "ann@example.org", "offer": "Karaoke", "day": "2022-05-17"})

    assert rejects[0][:2] == (2, "offer")
    assert rejects[0][2].startswith("There is no offer “Karaoke”. The offers are: COFFEE, RESOURCE")


def test_an_address_nobody_has_is_refused(give, ann):
    _, rejects = give({"email": "bob@example.org", "offer": "EVENT", "day": "2022-05-17"})

    assert rejects == [
        (2, "email", "There is nobody here with the id or address “bob@example.org”.")
    ]


def test_a_mapping_may_take_what_came_before_joining(give):
    member = MemberFactory(external_id="1", user=None, joined_on=datetime.date(2020, 1, 15))
    mapping = {
        "columns": {"person": "p", "day": "d"},
        "constants": {"offer": "EVENT"},
        "options": {"before_joining": "take"},
    }

    tally, _ = give({"p": "1", "d": "2019-01-01"}, mapping=mapping)

    assert counts(tally) == (1, 0, 0, 0)
    assert Participation.objects.get().member == member


def test_people_without_an_id_are_found_by_address(give):
    MemberFactory(external_id=None, user__email="ann@example.org")

    assert counts(give({"email": "ann@example.org", "offer": "EVENT", "day": "2022-05-17"})[0]) == (
        1,
        0,
        0,
        0,
    )


def test_an_unknown_rule_for_days_before_joining_is_refused(give):
    with pytest.raises(Refused, match="before_joining must be one of: refuse, take"):
        give({"p": "1"}, mapping={"options": {"before_joining": "guess"}})
