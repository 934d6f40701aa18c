"""Every page of signing in and of one's account is ours: no package draws one."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.usersessions.models import UserSession
from django.template.backends.django import Template
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from commonweal.core.adapters import AccountAdapter
from commonweal.core.models import AuditEntry, User
from commonweal.members.models import Member
from tests.factories import RoleGrantFactory, UserFactory
from tests.passkeys import Device, add_passkey

pytestmark = pytest.mark.django_db
PASSWORD = "three random words"
# Addresses that answer with another address, data or a file, and have no page to draw.
NO_PAGE = {
    "mfa_download_recovery_codes",
    "mfa_login_webauthn",
    "openid_connect_callback",
}


@pytest.fixture(autouse=True)
def only_our_templates(monkeypatch):
    """Drawing a page with Django's engine, where the packages' templates live, is an error."""

    def refuse(self, *args, **kwargs):
        raise AssertionError(f"{self.origin} is not a template of ours")

    monkeypatch.setattr(Template, "render", refuse)


@pytest.fixture
def sso(settings):
    settings.OIDC_NAME, settings.OIDC_SERVER_URL = "Campus login", "https://id.example.org/"
    app = {
        "provider_id": "sso",
        "name": "Campus login",
        "client_id": "commonweal",
        "secret": "s",
        "settings": {"server_url": "https://id.example.org/"},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


@pytest.fixture
def own(client, db):
    """A client signed in as somebody with a password, an app and a passkey."""
    user = UserFactory(email="one@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    user.set_password(PASSWORD)
    user.save()
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    prove(client)
    add_passkey(client, Device())
    secret = {"secret": "JBSWY3DPEHPK3PXP"}
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=secret)
    client.user = user
    return client


def prove(client):
    client.post("/account/reauthenticate/", {"password": PASSWORD})


def begin_second_step(client):
    client.post("/account/logout/")
    client.post("/account/login/", {"login": client.user.email, "password": PASSWORD})


def heading(client, path):
    response = client.get(path)
    assert response.status_code in (200, 401), (path, response)
    return response.text.split('<h1 class="nhsuk-heading-l">')[1].split("</h1>")[0]


def remove_app(client):
    Authenticator.objects.filter(type=Authenticator.Type.TOTP).delete()


def remove_password(client):
    client.user.set_unusable_password()
    client.user.save()
    client.force_login(client.user)


def reset_asked(client):
    client.post("/account/logout/")
    client.post("/account/password/reset/", {"email": "nobody@example.org"})


def reset_confirmed(client):
    reset_asked(client)
    session = client.session
    session["account_password_reset_verification"] = {
        **session["account_password_reset_verification"],
        "code_confirmed": True,
        "user_id": str(client.user.pk),
    }
    session.save()


def new_address(client):
    client.post("/account/email/", {"email": "other@example.org", "action_add": "1"})


def code_asked(client):
    client.post("/account/logout/")
    client.post("/account/login/code/", {"email": "one@example.org"})


def half_known(client):
    """Single sign-on that told us who somebody is, and nothing else."""
    client.cookies.clear()
    account = SocialAccount(provider="sso", uid="7")
    session = client.session
    login = SocialLogin(
        account=account, user=User(), provider=get_adapter().get_provider(None, "sso")
    )
    session["socialaccount_sociallogin"] = login.serialize()
    session.save()


def leave(client):
    client.post("/account/logout/")


# Name of the address: (path, what comes before, its heading).
PAGES = {
    "account_login": ("login/", leave, "Sign in"),
    "account_logout": ("logout/", None, "Sign out?"),
    "account_inactive": ("inactive/", None, "This account is closed"),
    "account_signup": ("signup/", leave, "Create an account"),
    "account_reauthenticate": ("reauthenticate/", None, "Is it still you?"),
    "account_email": ("email/", None, "Change your e-mail address"),
    "account_email_verification_sent": (
        "confirm-email/",
        new_address,
        "Confirm your e-mail address",
    ),
    "account_change_password": ("password/change/", None, "Change your password"),
    "account_set_password": ("password/set/", remove_password, "Choose a password"),
    "account_reset_password": ("password/reset/", None, "Forgotten your password?"),
    "account_confirm_password_reset_code": (
        "password/reset/confirm/",
        reset_asked,
        "Enter your code",
    ),
    "account_complete_password_reset": (
        "password/reset/complete/",
        reset_confirmed,
        "Choose a new password",
    ),
    "account_password_reset_completed": (
        "password/reset/done/",
        None,
        "Your password is changed",
    ),
    "account_request_login_code": ("login/code/", leave, "Sign in with a code"),
    "account_confirm_login_code": ("login/code/confirm/", code_asked, "Enter your code"),
    "mfa_index": ("2fa/", None, "Second step when you sign in"),
    "mfa_authenticate": ("2fa/authenticate/", begin_second_step, "One more step"),
    "mfa_reauthenticate": ("2fa/reauthenticate/", None, "Is it still you?"),
    "mfa_activate_totp": ("2fa/totp/activate/", remove_app, "Set up an authenticator app"),
    "mfa_deactivate_totp": ("2fa/totp/deactivate/", None, "Remove your authenticator app?"),
    "mfa_view_recovery_codes": ("2fa/recovery-codes/", None, "Your recovery codes"),
    "mfa_generate_recovery_codes": (
        "2fa/recovery-codes/generate/",
        None,
        "Make new recovery codes?",
    ),
    "mfa_list_webauthn": ("2fa/webauthn/", None, "Your passkeys"),
    "mfa_add_webauthn": ("2fa/webauthn/add/", None, "Add a passkey"),
    "mfa_reauthenticate_webauthn": ("2fa/webauthn/reauthenticate/", None, "Is it still you?"),
    "mfa_remove_webauthn": ("2fa/webauthn/keys/{key}/remove/", None, "Remove “My phone”?"),
    "mfa_edit_webauthn": ("2fa/webauthn/keys/{key}/edit/", None, "Rename this passkey"),
    "usersessions_list": ("sessions/", None, "Where you are signed in"),
    "socialaccount_login_cancelled": (
        "3rdparty/login/cancelled/",
        None,
        "You did not finish signing in",
    ),
    "socialaccount_login_error": ("3rdparty/login/error/", None, "Signing in did not work"),
    "socialaccount_signup": ("3rdparty/signup/", half_known, "Nearly there"),
    "socialaccount_connections": ("3rdparty/", None, "Single sign-on"),
    "openid_connect_login": ("oidc/sso/login/", leave, "Continue with Campus login?"),
}


def named(resolver):
    """The names of all addresses below `resolver`, but those of its namespaces."""
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            if not pattern.namespace:
                yield from named(pattern)
        elif pattern.name:
            yield pattern.name


def test_every_address_of_the_package_has_its_page_below():
    assert set(named(get_resolver())) == set(PAGES) | NO_PAGE


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_ours(own, sso, name):
    path, before, title = PAGES[name]
    key = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).pk
    if before:
        before(own)

    assert heading(own, f"/account/{path.format(key=key)}") == title


def test_a_closed_door_says_so(client, monkeypatch):
    monkeypatch.setattr(AccountAdapter, "is_open_for_signup", lambda *args: False)

    assert heading(client, "/account/signup/") == "New accounts are closed"


def test_recovery_codes_come_as_a_text_file(own):
    lines = own.get("/account/2fa/recovery-codes/download/").text.split()

    assert [len(line) for line in lines] == [8] * 10


def test_the_account_page_shows_the_ways_in_and_the_roles(own, sso):
    RoleGrantFactory(user=own.user, role="PARTNER", scope="nation:wales")

    page = " ".join(own.get("/account/").text.split())

    for words in (
        "one@example.org",
        "Partner (Wales)",
        "1 passkey<",
        "You have one",
        "Campus login",
        "10 left",
        "1 browser<",
    ):
        assert words in page


def test_the_account_page_of_somebody_new_says_what_is_missing(guest):
    page = guest.get("/account/").text

    assert "None besides your own" in page
    assert "None yet" in page
    assert "Recovery codes" not in page
    assert "/people/me/" not in page


def test_a_member_reaches_their_profile_from_their_account(member):
    assert "/people/me/" in member.get("/account/").text


def test_a_change_of_address_can_be_cancelled(own):
    new = EmailAddress.objects.create(user=own.user, email="other@example.org", verified=False)

    before = own.get("/account/email/").text
    own.post("/account/email/", {"email": new.email, "action_remove": "1"})

    assert "You asked to change to other@example.org" in before
    assert [a.email for a in EmailAddress.objects.all()] == ["one@example.org"]


def test_somebody_changes_the_name_of_their_account(guest):
    response = guest.post("/account/name/", {"name": "Ní Bhroin"}, follow=True)

    guest.user.refresh_from_db()
    assert guest.user.name == "Ní Bhroin"
    assert "Your name is changed" in response.text
    assert [(e.action, e.actor) for e in AuditEntry.objects.all()] == [("core.rename", guest.user)]


def test_an_account_keeps_a_name(guest):
    before = guest.user.name

    page = guest.post("/account/name/", {"name": " "}).text

    guest.user.refresh_from_db()
    assert "Enter your name" in page
    assert guest.user.name == before


def test_single_sign_on_is_offered_only_where_it_is_configured(client, settings):
    assert "/account/oidc/" not in client.get("/account/login/").text
    assert client.get("/account/oidc/sso/login/").status_code == 404


def test_single_sign_on_has_its_button(client, sso):
    assert "Continue with Campus login" in client.get("/account/login/").text


def signed_in_elsewhere(user):
    """Another browser of this person, and its entry on the page of sessions."""
    other = Client()
    other.force_login(user)
    session = UserSession.objects.create(
        user=user,
        ip="127.0.0.1",
        session_key=other.session.session_key,
        user_agent="Mozilla/5.0 (Android 15) Firefox/140.0",
    )
    return other, session


def test_one_browser_can_be_signed_out_from_another(member):
    other, session = signed_in_elsewhere(member.user)
    page = member.get(reverse("usersessions_list")).text
    assert reverse("core:end_session", args=[session.pk]) in page

    response = member.post(reverse("core:end_session", args=[session.pk]), follow=True)

    assert "That browser is signed out." in response.text
    assert other.get(reverse("core:account")).status_code == 302
    assert member.get(reverse("core:account")).status_code == 200


def test_nobody_signs_out_somebody_elses_browser(member, guest):
    other, session = signed_in_elsewhere(member.user)

    assert guest.post(reverse("core:end_session", args=[session.pk])).status_code == 404
    assert other.get(reverse("core:account")).status_code == 200


def test_only_a_current_member_is_led_to_a_profile(member):
    today = timezone.localdate()
    pages = [member.get("/account/").text]
    Member.objects.update(left_on=today, left_reason="left:retired")
    pages.append(member.get("/account/").text)

    assert ["See it as they do" in page for page in pages] == [True, False]
