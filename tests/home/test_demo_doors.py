"""The demo's doors open while DEMO is on, and do not exist while it is off."""

import datetime

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user
from django.urls import NoReverseMatch, reverse

from commonweal.core.models import SentMail, User
from commonweal.home.demo_accounts import NAMES
from commonweal.home.views import demo as demo_views
from tests.demo import demo_is
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo():
    with demo_is(True):
        yield


@pytest.fixture
def no_demo():
    with demo_is(False):
        yield


@pytest.mark.parametrize("who", NAMES)
def test_one_click_signs_in_as_a_role(client, demo, who):
    response = client.post(f"/demo/be/{who}/")

    assert (response.status_code, response.url) == (302, "/")
    assert get_user(client).email == f"{who}@demo.invalid"


def test_one_click_makes_a_visitor_again(client, demo):
    client.post("/demo/be/team/")

    client.post("/demo/be/visitor/")

    assert get_user(client).is_anonymous


def test_the_demo_has_no_other_roles(client, demo):
    assert client.post("/demo/be/superuser/").status_code == 403
    assert not User.objects.exists()


def test_a_link_alone_signs_nobody_in(client, demo):
    assert client.get("/demo/be/team/").status_code == 405
    assert get_user(client).is_anonymous


def test_a_form_from_elsewhere_signs_nobody_in(demo):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)

    assert client.post("/demo/be/team/").status_code == 403
    assert get_user(client).is_anonymous


def test_the_page_of_doors_has_one_for_each_role_and_says_who_you_are(client, demo):
    client.post("/demo/be/steward/")

    page = client.get("/demo/").text

    assert [who for who in ("visitor", *NAMES) if f'action="/demo/be/{who}/"' not in page] == []
    assert f"You are {NAMES['steward']} now" in page


def test_the_front_page_offers_the_doors(client, demo):
    page = client.get("/").text

    assert [who for who in ("visitor", *NAMES) if f'action="/demo/be/{who}/"' not in page] == []


def test_the_mail_page_shows_the_newest_first(client, demo):
    assert "No mail yet" in client.get("/demo/mail/").text
    SentMail.objects.create(to="a@example.org", subject="First", body="Old words")
    SentMail.objects.create(to="b@example.org", subject="Second", body="New <b>words</b>")

    page = client.get("/demo/mail/").text

    assert page.index("Second") < page.index("First")
    assert "New &lt;b&gt;words&lt;/b&gt;" in page


def test_a_code_arrives_on_the_mail_page(client, demo, settings):
    settings.EMAIL_BACKEND = "commonweal.core.mail.DemoBackend"
    client.post("/account/login/code/", {"email": "Guest@Demo.invalid"})

    assert "guest@demo.invalid" in client.get("/demo/mail/").text


@pytest.mark.parametrize("name", ["demo_sign_in", "demo_mail"])
def test_without_the_demo_its_pages_have_no_address(client, no_demo, name):
    with pytest.raises(NoReverseMatch):
        reverse(f"home:{name}")


@pytest.mark.parametrize("path", ["/demo/", "/demo/mail/", "/demo/be/team/"])
def test_without_the_demo_its_addresses_lead_nowhere(client, no_demo, path):
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404
    assert "/demo/" not in client.get("/").text


def test_without_the_demo_the_door_itself_stays_shut(no_demo, rf):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied, match="only while the demo is on"):
        demo_views.become(rf.post("/demo/be/team/"), who="team")

    assert not User.objects.exists()


def test_the_next_visitor_finds_an_account_as_it_should_be(client, demo):
    client.post("/demo/be/member/")
    account = User.objects.get(email="member@demo.invalid")
    account.set_password("left behind by somebody")
    account.save()
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={})
    member = MemberFactory(
        user=account, left_on=datetime.date(2024, 1, 1), left_reason_id="left:resigned"
    )

    client.post("/demo/be/member/")

    account.refresh_from_db()
    member.refresh_from_db()
    assert (account.has_usable_password(), member.left_on) == (False, None)
    assert not Authenticator.objects.exists()
