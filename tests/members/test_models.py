"""What the database itself refuses, and how rows read where only their name is shown."""

import datetime

import pytest
from django.db import IntegrityError

from commonweal.members.models import (
    MemberLink,
    MemberTerm,
    OrganisationAlias,
    SeniorityRule,
    Term,
)
from tests.factories import MemberFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def test_a_term_key_names_its_list():
    with pytest.raises(IntegrityError):
        Term.objects.create(key="skill:sewing", vocabulary="interest", label="Sewing")


def test_a_code_belongs_to_one_organisation_and_many_have_none():
    OrganisationFactory(code="")
    OrganisationFactory(code="")
    OrganisationFactory(code="RX1")

    with pytest.raises(IntegrityError):
        OrganisationFactory(code="RX1")


def test_no_organisation_is_its_own_parent():
    organisation = OrganisationFactory()
    organisation.parent = organisation

    with pytest.raises(IntegrityError):
        organisation.save()


def test_another_name_is_that_of_one_organisation():
    OrganisationAlias.objects.create(
        organisation=OrganisationFactory(), name="Wing", sort_name="wing"
    )

    with pytest.raises(IntegrityError):
        OrganisationAlias.objects.create(
            organisation=OrganisationFactory(), name="WING", sort_name="wing"
        )


@pytest.mark.parametrize(
    "left",
    [
        {"left_on": datetime.date(2019, 1, 1), "left_reason_id": "left:retired"},
        {"left_on": datetime.date(2022, 1, 1)},
        {"left_reason_id": "left:retired"},
    ],
    ids=["before joining", "without a reason", "without a day"],
)
def test_leaving_has_a_possible_day_and_a_reason(left):
    with pytest.raises(IntegrityError):
        MemberFactory(joined_on=datetime.date(2020, 1, 15), **left)


def test_a_member_says_each_thing_once():
    member = MemberFactory()
    MemberTerm.objects.create(member=member, kind="OFFER", term_id="skill:coaching")
    MemberTerm.objects.create(member=member, kind="ASK", term_id="skill:coaching")

    with pytest.raises(IntegrityError):
        MemberTerm.objects.create(member=member, kind="OFFER", term_id="skill:coaching")


def test_rows_read_well_by_themselves():
    member = MemberFactory(name="Siân")
    alias = OrganisationAlias(organisation=OrganisationFactory(name="Alpha"), name="Wing")
    term = MemberTerm(member=member, kind="OFFER", term=Term.objects.get(key="skill:coaching"))
    rule = SeniorityRule.objects.get(order=30)

    read = [str(row) for row in (member, alias.organisation, alias, term, rule)]

    assert read == ["Siân", "Alpha", "Wing", "Siân offers Coaching", "Directors"]
    assert str(MemberLink(member=member, label="My work")) == "My work"


def test_a_member_belongs_from_the_first_day_to_the_day_before_leaving():
    member = MemberFactory(
        joined_on=datetime.date(2020, 1, 15),
        left_on=datetime.date(2021, 1, 15),
        left_reason_id="left:retired",
    )

    belonged = [
        member.is_current(datetime.date(*day))
        for day in [(2020, 1, 14), (2020, 1, 15), (2021, 1, 14), (2021, 1, 15)]
    ]
    assert belonged == [False, True, True, False]


def test_a_page_is_named_by_a_random_ref():
    first, second = MemberFactory(), MemberFactory()

    assert first.ref != second.ref
    assert len(first.ref) == 10
