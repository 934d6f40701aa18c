"""The list of organisations and the page of each."""

import datetime

import pytest
from django.urls import reverse

from commonweal.members.indexing import index_organisations
from commonweal.members.models import OrganisationAlias
from tests.factories import EVERYONE, MemberFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
LIST = reverse("members:organisations")


def organisations(*names, **fields):
    rows = [OrganisationFactory(name=name, **fields) for name in names]
    index_organisations([row.pk for row in rows])
    return rows


def page(client, organisation, **asked):
    return client.get(reverse("members:organisation", args=[organisation.pk]), asked)


def test_all_are_listed_by_name(visitor):
    organisations("Beta Board", "Alpha Trust")

    text = visitor.get(LIST).text

    assert "2 organisations" in text
    assert text.index("Alpha Trust") < text.index("Beta Board")


def test_one_is_found_by_name_code_and_alias(visitor):
    (alpha,) = organisations("Alpha Trust", code="RX1")
    OrganisationAlias.objects.create(organisation=alpha, name="Wing", sort_name="wing")
    index_organisations([alpha.pk])
    organisations("Beta Board")

    for text in ("alpha", "rx1", "wing", "Alhpa"):
        answer = visitor.get(LIST, {"q": text}).text
        assert ("Alpha Trust" in answer, "Beta Board" in answer) == (True, False)


def test_the_list_is_narrowed_by_nation_and_type(visitor):
    organisations("Alpha Trust", nation_id="nation:wales", type_id="orgtype:acute")
    organisations("Beta Board", nation_id="nation:wales", type_id="orgtype:hospital")
    organisations("Gamma House", nation_id="nation:ireland", type_id="orgtype:acute")

    text = visitor.get(LIST, {"nation": "wales", "orgtype": "acute"}).text

    assert [name in text for name in ("Alpha Trust", "Beta Board", "Gamma House")] == [
        True,
        False,
        False,
    ]


def test_one_that_has_closed_is_listed_as_such(visitor):
    organisations("Alpha Trust", type_id="orgtype:acute", closed_on=datetime.date(2022, 3, 31))

    assert "Acute care provider, closed" in visitor.get(LIST).text


def test_nothing_found_is_said_with_a_way_on(visitor):
    assert "No organisation like that" in visitor.get(LIST, {"q": "zzzz"}).text


def test_htmx_gets_the_list_alone(visitor):
    organisations("Alpha Trust")

    text = visitor.get(LIST, headers={"HX-Request": "true"}).text

    assert "<html" not in text
    assert "Alpha Trust" in text


def test_a_long_list_goes_on(visitor):
    organisations(*(f"Place {number:02}" for number in range(21)))

    first = visitor.get(LIST).text
    onward = first.partition('cw-pager"><a href="')[2].partition('"')[0].replace("&amp;", "&")

    assert "Place 20" not in first
    assert "Place 20" in visitor.get(onward).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_runs_the_same_queries_for_any_number(visitor, django_assert_num_queries, count):
    organisations(*(f"Place {number}" for number in range(count)))

    with django_assert_num_queries(3):
        visitor.get(LIST)


def test_a_page_says_what_is_known(visitor):
    parent = OrganisationFactory(name="Whole Region")
    organisation = OrganisationFactory(
        name="Alpha Trust",
        code="RX1",
        region="Northshire",
        parent=parent,
        type_id="orgtype:acute",
        sector_id="sector:health",
        nation_id="nation:wales",
        closed_on=datetime.date(2022, 3, 31),
    )
    OrganisationAlias.objects.create(organisation=organisation, name="The Wing", sort_name="wing")
    OrganisationFactory(name="Small Ward", parent=organisation)

    text = page(visitor, organisation).text

    known = ["RX1", "Northshire", "Whole Region", "Acute care provider", "Health care", "Wales"]
    known += ["The Wing", "Small Ward", "Closed", "31 March 2022"]
    assert [word for word in known if word not in text] == []


def test_there_is_no_page_of_no_organisation(visitor):
    assert visitor.get(reverse("members:organisation", args=[1])).status_code == 404


def test_many_parts_are_cut_short_with_a_way_on(visitor):
    parent = OrganisationFactory()
    for number in range(51):
        OrganisationFactory(name=f"Part {number:02}", parent=parent)

    text = page(visitor, parent).text

    assert "Part 49" in text
    assert "Part 50" not in text
    assert "These are the first 50" in text


@pytest.mark.parametrize(
    ("visibility", "visitor_sees", "member_sees"),
    [
        (EVERYONE, True, True),
        ({}, False, True),
        (EVERYONE | {"name": "MEMBERS"}, False, True),
        (EVERYONE | {"organisation": "MEMBERS"}, False, True),
        (EVERYONE | {"name": "NOBODY"}, False, False),
        (EVERYONE | {"organisation": "NOBODY"}, False, False),
    ],
)
def test_people_are_listed_where_they_let_it_be_seen_that_they_work(
    visitor, member, visibility, visitor_sees, member_sees
):
    organisation = OrganisationFactory()
    MemberFactory(name="Some Body", organisation=organisation, visibility=visibility)

    assert ("Some Body" in page(visitor, organisation).text) is visitor_sees
    assert ("Some Body" in page(member, organisation).text) is member_sees


def test_a_hidden_role_is_not_listed_with_its_person(visitor):
    organisation = OrganisationFactory()
    MemberFactory(
        role_title="Secret role",
        organisation=organisation,
        visibility=EVERYONE | {"role_title": "MEMBERS"},
    )

    assert "Secret role" not in page(visitor, organisation).text


def test_those_who_left_are_not_listed(member):
    organisation = OrganisationFactory()
    MemberFactory(
        name="Gone Person",
        organisation=organisation,
        left_on=datetime.date(2021, 1, 1),
        left_reason_id="left:retired",
    )

    assert "Gone Person" not in page(member, organisation).text


def test_people_are_listed_page_by_page_each_once(visitor):
    organisation = OrganisationFactory()
    names = [f"Person {number:02}" for number in range(20)] + ["Person 19, too", "Person 19, too"]
    for name in names:
        MemberFactory(name=name, organisation=organisation, visibility=EVERYONE)

    first = page(visitor, organisation).text
    onward = first.partition('cw-pager"><a href="')[2].partition('"')[0].replace("&amp;", "&")
    second = visitor.get(onward).text

    assert (first.count("cw-person__name"), second.count("cw-person__name")) == (20, 2)
    assert second.count("Person 19, too") == 2
    assert "More people" not in second


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_runs_the_same_queries_for_any_number_of_people(
    visitor, django_assert_num_queries, count
):
    organisation = OrganisationFactory()
    MemberFactory.create_batch(count, organisation=organisation, visibility=EVERYONE)

    with django_assert_num_queries(6):
        page(visitor, organisation)
