"""Signing in by code and by password, signing up, and what a stranger cannot learn or do."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user
from django.core import mail
from django.test import Client
from django.urls import reverse

from commonweal.core import services
from commonweal.core.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
CODE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}")
LOGIN, ASK, CONFIRM = "/account/login/", "/account/login/code/", "/account/login/code/confirm/"
PASSWORD = "three random words"


@pytest.fixture
def person():
    return UserFactory(email="sian@example.org", name="Siân", password="")


@pytest.fixture
def known(person):
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    person.set_password(PASSWORD)
    person.save()
    return person


def ask(client, email, **more):
    return client.post(ASK, {"email": email, **more})


def code_sent():
    return CODE.search(mail.outbox[-1].body)[0]


def test_a_code_by_mail_signs_somebody_in(client, known):
    ask(client, "Sian@Example.org")

    response = client.post(CONFIRM, {"code": code_sent()})

    assert (response.status_code, response.url, get_user(client)) == (302, "/", known)
    assert [message.to for message in mail.outbox] == [["sian@example.org"]]
    assert mail.outbox[0].subject == f"{code_sent()} is your code to sign in to Commonweal"


def test_somebody_the_operator_or_an_import_brought_in_signs_in_by_one_code(client):
    user = services.account_for("new@example.org")
    ask(client, "new@example.org")

    page = client.post(CONFIRM, {"code": code_sent()}, follow=True).text

    assert get_user(client) == user
    assert "Your address is confirmed." in page
    assert "is now your address" not in page
    assert [m.subject for m in mail.outbox] == [
        f"{code_sent()} is your code to sign in to Commonweal"
    ]
    assert [(a.email, a.verified) for a in user.emailaddress_set.all()] == [
        ("new@example.org", True)
    ]


def test_a_wrong_code_is_refused_with_a_sentence(client, known):
    ask(client, known.email)

    response = client.post(CONFIRM, {"code": "XXXX-XXXX"})

    assert "That is not the code" in response.text
    assert get_user(client).is_anonymous


def test_the_third_wrong_code_ends_the_try(client, known):
    ask(client, known.email)
    right = code_sent()

    pages = [client.post(CONFIRM, {"code": "XXXX-XXXX"}, follow=True).text for _ in range(3)]
    client.post(CONFIRM, {"code": right})

    assert "That was too many tries" in pages[-1]
    assert get_user(client).is_anonymous


def test_a_code_works_once(client, known):
    ask(client, known.email)
    code = code_sent()
    client.post(CONFIRM, {"code": code})
    client.post("/account/logout/")

    response = client.post(CONFIRM, {"code": code})

    assert (response.url, get_user(client).is_anonymous) == (ASK, True)


def test_a_code_works_only_in_the_browser_that_asked(client, known):
    ask(client, known.email)
    other = Client()

    other.post(CONFIRM, {"code": code_sent()})

    assert get_user(other).is_anonymous


def test_a_code_ends_after_a_quarter_of_an_hour(client, known, time_machine):
    time_machine.move_to("2026-11-23 12:00")
    ask(client, known.email)

    time_machine.move_to("2026-11-23 12:16")
    client.post(CONFIRM, {"code": code_sent()})

    assert get_user(client).is_anonymous


def test_a_new_code_replaces_the_old_one(client, known):
    ask(client, known.email)
    old = code_sent()
    client.post(CONFIRM, {"action": "resend"})

    refused = client.post(CONFIRM, {"code": old})
    client.post(CONFIRM, {"code": code_sent()})

    assert "That is not the code" in refused.text
    assert get_user(client) == known


def test_asking_again_and_again_is_slowed_down(client, known):
    pages = []
    for _ in range(4):
        pages.append(Client().post(ASK, {"email": known.email}))

    assert [page.status_code for page in pages] == [302, 302, 302, 200]
    assert "That was too many tries" in pages[-1].text
    assert len(mail.outbox) == 3


@pytest.mark.parametrize(
    ("path", "given", "message"),
    [
        (ASK, {"email": ""}, "Enter your e-mail address"),
        (ASK, {"email": "nobody"}, "Enter an e-mail address in the right form"),
        (LOGIN, {"login": "", "password": "x"}, "Enter your e-mail address"),
        (LOGIN, {"login": "a@example.org", "password": ""}, "Enter your password"),
        ("/account/signup/", {"name": "", "email": "a@example.org"}, "Enter your name"),
    ],
)
def test_a_form_says_what_is_missing(client, path, given, message):
    page = client.post(path, given).text

    assert message in page
    assert "<title>Error: " in page


def test_a_password_signs_somebody_in(client, known):
    response = client.post(LOGIN, {"login": known.email, "password": PASSWORD})

    assert (response.url, get_user(client)) == ("/", known)


def test_a_closed_account_is_told_so_only_by_its_own_password(client, known):
    User.objects.update(is_active=False)

    wrong = client.post(LOGIN, {"login": known.email, "password": "something else"})
    right = client.post(LOGIN, {"login": known.email, "password": PASSWORD}, follow=True)

    assert "is wrong" in wrong.text
    assert "This account is closed" in right.text
    assert get_user(client).is_anonymous


def test_a_closed_account_gets_no_code(client, known):
    User.objects.update(is_active=False)

    ask(client, known.email)

    assert CODE.search(mail.outbox[-1].body) is None


def test_signing_up_makes_a_guest_once_the_code_is_entered(client):
    client.post("/account/signup/", {"name": "Ní Bhroin", "email": "New@Example.org"})
    before = get_user(client)
    client.post("/account/confirm-email/", {"code": code_sent()})

    user = User.objects.get()
    assert (before.is_anonymous, get_user(client)) == (True, user)
    assert (user.name, user.email, user.has_usable_password()) == (
        "Ní Bhroin",
        "new@example.org",
        False,
    )
    assert not user.role_grants.exists()


def test_after_signing_up_nobody_is_told_for_certain_that_a_code_was_sent(client):
    given = {"name": "Siân", "email": "new@example.org"}

    page = client.post("/account/signup/", given, follow=True).text

    assert "We sent a code" not in page
    assert "If new@example.org can receive it, a code is on its way." in page


def test_the_page_to_sign_up_says_how_to_become_a_member(client):
    page = client.get("/account/signup/").text

    assert f'<a href="{reverse("joining:about")}">How to become a member</a>' in page


def test_what_was_said_needs_no_cookie_of_its_own(client, known):
    response = client.post(LOGIN, {"login": known.email, "password": PASSWORD})
    client.post("/account/name/", {"name": "Siân"})

    assert response.status_code == 302
    assert set(client.cookies) == {"csrftoken", "sessionid"}


def shape(client, path, given, queries):
    """What a stranger can observe: status, address, page without its own words, kinds of query."""
    mail.outbox.clear()
    with queries as seen:
        response = client.post(path, given)
    following = client.get(response.url).text if response.status_code == 302 else response.text
    for own in (*given.values(), "known@example.org", "nobody@example.org"):
        following = following.replace(own, "…")
    plain = re.sub(r'(value|nonce|token)="[^"]*"', "", following)
    return response.status_code, response.get("Location"), plain, len(mail.outbox), len(seen)


@pytest.mark.parametrize(
    ("path", "field", "more"),
    [
        (ASK, "email", {}),
        (LOGIN, "login", {"password": "a wrong password"}),
        ("/account/signup/", "email", {"name": "Anybody"}),
        ("/account/password/reset/", "email", {}),
    ],
)
def test_a_stranger_cannot_tell_whether_somebody_has_an_account(
    path, field, more, django_assert_max_num_queries
):
    user = UserFactory(email="known@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)

    known, unknown = (
        shape(Client(), path, {field: email, **more}, django_assert_max_num_queries(60))
        for email in ("known@example.org", "nobody@example.org")
    )

    assert known[:4] == unknown[:4]
    # Signing up creates an account where there is none, which no stranger can time apart by mail.
    assert path == "/account/signup/" or abs(known[4] - unknown[4]) <= 2


def test_a_wrong_password_costs_the_same_hashing_for_anybody(client, known, monkeypatch):
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *a, **k: hashed.append(1) or encode(*a, **k)
    )

    counts = []
    for email in (known.email, "nobody@example.org"):
        hashed.clear()
        Client().post(LOGIN, {"login": email, "password": "a wrong password"})
        counts.append(len(hashed))

    assert counts[0] == counts[1] > 0


def test_guessing_passwords_is_stopped(client, known):
    for _ in range(5):
        client.post(LOGIN, {"login": known.email, "password": "a wrong password"})

    page = client.post(LOGIN, {"login": known.email, "password": PASSWORD}).text

    assert "That was too many tries" in page
    assert get_user(client).is_anonymous


ELSEWHERE = ["https://evil.example/", "//evil.example/", "javascript:alert(1)", r"\\evil.example"]


@pytest.mark.parametrize("away", ELSEWHERE)
def test_signing_in_never_leads_to_another_site(client, known, away):
    by_password = client.post(
        f"{LOGIN}?next={away}", {"login": known.email, "password": PASSWORD, "next": away}
    )
    signed_in = client.get(f"{LOGIN}?next={away}")
    signed_out = client.post("/account/logout/", {"next": away})
    ask(client, known.email, next=away)
    by_code = client.post(f"{CONFIRM}?next={away}", {"code": code_sent(), "next": away})

    assert [r.url for r in (by_password, signed_in, signed_out, by_code)] == ["/"] * 4


def test_signing_in_leads_back_to_the_page_somebody_wanted(client, known):
    asked = client.get("/account/name/", follow=True)
    sent = client.post(f"{ASK}?next=/account/name/", {"email": known.email})
    response = client.post(sent.url, {"code": code_sent()})

    assert asked.redirect_chain[-1][0] == "/account/login/?next=/account/name/"
    assert response.url == "/account/name/"


def test_a_new_password_is_chosen_with_a_code(client, known):
    client.post("/account/password/reset/", {"email": known.email})
    client.post("/account/password/reset/confirm/", {"code": code_sent()})
    given = {"password1": "four quite random words", "password2": "four quite random words"}
    done = client.post("/account/password/reset/complete/", given, follow=True)

    known.refresh_from_db()
    assert known.check_password("four quite random words")
    assert "Your password is changed" in done.text
    assert mail.outbox[-1].subject == "Your password at Commonweal is changed"


@pytest.mark.parametrize("weak", ["short", "password1234", "123456789012"])
def test_a_weak_password_is_refused(client_of, known, weak):
    client = client_of(known)
    given = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}

    client.post("/account/password/change/", given)

    known.refresh_from_db()
    assert known.check_password(PASSWORD)


def test_an_address_changes_once_its_code_is_entered(client_of, known):
    client = client_of(known)
    client.post(LOGIN, {"login": known.email, "password": PASSWORD})
    given = {"email": "other@example.org", "action_add": "1"}
    page = client.post("/account/email/", given, follow=True)
    if "reauthenticate" in page.redirect_chain[-1][0]:
        client.post(page.redirect_chain[-1][0], {"password": PASSWORD})
        client.post("/account/email/", given)
    code = CODE.search(next(m.body for m in mail.outbox if m.to == ["other@example.org"]))[0]
    before = User.objects.get().email

    page = client.post("/account/confirm-email/", {"code": code}, follow=True).text

    assert "other@example.org is now your address." in page
    assert (before, User.objects.get().email) == (known.email, "other@example.org")


def test_every_mail_says_who_sends_it_and_what_to_do(client_of, known):
    client = client_of(known)
    new = "four quite random words"
    given = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    client.post("/account/password/change/", given)

    message = mail.outbox[-1]
    assert message.subject == "Your password at Commonweal is changed"
    assert "write to team@example.org" in message.body
    assert "&" not in message.body


def test_a_name_with_marks_is_written_plainly_in_mail(client, settings):
    settings.COMMUNITY_NAME = "Ann’s & Bob’s <Q>"

    ask(client, "nobody@example.org")

    assert mail.outbox[-1].subject == "There is no account with this address at Ann’s & Bob’s <Q>"
