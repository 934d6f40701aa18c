import pytest

from commonweal.members.models import Audience, Member
from commonweal.members.visibility import (
    DEFAULTS,
    LABELS,
    choices_of,
    hidden_labels,
    may_see,
    visible_to,
)
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db

CHOICES = [{}, *({"place": audience} for audience in Audience.values)]


def test_every_field_has_words_for_the_page_on_which_it_is_chosen():
    assert set(LABELS) == set(DEFAULTS)


@pytest.mark.parametrize(
    ("chosen", "everyone", "members"),
    [
        (None, False, True),
        ("EVERYONE", True, True),
        ("MEMBERS", False, True),
        ("NOBODY", False, False),
    ],
)
def test_a_field_is_seen_by_those_its_member_chose(chosen, everyone, members):
    member = Member(visibility={} if chosen is None else {"place": chosen})

    assert may_see(member, "place", Audience.EVERYONE) is everyone
    assert may_see(member, "place", Audience.MEMBERS) is members


def test_seniority_is_nobodys_business_until_its_member_says_so():
    assert not may_see(Member(), "seniority", Audience.MEMBERS)
    assert hidden_labels(Member()) == ["Seniority, as estimated"]


@pytest.mark.parametrize("viewer", [Audience.EVERYONE, Audience.MEMBERS])
@pytest.mark.parametrize("field", ["place", "seniority"])
def test_the_database_and_the_page_apply_the_same_rule(viewer, field):
    rows = [MemberFactory(visibility={field: choice}) for choice in Audience.values]
    rows.append(MemberFactory(visibility={}))

    seen = set(Member.objects.filter(visible_to(viewer, field)))

    assert seen == {member for member in rows if may_see(member, field, viewer)}


def test_several_fields_must_all_be_visible():
    MemberFactory(visibility={"name": "EVERYONE", "place": "NOBODY"})
    both = MemberFactory(visibility={"name": "EVERYONE", "place": "EVERYONE"})

    assert list(Member.objects.filter(visible_to(Audience.EVERYONE, "name", "place"))) == [both]


def test_choices_are_complete_whatever_was_stored():
    assert choices_of(Member(visibility={"place": "NOBODY"})) == DEFAULTS | {"place": "NOBODY"}
