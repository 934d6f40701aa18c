"""Before the most guarded pages everybody shows once more that it is them, by their own way."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from tests.core.test_second_factor import PASSWORD, add_app, totp
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
GUARDED = "/account/data/copy/"


def somebody(password=None):
    user = UserFactory(email="one@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    user.set_password(password)
    user.save()
    return user


def later(client, minutes):
    """The same browser, some minutes on."""
    session = client.session
    for record in session.get("account_authentication_methods", []):
        record["at"] -= minutes * 60
    session.save()


def sign_in_by_code(client, email):
    client.post("/account/login/code/", {"email": email})
    return client.post("/account/login/code/confirm/", {"code": code()})


def code():
    return re.match(r"(\S+) is your code", mail.outbox[-1].subject)[1]


def test_who_signed_in_by_code_just_now_is_let_in():
    client, user = Client(), somebody()

    sign_in_by_code(client, user.email)

    assert client.get(GUARDED).status_code == 200


def test_who_signs_in_by_codes_alone_is_asked_for_a_new_one_and_comes_back():
    client, user = Client(), somebody()
    sign_in_by_code(client, user.email)
    later(client, 6)

    refused = client.get(GUARDED)
    page = client.get(refused.url)
    client.post("/account/again/", {"next": GUARDED})
    signed_out = client.get("/account/")
    back = client.post(f"/account/login/code/confirm/?next={GUARDED}", {"code": code()})

    assert refused.url == f"/account/again/?next={GUARDED.replace('/', '%2F')}"
    assert "send a new code to one@example.org" in page.text
    assert signed_out.status_code == 302
    assert back.url == GUARDED
    assert client.get(GUARDED).status_code == 200


def test_a_code_leads_to_no_other_site():
    client, user = Client(), somebody()
    sign_in_by_code(client, user.email)

    led = client.post("/account/again/", {"next": "https://elsewhere.example/"})

    assert led.url == "/account/login/code/confirm/?next=%2Faccount%2F"


def test_codes_cannot_be_asked_for_without_end():
    client, user = Client(), somebody()
    sign_in_by_code(client, user.email)

    for _ in range(10):
        again = client.post("/account/again/", {"next": GUARDED})
        if again.status_code == 200:
            break
        client.force_login(user)

    assert "That was too many tries" in again.text


def test_who_has_a_password_is_asked_for_it():
    client, user = Client(), somebody(PASSWORD)
    client.force_login(user)

    refused = client.get(GUARDED)
    wrong = client.post(refused.url, {"password": "another one"})
    right = client.post(refused.url, {"password": PASSWORD})

    assert refused.url.startswith("/account/reauthenticate/")
    assert "That is not your password" in wrong.text
    assert right.url == GUARDED
    assert client.get(GUARDED).status_code == 200


def test_who_has_an_app_is_asked_for_its_code():
    client, user = Client(), somebody()
    client.force_login(user)
    user.set_password(PASSWORD)
    user.save()
    client.force_login(user)
    secret, _ = add_app(client)
    user.set_unusable_password()
    user.save()
    client.force_login(user)

    refused = client.get(GUARDED)
    right = client.post(refused.url, {"code": totp(secret)})

    assert refused.url.startswith("/account/2fa/reauthenticate/")
    assert right.url == GUARDED
    assert client.get(GUARDED).status_code == 200


def test_who_has_a_passkey_is_asked_for_it():
    user = somebody()
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={})
    client = Client()
    client.force_login(user)

    refused = client.get(GUARDED)

    assert refused.url.startswith("/account/2fa/webauthn/reauthenticate/")


def test_a_page_opened_in_time_may_be_filled_in_at_leisure():
    client, user = Client(), somebody()
    sign_in_by_code(client, user.email)
    later(client, 20)

    assert client.get(GUARDED).status_code == 302
    assert client.post(GUARDED).url == "/account/data/"


def test_nothing_is_sent_long_after_signing_in():
    client, user = Client(), somebody()
    sign_in_by_code(client, user.email)
    later(client, 31)

    assert client.post(GUARDED).url.startswith("/account/again/")


def test_what_somebody_else_showed_in_this_browser_does_not_count():
    client, user = Client(), somebody()
    sign_in_by_code(client, user.email)
    session = client.session
    records = session["account_authentication_methods"]
    client.force_login(UserFactory(password="!"))
    session = client.session
    session["account_authentication_methods"] = records
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()

    assert time.time() - records[0]["at"] < 60
    assert client.get(GUARDED).url.startswith("/account/again/")
