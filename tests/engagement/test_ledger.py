"""The ledger: added to once, changed never."""

import datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from commonweal.core.errors import Refused
from commonweal.engagement import services
from commonweal.engagement.models import Participation
from commonweal.engagement.offers import OFFERS, as_table
from tests.factories import MemberFactory, ParticipationFactory

DAY = datetime.date(2022, 5, 17)


@pytest.fixture
def member(db):
    return MemberFactory(joined_on=datetime.date(2020, 1, 15))


def test_taking_part_is_noted_with_what_the_offer_declares(member):
    services.record(member, "GROUP", day=DAY, key="group:7:1", part="LED", what="Flow group")

    row = Participation.objects.get()
    assert (row.member, row.offer, row.depth, row.mode, row.central) == (
        member,
        "GROUP",
        "ONGOING",
        "ONLINE",
        False,
    )
    assert (row.part, row.day, row.what, row.key) == ("LED", DAY, "Flow group", "group:7:1")


def test_one_row_may_say_otherwise_than_its_offer(member):
    row = services.entry(
        member, "EVENT", day=DAY, key="e", depth="LIGHT", mode="ONLINE", central=False
    )

    assert (row.depth, row.mode, row.central) == ("LIGHT", "ONLINE", False)


def test_the_same_key_is_taken_once(member):
    services.record(member, "EVENT", day=DAY, key="event:1")
    services.record(member, "EVENT", day=DAY, key="event:1", part="LED")

    assert [row.part for row in Participation.objects.all()] == ["TOOK_PART"]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"offer": "KARAOKE"}, "There is no offer called “KARAOKE”."),
        ({"part": "WATCHED"}, "There is no part called “WATCHED”."),
        ({"depth": "DEEP"}, "There is no depth called “DEEP”."),
        ({"mode": "PHONE"}, "There is no mode called “PHONE”."),
    ],
)
def test_what_nobody_declared_is_refused(member, said, sentence):
    with pytest.raises(Refused) as refusal:
        services.entry(member, said.pop("offer", "EVENT"), day=DAY, key="k", **said)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("day", "belonged"),
    [("2020-01-14", False), ("2020-01-15", True), ("2022-06-01", True), ("2022-06-02", False)],
)
def test_only_members_take_part_from_their_first_day_to_their_last(member, day, belonged):
    member.left_on = datetime.date(2022, 6, 1)
    day = datetime.date.fromisoformat(day)

    if belonged:
        services.record(member, "EVENT", day=day, key="k")
    else:
        with pytest.raises(Refused, match=f"was not a member on {day}"):
            services.record(member, "EVENT", day=day, key="k")

    assert Participation.objects.exists() == belonged


def test_many_rows_are_read_as_a_stream_and_known_ones_left_out(member, monkeypatch):
    monkeypatch.setattr(services, "BATCH", 2)
    services.record(member, "VOTE", day=DAY, key="vote:3")

    services.record_many(
        services.entry(member, "VOTE", day=DAY, key=f"vote:{number}") for number in range(5)
    )

    assert sorted(Participation.objects.values_list("key", flat=True)) == [
        f"vote:{number}" for number in range(5)
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda row: Participation.objects.update(part="LED"),
        lambda row: Participation.objects.filter(pk=row.pk).delete(),
        lambda row: Participation(pk=row.pk, member=row.member, offer="LAB", day=DAY).save(),
        lambda row: connection.cursor().execute("DELETE FROM engagement_participation"),
    ],
)
def test_the_database_refuses_to_change_or_remove_a_row(db, change):
    row = ParticipationFactory(part="TOOK_PART")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change(row)

    assert Participation.objects.values_list("part", "offer").get() == ("TOOK_PART", "EVENT")


def replacing(change):
    """One row of the ledger put in the place of another, with these columns different."""
    names = [field.column for field in Participation._meta.concrete_fields]
    values = ", ".join(change.get(name, name) for name in names)
    return (
        f"INSERT OR REPLACE INTO engagement_participation ({', '.join(names)}) "
        f"SELECT {values} FROM engagement_participation"
    )


@pytest.mark.parametrize("change", [{"part": "'LED'"}, {"part": "'LED'", "id": "id + 1"}])
def test_no_row_takes_the_place_of_another(db, change):
    ParticipationFactory(part="TOOK_PART")
    if connection.vendor == "postgresql":
        # Rows just added must be settled before PostgreSQL so much as considers this.
        statement = "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE engagement_participation"
    else:
        statement = replacing(change)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert Participation.objects.get().part == "TOOK_PART"


def test_a_known_key_added_as_a_new_row_is_an_error_and_not_passed_over(db):
    row = ParticipationFactory(part="TOOK_PART")

    with pytest.raises(IntegrityError), transaction.atomic():
        ParticipationFactory(member=row.member, key=row.key, part="LED")

    assert Participation.objects.get().part == "TOOK_PART"


def test_a_row_reads_as_a_sentence(db):
    row = ParticipationFactory(member=MemberFactory(name="Ann"), day=DAY)

    assert str(row) == "Ann: EVENT on 2022-05-17"


def test_long_keys_are_made_to_fit_and_stay_different():
    short, one, two = "k" * 160, "k" * 170 + "1", "k" * 170 + "2"

    assert services.short_key(short) == short
    assert len(services.short_key(one)) == 160
    assert services.short_key(one) == services.short_key(one) != services.short_key(two)


def test_the_docs_have_one_row_for_each_offer():
    page = Path(__file__).parents[2] / "docs" / "offers.md"

    assert as_table() in page.read_text(encoding="utf-8")
    assert as_table().count("\n| `") == len(OFFERS)
