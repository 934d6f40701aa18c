"""Your record: what I took part in, for me alone."""

import csv
import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import MemberFactory, ParticipationFactory

PAGE = "/people/me/record/"
FILE = "/people/me/record.csv"


def take_part(client, day, **more):
    return ParticipationFactory(
        member=client.user.member, day=datetime.date.fromisoformat(day), **more
    )


def test_a_member_sees_the_latest_year_in_words_and_can_choose_another(member):
    take_part(member, "2021-03-02", offer="COFFEE", what="Spring draw")
    take_part(member, "2022-05-17", what="Community day", part="LED")
    take_part(member, "2022-01-05", offer="RETIRED_OFFER")

    latest, before = member.get(PAGE).text, member.get(PAGE + "?year=2021").text

    assert "17 May 2022" in latest
    assert "Community day" in latest
    assert "Led" in latest
    assert "RETIRED_OFFER" in latest
    assert "Spring draw" not in latest
    assert "Spring draw" in before
    assert "Randomised coffee trial" in before


def test_it_holds_nothing_of_anybody_else(member):
    take_part(member, "2022-05-17", what="Mine")
    ParticipationFactory(member=MemberFactory(), day=datetime.date(2022, 5, 18), what="Theirs")

    assert "Theirs" not in member.get(PAGE).text
    assert "Theirs" not in member.get(FILE).getvalue().decode()


def test_somebody_who_took_part_in_nothing_is_told_what_will_stand_here(member):
    assert "Nothing here yet" in member.get(PAGE).text


@pytest.mark.parametrize("year", ["2019", "banana", "²"])
def test_a_year_without_anything_is_not_found(member, year):
    take_part(member, "2022-05-17")

    assert member.get(f"{PAGE}?year={year}").status_code == 404


def test_the_file_has_all_years_and_runs_no_formula(member):
    take_part(member, "2021-03-02", offer="COFFEE", what="=1+1")
    take_part(member, "2022-05-17", what="Community day")

    response = member.get(FILE)

    header, latest, first = csv.reader(response.getvalue().decode().splitlines())
    assert response["Content-Disposition"] == 'attachment; filename="my-record.csv"'
    assert header == ["day", "offer", "what", "part", "depth", "mode"]
    assert latest[:4] == ["2022-05-17", "Community event", "Community day", "Took part"]
    assert latest[4:] == ["Substantial, one-off", "In person"]
    assert first[:4] == ["2021-03-02", "Randomised coffee trial", "'=1+1", "Took part"]


@pytest.mark.parametrize("address", [PAGE, FILE])
def test_guests_have_no_record_and_visitors_are_asked_to_sign_in(guest, visitor, address):
    assert guest.get(address).status_code == 403
    assert visitor.get(address).status_code == 302


def test_the_page_costs_the_same_for_one_row_and_for_three(member):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            member.get(PAGE)
        return len(captured)

    take_part(member, "2022-05-17")
    member.get(PAGE)
    one = cost()
    take_part(member, "2022-05-18")
    take_part(member, "2021-05-18", offer="COFFEE")

    assert cost() == one
