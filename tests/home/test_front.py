import pytest

pytestmark = pytest.mark.django_db


def test_a_visitor_reads_the_front_page(client):
    assert "Commonweal" in client.get("/").text


@pytest.mark.parametrize(("who", "offered"), [("visitor", 0), ("guest", 0), ("member", 1)])
def test_only_a_member_is_led_from_privacy_to_their_profile(client_as, who, offered):
    assert client_as(who).get("/privacy/").text.count("Change your profile") == offered
