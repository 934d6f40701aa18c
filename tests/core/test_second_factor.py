"""Staff need a second factor; anybody may have one; recovery codes are for the lost phone."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth import get_user
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.factories import RoleGrantFactory, UserFactory
from tests.passkeys import Device, add_passkey

pytestmark = pytest.mark.django_db
PASSWORD = "three random words"


@pytest.fixture
def person():
    user = UserFactory(email="one@example.org", password="")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def own(client_of, person):
    """A client in which `person` is signed in."""
    return client_of(person)


def totp(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def prove(client):
    """Show the password again, as the parts of an account worth guarding ask."""
    client.post("/account/reauthenticate/", {"password": PASSWORD})


def add_app(client):
    prove(client)
    page = client.get("/account/2fa/totp/activate/").text
    secret = re.search(r'class="cw-code">(\w+)<', page)[1]
    response = client.post("/account/2fa/totp/activate/", {"code": totp(secret)})
    return secret, response


def begin(client, person):
    """The first step of signing in, by password."""
    given = {"login": person.email, "password": PASSWORD}
    return client.post("/account/login/", given)


@pytest.mark.parametrize("role", ["PARTNER", "EVALUATOR", "TEAM", "STEWARD"])
def test_staff_without_a_second_factor_are_led_to_one(client_of, role):
    client = client_of(RoleGrantFactory(role=role).user)

    response = client.get("/", follow=True)

    assert response.redirect_chain == [("/account/2fa/", 302)]
    assert "your account needs a second step" in response.text


@pytest.mark.parametrize("flag", ["is_staff", "is_superuser"])
def test_whoever_has_a_flag_of_office_is_led_to_one_too(client_of, flag):
    assert client_of(UserFactory(**{flag: True})).get("/admin/").url == "/account/2fa/"


@pytest.mark.parametrize("role", ["CONVENOR", "ASSESSOR"])
def test_other_roles_need_none(client_of, role):
    assert client_of(RoleGrantFactory(role=role).user).get("/").status_code == 200


def test_a_role_that_ended_asks_for_nothing(client_of):
    client = client_of(RoleGrantFactory(role="TEAM", ended_at=timezone.now()).user)

    assert client.get("/").status_code == 200


def test_the_setting_switches_the_demand_off(client_of, settings):
    settings.STAFF_SECOND_FACTOR = False

    assert client_of(RoleGrantFactory(role="TEAM").user).get("/desk/").status_code == 200


@pytest.mark.parametrize("path", ["/account/", "/account/2fa/", "/account/logout/", "/brand.css"])
def test_on_the_way_to_a_second_factor_every_page_opens(client_of, path):
    assert client_of(RoleGrantFactory(role="TEAM").user).get(path).status_code == 200


def test_a_write_is_not_done_before_the_second_factor(client_of):
    grant = RoleGrantFactory(role="PARTNER")

    client_of(RoleGrantFactory(role="TEAM").user).post(f"/desk/roles/{grant.pk}/end/")

    grant.refresh_from_db()
    assert grant.ended_at is None


def test_an_app_becomes_the_second_step(own, person):
    secret, response = add_app(own)
    other = Client()

    first = begin(other, person)
    between = get_user(other)
    page = other.get(first.url).text
    second = other.post(first.url, {"code": totp(secret)})

    assert response.url == "/account/2fa/recovery-codes/"
    assert first.url == "/account/2fa/authenticate/"
    assert "One more step" in page
    assert (between.is_anonymous, second.url, get_user(other)) == (True, "/", person)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_whoever_sets_up_an_app_hears_of_it_by_mail(own):
    add_app(own)

    assert [message.subject for message in mail.outbox] == [
        "Your authenticator app is set up for Commonweal"
    ]


def test_a_code_of_the_app_works_once(own, person):
    secret, _ = add_app(own)
    code = totp(secret)
    first, other = Client(), Client()
    first.post(begin(first, person).url, {"code": code})

    page = other.post(begin(other, person).url, {"code": code}).text

    assert "That is not the code" in page
    assert (get_user(first), get_user(other).is_anonymous) == (person, True)


def test_a_wrong_code_does_not_set_an_app_up(own):
    prove(own)

    page = own.post("/account/2fa/totp/activate/", {"code": "000000"}).text

    assert "That is not the code" in page
    assert not Authenticator.objects.exists()


def test_a_recovery_code_lets_in_once(own, person):
    add_app(own)
    code = own.get("/account/2fa/recovery-codes/download/").text.split()[0]
    first, other = Client(), Client()

    first.post(begin(first, person).url, {"code": code})
    other.post(begin(other, person).url, {"code": code})

    assert (get_user(first), get_user(other).is_anonymous) == (person, True)


def test_a_passkey_is_the_second_step_of_staff(client_of, person):
    RoleGrantFactory(user=person, role="TEAM")
    client = client_of(person)
    prove(client)

    response = add_passkey(client, Device(), alone=False)

    assert response.url == "/account/2fa/recovery-codes/"
    assert client.get("/desk/").status_code == 200


def sign_in_alone(client, device, **more):
    options = client.get(
        "/account/2fa/webauthn/login/", headers={"Accept": "application/json"}
    ).json()["request_options"]
    return client.post("/account/2fa/webauthn/login/", {"credential": device.sign(options), **more})


def test_a_passkey_alone_signs_somebody_in(own, person):
    device, other = Device(), Client()
    prove(own)
    add_passkey(own, device)

    response = sign_in_alone(other, device, next="/account/name/")

    assert (response.url, get_user(other)) == ("/account/name/", person)


def test_a_passkey_of_nobody_is_refused(client, own):
    device = Device()
    prove(own)
    add_passkey(own, device)
    Authenticator.objects.all().delete()

    response = sign_in_alone(client, device)

    assert (response.url, get_user(client).is_anonymous) == ("/account/login/", True)


def test_an_answer_to_another_challenge_is_refused(own, person):
    device, other = Device(), Client()
    prove(own)
    add_passkey(own, device)
    stale = other.get("/account/2fa/webauthn/login/", headers={"Accept": "application/json"})
    other.get("/account/2fa/webauthn/login/", headers={"Accept": "application/json"})

    other.post(
        "/account/2fa/webauthn/login/",
        {"credential": device.sign(stale.json()["request_options"])},
    )

    assert get_user(other).is_anonymous


def test_a_credential_that_is_none_adds_no_passkey(own):
    prove(own)
    own.get("/account/2fa/webauthn/add/")

    response = own.post("/account/2fa/webauthn/add/", {"credential": "{}", "name": "x"})

    assert response.status_code == 200
    assert not Authenticator.objects.exists()


def test_passkeys_are_named_and_counted(own, person):
    prove(own)
    add_passkey(own, Device(), name="")
    add_passkey(own, Device(), name="My key")

    page = own.get("/account/2fa/webauthn/").text

    assert re.findall(r'cw-card__title">([^<]+)<', page) == ["Passkey 1", "My key"]
    assert "2 passkeys" in own.get("/account/").text


def test_a_second_factor_is_removed_after_showing_who_one_is(own, person):
    add_app(own)
    other = Client()
    other.force_login(person)

    asked = other.get("/account/2fa/totp/deactivate/")
    own.post("/account/2fa/totp/deactivate/")

    assert asked.url.startswith("/account/2fa/reauthenticate/?next=")
    assert not Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


def test_an_unconfirmed_address_holds_no_second_factor(client_of):
    user = UserFactory()
    EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)

    response = client_of(user).get("/account/2fa/totp/activate/", follow=True)

    assert "Confirm your e-mail address before" in response.text


def test_signing_out_everywhere_else_leaves_this_browser(client, person):
    other = Client()
    begin(client, person)
    begin(other, person)

    client.post("/account/sessions/")

    assert (get_user(client), get_user(other).is_anonymous) == (person, True)


def test_pages_say_what_they_use_and_stay_out_of_shared_caches(client, own):
    stranger, known = client.get("/brand.css"), own.get("/privacy/")

    assert "camera=()" in stranger["Permissions-Policy"]
    assert stranger["Cross-Origin-Resource-Policy"] == "same-origin"
    assert (stranger["Cache-Control"].split(",")[0], known["Cache-Control"]) == (
        "public",
        "private, no-store",
    )


@pytest.mark.parametrize("act", ["edit", "remove"])
def test_nobody_touches_the_passkey_of_somebody_else(own, client_of, act):
    other = UserFactory()
    EmailAddress.objects.create(user=other, email=other.email, verified=True, primary=True)
    other.set_password(PASSWORD)
    other.save()
    stranger = client_of(other)
    prove(stranger)
    add_passkey(stranger, Device())
    key = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    prove(own)

    response = own.post(f"/account/2fa/webauthn/keys/{key.pk}/{act}/", {"name": "Mine"})

    key.refresh_from_db()
    assert (response.status_code, key.wrap().name) == (404, "My phone")


def test_a_reader_of_applications_needs_a_second_step_and_another_assessor_does_not(client_of):
    reader, assessor = UserFactory(), UserFactory()
    RoleGrantFactory(user=reader, role="ASSESSOR", scope="wave:ab12")
    RoleGrantFactory(user=assessor, role="ASSESSOR")

    assert client_of(reader).get("/words/").status_code == 302
    assert client_of(assessor).get("/words/").status_code == 200
