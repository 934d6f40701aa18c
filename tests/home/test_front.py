import datetime

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_counts_from_before():
    cache.clear()


def test_a_visitor_reads_the_front_page(client):
    assert "Commonweal" in client.get("/").text


@pytest.mark.parametrize(("who", "offered"), [("visitor", 0), ("guest", 0), ("member", 1)])
def test_only_a_member_is_led_from_privacy_to_their_profile(client_as, who, offered):
    assert client_as(who).get("/privacy/").text.count("Change your profile") == offered


def test_a_community_without_workplaces_boasts_of_none(client):
    MemberFactory()
    text = client.get("/").text
    assert "person who belongs" in text
    assert "they work in" not in text


def test_a_steward_and_somebody_who_left_find_what_is_theirs(client_as, client_of):
    assert reverse("home:desk") in client_as("steward").get("/").text
    former = MemberFactory(left_on=datetime.date(2021, 1, 1), left_reason_id="left:retired")
    text = client_of(former.user).get("/").text
    assert reverse("engagement:record") in text
    assert "How to become a member" in text
