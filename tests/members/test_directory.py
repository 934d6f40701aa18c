"""The directory finds people by words and filters, and shows nobody more than they may see."""

import re
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from commonweal.members import indexing
from commonweal.members.models import Audience, MemberTerm
from tests.factories import EVERYONE, MemberFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
PEOPLE = reverse("members:directory")


def person(name, *, terms=(), visibility=EVERYONE, **fields):
    """A member in the directory; `terms` are (kind, key) pairs."""
    member = MemberFactory(name=name, visibility=visibility, user=None, **fields)
    for kind, key in terms:
        MemberTerm.objects.create(member=member, kind=kind, term_id=key)
    indexing.index_member(member)
    return member


def names(response):
    return re.findall(r'cw-person__name"><a href="[^"]*">([^<]*)<', response.text)


def numbers(response):
    """What the filters say beside each box that has a number."""
    return dict(re.findall(r'id="n-([^"]*)"[^>]*>\((\d+)\)<', response.text))


def without_question(response):
    """The page without the words its reader typed, which it repeats."""
    asked = response.wsgi_request.GET.get("q", "")
    return response.text.replace(f"{PEOPLE}?{urlencode({'q': asked})}", "").replace(
        asked or "-", ""
    )


def test_without_a_question_everybody_is_shown_a_to_z(client):
    person("Wyn Ash")
    person("Ángela Bryn")
    assert names(client.get(PEOPLE)) == ["Ángela Bryn", "Wyn Ash"]


def test_words_find_a_person_and_the_card_says_why(client):
    person("Wyn Ash", purpose="I want to learn about huddles on wards.")
    person("Bea Moor")

    response = client.get(PEOPLE, {"q": "Huddles"})

    assert names(response) == ["Wyn Ash"]
    assert "I want to learn about <mark>huddles</mark> on wards." in response.text


def test_choices_of_one_filter_are_alternatives_and_filters_add_up(client):
    offer = [("OFFER", "skill:coaching")]
    person("Wyn Ash", nation_id="nation:wales", terms=offer)
    person("Sorcha Ban", nation_id="nation:scotland", terms=offer)
    person("Eng Land", nation_id="nation:england", terms=offer)
    person("Gwen Lloyd", nation_id="nation:wales")

    response = client.get(PEOPLE, {"nation": ["wales", "scotland"], "offer": "skill:coaching"})

    assert names(response) == ["Sorcha Ban", "Wyn Ash"]
    assert "Wales · Offers: Coaching" in response.text


def test_every_filter_has_a_choice_that_finds_somebody(client):
    place = OrganisationFactory(type_id="orgtype:acute")
    asked = [("INTEREST", "interest:flow"), ("OFFER", "skill:bids"), ("ASK", "skill:coaching")]
    person(
        "Wyn Ash", terms=asked, organisation=place, sector_id="sector:health",
        nation_id="nation:wales", role_type_id="roletype:improvement",
    )  # fmt: skip
    person("Bea Moor")
    filters = {
        "nation": "wales", "sector": "health", "orgtype": "acute", "roletype": "improvement",
        "interest": "flow", "offer": "skill:bids", "ask": "skill:coaching",
    }  # fmt: skip

    found = {name: names(client.get(PEOPLE, {name: value})) for name, value in filters.items()}

    assert found == {key: ["Wyn Ash"] for key in filters}


def test_filters_say_how_many_would_be_left(client):
    person("Wyn Ash", nation_id="nation:wales", sector_id="sector:health")
    person("Sorcha Ban", nation_id="nation:scotland", sector_id="sector:health")

    all_of_them = numbers(client.get(PEOPLE))
    in_wales = numbers(client.get(PEOPLE, {"nation": "wales"}))

    keys = ("nation-wales", "nation-scotland", "nation-england", "sector-health")
    assert [all_of_them.get(key) for key in keys] == ["1", "1", "0", "2"]
    assert [in_wales.get(key) for key in keys] == ["1", None, None, "1"]


def test_each_filter_in_use_can_be_taken_away(client):
    person("Wyn Ash", nation_id="nation:wales")

    response = client.get(PEOPLE, {"q": "wyn", "nation": ["wales", "england"]})

    chips = re.findall(r'class="cw-chip" href="([^"]*)"', response.text)
    assert chips == [
        f"{PEOPLE}?q=wyn&amp;nation=wales",
        f"{PEOPLE}?q=wyn&amp;nation=england",
        PEOPLE,
    ]


def test_an_address_with_values_nobody_knows_still_shows_people(client):
    person("Wyn Ash")
    response = client.get(PEOPLE, {"nation": "atlantis", "offer": "x", "after": "zzz"})
    assert names(response) == ["Wyn Ash"]


@pytest.mark.slow
def test_pages_lead_on_and_back(client):
    for number in range(30):
        person(f"Person {number:02}")

    first = client.get(PEOPLE, {"q": "person"})
    onward = re.findall(r'<a [^>]*href="([^"]*after=[^"]*)"', first.text)[0].replace("&amp;", "&")
    second = client.get(onward)
    back = re.findall(r'<a [^>]*href="([^"]*q=person[^"]*)"', second.text)[0]

    assert names(first) == [f"Person {number:02}" for number in range(24)]
    assert names(second) == [f"Person {number:02}" for number in range(24, 30)]
    assert names(client.get(back)) == names(first)


