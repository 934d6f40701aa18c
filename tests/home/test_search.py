"""One search finds every kind of thing, and for each reader only what is theirs to see."""

import pytest
from django.urls import reverse

from commonweal.members import indexing
from commonweal.search import services
from commonweal.search.models import Audience
from tests.factories import EVERYONE, MemberFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
SEARCH = reverse("home:search")


@pytest.fixture
def leeds():
    """A hospital, and somebody there whom everyone may see."""
    place = OrganisationFactory(name="Leeds Infirmary")
    member = MemberFactory(name="Wyn Ash", user=None, visibility=EVERYONE, organisation=place)
    indexing.index_organisations([place.pk])
    return member


def test_people_and_organisations_are_found_together(client, leeds):
    text = client.get(SEARCH, {"q": "leeds"}).text
    assert [text.count(found) for found in ("Wyn Ash</a>", "Leeds Infirmary</a>")] == [1, 1]
    assert text.index("Wyn Ash") < text.index("Leeds Infirmary</a>")


@pytest.mark.parametrize(("reader", "seen"), [("visitor", False), ("member", True)])
def test_a_name_for_members_is_found_by_members(client_as, reader, seen):
    indexing.index_member(MemberFactory(name="Wyn Ash", user=None, visibility={}))
    assert ("Wyn Ash</a>" in client_as(reader).get(SEARCH, {"q": "wyn"}).text) == seen


def test_a_kind_of_thing_nobody_thought_of_appears_under_its_own_name(client):
    services.put("coffee-trial", "1", [
        services.Entry(
            kind="coffee-trial", ref="1", audience=Audience.EVERYONE, title="Autumn draw",
            summary="", body="Talk to someone new over a hot drink", facets=(), url="/x/",
            sort="autumn draw",
        )
    ])  # fmt: skip

    text = client.get(SEARCH, {"q": "hot drink"}).text

    assert "Coffee trial <" in text
    assert "over a <mark>hot</mark> <mark>drink</mark>" in text


def test_many_hits_lead_to_the_whole_list(client):
    for number in range(7):
        place = OrganisationFactory(name=f"Leeds Infirmary {number}")
        indexing.index_organisations([place.pk])
    text = client.get(SEARCH, {"q": "leeds infirmary"}).text
    assert f'href="{reverse("members:organisations")}?q=leeds+infirmary"' in text


def test_a_slip_is_forgiven_only_where_nothing_matches_as_typed(client, leeds):
    indexing.index_organisations([OrganisationFactory(name="Wynn Clinic").pk])

    as_typed = client.get(SEARCH, {"q": "wynn"}).text
    slipped = client.get(SEARCH, {"q": "infimary"}).text

    assert ["Wynn Clinic" in as_typed, "Wyn Ash" in as_typed] == [True, False]
    assert "Nothing matches “infimary” as you wrote it" in slipped


@pytest.mark.parametrize(
    ("text", "answer"),
    [("", "Type a name"), ("zyzzyva", "Nothing found for “zyzzyva”"), ("🙂", "Nothing found")],
)
def test_nothing_to_show_comes_with_advice(client, leeds, text, answer):
    assert answer in client.get(SEARCH, {"q": text}).text


def test_htmx_gets_what_was_found_alone(client, leeds):
    response = client.get(SEARCH, {"q": "wyn"}, headers={"HX-Request": "true"})
    assert "<html" not in response.text
    assert "Wyn Ash</a>" in response.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_runs_the_same_queries_for_any_number_of_hits(
    client, count, django_assert_num_queries
):
    for number in range(count):
        indexing.index_member(MemberFactory(name=f"Wyn {number}", user=None, visibility=EVERYONE))
    with django_assert_num_queries(10):
        assert client.get(SEARCH, {"q": "wyn"}).text.count("cw-person__name") == count
