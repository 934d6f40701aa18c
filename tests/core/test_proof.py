"""An account is whose address it is, not whose it was first."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_user
from django.core import mail
from django.core.cache import cache
from django.test import Client

from commonweal.core import proof, services
from commonweal.core.errors import Refused
from commonweal.core.models import AuditEntry, User
from tests.core.test_sign_in import ASK, CONFIRM, LOGIN, PASSWORD, code_sent
from tests.core.test_single_sign_on import go, provider  # noqa: F401

pytestmark = pytest.mark.django_db
ADDRESS = "victim@example.org"
RESET = "/account/password/reset/"


def by_code(client):
    mail.outbox.clear()
    client.post(ASK, {"email": ADDRESS})
    client.post(CONFIRM, {"code": code_sent()})


def by_new_password(client):
    mail.outbox.clear()
    client.post(RESET, {"email": ADDRESS})
    client.post(f"{RESET}confirm/", {"code": code_sent()})
    given = {"password1": "four quite random words", "password2": "four quite random words"}
    client.post(f"{RESET}complete/", given)
    client.post(LOGIN, {"login": ADDRESS, "password": given["password1"]})


@pytest.fixture
def taken(client_of):
    """An account somebody made in the name of another, with every way in; and their browser."""
    user = services.account_for(ADDRESS)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=ADDRESS, verified=False, primary=True)
    SocialAccount.objects.create(user=user, provider="sso", uid="66")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "JBSW"})
    browser = client_of(user)
    browser.get("/")
    return browser


@pytest.mark.parametrize("come", [by_code, by_new_password])
def test_whoever_confirms_the_address_first_is_alone_in_the_account(client, taken, come):
    come(client)

    user = User.objects.get()
    assert (get_user(client), get_user(taken).is_anonymous) == (user, True)
    assert (user.check_password(PASSWORD), user.has_usable_password()) == (
        False,
        come is by_new_password,
    )
    assert (SocialAccount.objects.count(), Authenticator.objects.count()) == (0, 0)
    assert [(a.email, a.verified) for a in user.emailaddress_set.all()] == [(ADDRESS, True)]
    assert [(e.action, e.actor) for e in AuditEntry.objects.all()] == [("core.drop_ways_in", user)]


@pytest.mark.parametrize("come", [by_code, by_new_password])
def test_who_confirmed_their_address_before_keeps_their_ways_in(client, come):
    user = services.account_for(ADDRESS)
    EmailAddress.objects.create(user=user, email=ADDRESS, verified=True, primary=True)
    SocialAccount.objects.create(user=user, provider="sso", uid="7")

    come(client)

    assert get_user(client) == user
    assert SocialAccount.objects.get().user == user
    assert not AuditEntry.objects.exists()


def test_somebody_brought_in_by_an_import_chooses_a_password_with_one_code(client):
    user = services.account_for(ADDRESS)

    by_new_password(client)

    assert get_user(client) == user
    assert not AuditEntry.objects.exists()


def test_an_address_beside_the_confirmed_one_opens_nothing(client):
    user = services.account_for("own@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    EmailAddress.objects.create(user=user, email=ADDRESS, verified=False, primary=False)

    by_code(client)

    assert get_user(client).is_anonymous
    with pytest.raises(Refused, match="has another address"):
        proof.confirm_address(None, user, ADDRESS)


@pytest.mark.slow
@pytest.mark.parametrize("come", [by_code, by_new_password])
def test_single_sign_on_with_an_address_nobody_checked_never_leads_into_the_account(
    client,
    provider,  # noqa: F811
    come,
):
    provider.person = provider.person | {"email": ADDRESS, "email_verified": False}
    attacker = Client()
    go(attacker)
    come(client)
    cache.clear()

    go(attacker)

    assert (get_user(client), get_user(attacker).is_anonymous) == (User.objects.get(), True)