def test_past_the_end_there_is_a_way_back(client):
    from commonweal.search.cursors import Cursor, encode

    person("Wyn Ash")
    response = client.get(PEOPLE, {"after": encode(Cursor(0, "zz", 1))})
    assert "past the end" in response.text


def test_a_slip_in_a_name_is_forgiven_and_said(client):
    person("Margaret O’Brien")

    response = client.get(PEOPLE, {"q": "margret o'brein"})

    assert names(response) == ["Margaret O’Brien"]
    assert "Nobody matches “margret o&#39;brein” as you wrote it" in response.text


def test_nobody_found_comes_with_advice(client):
    response = client.get(PEOPLE, {"q": "nobody at all"})
    assert "Nobody found" in response.text
    assert "Nobody here matches all of that" in response.text


@pytest.mark.parametrize("text", ["\"'*(^:", "🙂", "x" * 10_000, "a OR b AND NOT", "\x00", " "])
def test_nothing_that_can_be_typed_is_an_error(client, text):
    person("Wyn Ash")
    assert client.get(PEOPLE, {"q": text}).status_code == 200


def test_htmx_gets_the_results_alone_and_new_numbers(client):
    person("Wyn Ash", nation_id="nation:wales")

    response = client.get(PEOPLE, {"q": "wyn", "nation": "wales"}, headers={"HX-Request": "true"})

    assert "<html" not in response.text
    assert names(response) == ["Wyn Ash"]
    assert numbers(response)["nation-wales"] == "1"
    assert 'id="in-nation" hx-swap-oob="true">1 chosen<' in response.text
    assert "HX-Request" in response.headers["Vary"]


def test_a_browser_that_goes_back_gets_the_whole_page(client):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in client.get(PEOPLE, headers=headers).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_runs_the_same_queries_for_any_number_of_people(
    client, count, django_assert_num_queries
):
    for number in range(count):
        person(f"Wyn {number}", nation_id="nation:wales")
    with django_assert_num_queries(6):
        assert len(names(client.get(PEOPLE, {"q": "wyn", "nation": "wales"}))) == count
    with django_assert_num_queries(3):
        assert len(names(client.get(PEOPLE))) == count


# What a person hid

HIDDEN = EVERYONE | {
    "purpose": Audience.NOBODY,
    "nation": Audience.NOBODY,
    "offers": Audience.NOBODY,
    "organisation": Audience.NOBODY,
}


@pytest.mark.parametrize("reader", ["visitor", "member", "team"])
@pytest.mark.parametrize(
    "question",
    [
        {"q": "zymurgy"},
        {"q": "Wales"},
        {"q": "Cymru"},
        {"q": "coaching"},
        {"q": "Quillfeather Infirmary"},
        {"q": "quilfeather"},
        {"q": "quil"},
        {"nation": "wales"},
        {"offer": "skill:coaching"},
        {"orgtype": "acute"},
    ],
    ids=str,
)
def test_what_is_hidden_finds_nobody(client_as, reader, question):
    place = OrganisationFactory(name="Quillfeather Infirmary", type_id="orgtype:acute")
    person(
        "Wyn Ash", visibility=HIDDEN, purpose="Zymurgy", nation_id="nation:wales",
        organisation=place, terms=[("OFFER", "skill:coaching")],
    )  # fmt: skip

    response = client_as(reader).get(PEOPLE, question)

    assert names(response) == []
    assert "Quillfeather" not in without_question(response)


@pytest.mark.parametrize("reader", ["visitor", "member"])
def test_what_is_hidden_is_not_counted(client_as, reader):
    place = OrganisationFactory(type_id="orgtype:acute")
    person(
        "Wyn Ash", visibility=HIDDEN, nation_id="nation:wales", organisation=place,
        terms=[("OFFER", "skill:coaching")], sector_id="sector:health",
    )  # fmt: skip

    for question in ({}, {"q": "wyn"}, {"sector": "health"}):
        shown = numbers(client_as(reader).get(PEOPLE, question))
        assert {key for key, number in shown.items() if number != "0"} == {"sector-health"}


@pytest.mark.parametrize(
    ("reader", "seen"),
    [("visitor", []), ("guest", []), ("partner", []), ("member", ["Zywen Ashford"])],
)
@pytest.mark.parametrize(
    "question", [{}, {"q": "zyw"}, {"q": "zywem"}, {"q": "Zywen Ashfrod"}], ids=str
)
def test_a_name_for_members_is_for_members(client_as, reader, seen, question):
    person("Zywen Ashford", visibility={})

    response = client_as(reader).get(PEOPLE, question)

    assert names(response) == seen
    assert ("Zywen" in without_question(response)) == bool(seen)


def test_somebody_who_hides_is_gone_from_lists_counts_and_spellings(client):
    member = person("Zebedee Ash", nation_id="nation:wales")
    member.visibility = dict.fromkeys(EVERYONE, Audience.NOBODY.value)
    member.save()
    indexing.index_member(member)

    responses = [
        client.get(PEOPLE, question) for question in ({}, {"q": "zebedee"}, {"q": "zebede"})
    ]

    assert [names(response) for response in responses] == [[], [], []]
    assert ["ebedee" in without_question(response) for response in responses] == [False] * 3
    assert numbers(responses[0])["nation-wales"] == "0"
