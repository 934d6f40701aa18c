"""The team notes that somebody left, and takes it back."""

import datetime

import pytest
from django.urls import reverse

from commonweal.members.models import Member
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db

GONE = {"on_0": "27", "on_1": "3", "on_2": "2023", "reason": "left:retired"}


def address(member):
    return reverse("members:end_membership", args=[member.ref])


@pytest.mark.parametrize(
    ("role", "opened", "posted"),
    [
        ("visitor", 302, 302),
        ("guest", 403, 403),
        ("member", 403, 403),
        ("steward", 403, 403),
        ("team", 200, 302),
    ],
)
def test_only_the_team_ends_memberships(client_as, role, opened, posted):
    member = MemberFactory()
    client = client_as(role)

    assert client.get(address(member)).status_code == opened
    assert client.post(address(member), GONE).status_code == posted
    assert (Member.objects.get(pk=member.pk).left_on is not None) is (role == "team")


def test_an_ended_membership_is_confirmed_with_its_day(team):
    member = MemberFactory()

    text = team.post(address(member), GONE, follow=True).text

    assert f"{member.name}: membership ended" in text
    assert "left the community on 27 March 2023" in text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"on_0": "", "on_1": "", "on_2": ""}, "Enter the last day"),
        ({"on_0": "31", "on_1": "2"}, "The last day must be a real date"),
        ({"on_2": "2090"}, "The last day cannot be in the future"),
        ({"on_2": "2019"}, "The last day cannot be before the day they joined"),
        ({"reason": ""}, "Choose a reason"),
        ({"reason": "left:abducted"}, "There is a problem"),
    ],
)
def test_what_cannot_be_is_said_on_the_form(team, changed, sentence):
    member = MemberFactory()

    text = team.post(address(member), GONE | changed).text

    assert sentence in text
    assert Member.objects.get(pk=member.pk).left_on is None


def test_what_was_typed_is_kept_on_the_form(team):
    text = team.post(address(MemberFactory()), GONE | {"on_1": "13"}).text

    assert 'value="27"' in text
    assert 'value="13"' in text


def resume(client, member):
    address = reverse("members:resume_membership", args=[member.ref])
    return client.post(address, follow=True).text


def test_an_ended_membership_is_resumed_from_the_page_of_the_person(team):
    member = MemberFactory(left_on=datetime.date(2023, 3, 27), left_reason_id="left:retired")
    page = reverse("members:person", args=[member.ref])
    assert "Make a member again" in team.get(page).text

    text = resume(team, member)

    assert f"{member.name}: a member again" in text
    assert "Make a member again" not in text
    assert Member.objects.get(pk=member.pk).left_on is None


def test_stewards_are_not_offered_to_resume_a_membership(client_as):
    member = MemberFactory(left_on=datetime.date(2023, 3, 27), left_reason_id="left:retired")

    text = client_as("steward").get(reverse("members:person", args=[member.ref])).text

    assert "left the community" in text
    assert "Make a member again" not in text


def test_what_has_not_ended_is_not_resumed(team):
    assert "This membership has not ended" in resume(team, MemberFactory())
