"""Signing in as people do: in a real browser, with a passkey device, and without JavaScript."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache

from tests.factories import RoleGrantFactory, UserFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def person():
    cache.clear()  # tries of an earlier test are not held against this one
    user = UserFactory(email="one@example.org", name="First Person")
    user.set_unusable_password()
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def site(live_server):
    """The address of the site. Passkeys work on localhost and not on a bare number."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def complaints(page):
    """What the browser complains of, a broken content security policy included."""
    said = []
    page.on("console", lambda message: message.type == "error" and said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def with_phone(page):
    """Give the browser a phone with a fingerprint reader."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})


def enter_code(page, site, email):
    """Ask for a code, and enter the one that came by mail."""
    page.goto(f"{site}/account/login/")
    page.get_by_label("E-mail address").first.fill(email)
    page.get_by_role("button", name="Email me a code").click()
    page.get_by_label("Code").wait_for()
    page.get_by_label("Code").fill(re.search(r"\w{4}-\w{4}", mail.outbox[-1].body)[0])
    page.get_by_role("button", name="Continue").click()


def sign_in_by_code(page, site, email):
    enter_code(page, site, email)
    page.wait_for_url(f"{site}/")


def add_passkey(page, site):
    page.goto(f"{site}/account/2fa/webauthn/add/")
    page.get_by_label("Name of this passkey").fill("My phone")
    page.get_by_role("button", name="Add this passkey").click()
    page.wait_for_url("**/recovery-codes/")


def sign_out(page):
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "recovery" not in url)


def test_a_passkey_is_added_and_then_signs_in_alone(page, site, person, complaints, accessible):
    with_phone(page)
    sign_in_by_code(page, site, person.email)

    add_passkey(page, site)
    accessible(page)
    sign_out(page)
    page.goto(f"{site}/account/login/?next=/account/2fa/webauthn/")
    accessible(page)
    page.get_by_role("button", name="Sign in with a passkey").click()

    page.get_by_role("heading", name="Your passkeys").wait_for()
    assert page.get_by_role("heading", name="My phone").is_visible()
    assert complaints == []


def test_a_passkey_is_the_second_step_after_a_code(page, site, person, complaints):
    with_phone(page)
    sign_in_by_code(page, site, person.email)
    add_passkey(page, site)
    sign_out(page)

    enter_code(page, site, person.email)
    page.get_by_role("heading", name="One more step").wait_for()
    page.get_by_role("button", name="Use my passkey").click()

    page.get_by_role("banner").get_by_role("link", name="Your account").wait_for()
    page.wait_for_url(f"{site}/")
    assert complaints == []


def test_a_passkey_that_fails_is_explained(page, site, person, complaints):
    with_phone(page)
    page.goto(f"{site}/account/login/")

    page.get_by_role("button", name="Sign in with a passkey").click()

    page.get_by_text("That did not work.").wait_for()
    assert complaints == []


def test_staff_set_up_a_passkey_before_anything_else(page, site, person, complaints):
    RoleGrantFactory(user=person, role="TEAM")
    with_phone(page)
    enter_code(page, site, person.email)

    page.get_by_text("your account needs a second step").wait_for()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Add this passkey").click()
    page.wait_for_url("**/recovery-codes/")
    page.goto(f"{site}/admin/core/user/")

    assert page.get_by_role("link", name=person.email).first.is_visible()
    assert complaints == []


def test_without_javascript_a_code_still_signs_in(browser, site, person):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    sign_in_by_code(page, site, person.email)
    page.goto(f"{site}/account/")

    assert page.get_by_role("heading", name="Your account").is_visible()
    assert not page.get_by_role("button", name="Sign in with a passkey").is_visible()
    context.close()
