"""From admitted to a way in, in a real browser, by keyboard and without JavaScript."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from commonweal.joining.models import Status
from commonweal.members.models import Member
from tests.browser.conftest import axe_findings
from tests.factories import MemberFactory, UserFactory
from tests.factories.belonging import SignpostFactory
from tests.factories.joining import ApplicationFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def newcomer(db):
    user = UserFactory(email="new@example.org", name="Nia New")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    ApplicationFactory(
        status=Status.ADMITTED, email=user.email, name="Nia New", decided_at=timezone.now()
    )
    helper = MemberFactory(name="Helper")
    helper.terms.create(kind="OFFER", term_id="skill:coaching")
    SignpostFactory(title="Newcomers’ corner")
    return user


def test_somebody_admitted_joins_and_takes_a_first_step(live_server, sign_in_as, newcomer):
    page = sign_in_as(newcomer)
    page.goto(live_server.url)
    page.get_by_role("button", name="Take up your place").press("Enter")

    page.get_by_label("I accept the compact").press("Space")
    assert axe_findings(page) == []
    page.get_by_role("button", name="Continue").press("Enter")
    page.get_by_label("What do you want from the community?").fill("To learn")
    page.get_by_role("button", name="Save and continue").press("Enter")
    page.get_by_role("button", name="Skip this question").press("Enter")
    page.get_by_label("Coaching").press("Space")
    assert axe_findings(page) == []
    page.get_by_role("button", name="Save and continue").press("Enter")
    page.get_by_role("button", name="Skip this, and see your way in").press("Enter")

    assert page.get_by_text("Offers coaching, which you ask for").is_visible()
    assert axe_findings(page) == []
    page.goto(live_server.url)
    page.get_by_role("form", name="Helper").get_by_role("button", name="Done", exact=True).click()
    assert page.get_by_text("1 of 2 done").is_visible()
    assert Member.objects.get(user=newcomer).purpose == "To learn"


def test_a_break_begins_and_ends_without_javascript(browser, live_server, client):
    member = MemberFactory()
    client.force_login(member.user)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    context.add_cookies([{**cookie, "url": live_server.url}])
    page = context.new_page()

    page.goto(live_server.url + reverse("members:pause"))
    page.get_by_label("Until I come back").check()
    page.get_by_role("button", name="Begin my break").click()
    assert page.get_by_role("heading", name="You are taking a break").is_visible()
    page.get_by_role("button", name="Come back from your break").click()

    assert page.get_by_text("Your break is over").is_visible()
    context.close()
