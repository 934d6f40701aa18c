"""When no mail can be sent: a sentence, the same for everybody, and an error in the log."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "three random words"
SENTENCE = (
    "We could not send mail just now. Try again in a few minutes; if it stays like this, "
    "write to team@example.org."
)
CODE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}")


class NoServer(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise ConnectionRefusedError(111, "Connection refused")


@pytest.fixture
def known():
    user = UserFactory(email="known@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def no_server(settings):
    settings.EMAIL_BACKEND = f"{__name__}.NoServer"


def seen(client, path, given):
    """Where it leads, and the page there without what differs each time."""
    page = client.post(path, given, follow=True)
    plain = re.sub(r'(value|nonce|token)="[^"]*"', "", page.text)
    return page.redirect_chain, page.status_code, plain


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/account/login/code/", {}),
        ("/account/signup/", {"name": "Anybody"}),
        ("/account/password/reset/", {}),
    ],
)
def test_it_is_said_on_the_sign_in_page_to_members_and_strangers_alike(
    known, no_server, caplog, path, more
):
    members = seen(Client(), path, {"email": known.email, **more})
    strangers = seen(Client(), path, {"email": "nobody@example.org", **more})

    assert members == strangers
    assert members[:2] == ([("/account/login/", 302)], 200)
    assert SENTENCE in members[2]
    assert [record.levelname for record in caplog.records if "adapters" in record.name] == [
        "ERROR",
        "ERROR",
    ]


def test_once_mail_goes_again_somebody_who_signed_up_meanwhile_gets_a_code(client, settings):
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.NoServer"
    client.post("/account/signup/", {"name": "Siân", "email": "new@example.org"})
    settings.EMAIL_BACKEND = working

    client.post("/account/login/code/", {"email": "new@example.org"})
    code = CODE.search(mail.outbox[-1].body)[0]
    page = client.post("/account/login/code/confirm/", {"code": code}, follow=True)

    assert page.wsgi_request.user.email == "new@example.org"


def test_what_was_done_stays_done_when_the_mail_about_it_cannot_go(client_of, known, no_server):
    new = "four quite random words"
    given = {"oldpassword": PASSWORD, "password1": new, "password2": new}

    page = client_of(known).post("/account/password/change/", given, follow=True)

    known.refresh_from_db()
    assert known.check_password(new)
    assert ("Your password is changed" in page.text, SENTENCE in page.text) == (True, False)


def test_somebody_signed_in_reads_it_where_addresses_are_changed(client, known, no_server):
    client.post("/account/login/", {"login": known.email, "password": PASSWORD})

    given = {"email": "other@example.org", "action_add": "1"}
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.post("/account/email/", given, follow=True)

    assert page.redirect_chain == [("/account/email/", 302)]
    assert SENTENCE in page.text
