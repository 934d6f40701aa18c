"""Single sign-on against a provider of our own, which speaks OpenID Connect on this machine."""

import base64
import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.auth import get_user
from django.core import mail

from commonweal.core.models import User
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


class Provider(ThreadingHTTPServer):
    """Knows one person, and remembers what it was asked."""

    person = {"sub": "7", "email": "new@example.org", "email_verified": True, "name": "Ní Bhroin"}

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answers)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.key = rsa.generate_private_key(65537, 2048)
        self.tokens_asked = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def documents(self):
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {
            "/.well-known/openid-configuration": {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "jwks_uri": f"{self.url}/keys",
            },
            "/keys": {"keys": [public | {"kid": "1", "use": "sig", "alg": "RS256"}]},
            "/userinfo": self.person,
            "/token": {"access_token": "a", "token_type": "Bearer", "id_token": self.id_token()},
        }

    def id_token(self):
        now = int(time.time())
        claims = {"iss": self.url, "aud": "commonweal", "iat": now, "exp": now + 60, **self.person}
        return jwt.encode(claims, self.key, "RS256", {"kid": "1"})


class Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps(self.server.documents()[urlsplit(self.path).path]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        asked = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.tokens_asked.append(parse_qs(asked))
        self.do_GET()

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def provider(settings):
    provider = Provider()
    app = {
        "provider_id": "sso",
        "name": "Campus login",
        "client_id": "commonweal",
        "secret": "s",
        "settings": {"server_url": provider.url},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
    }
    yield provider
    provider.shutdown()
    provider.server_close()


def go(client, **more):
    """Press the button, and come back from the provider. The page that follows."""
    sent = client.post("/account/oidc/sso/login/", {"process": "login", **more})
    asked = parse_qs(urlsplit(sent.url).query)
    back = {"code": "c", "state": asked["state"][0]}
    return asked, client.get("/account/oidc/sso/login/callback/", back, follow=True)


def test_somebody_new_gets_an_account_with_their_name(client, provider):
    go(client)

    user = User.objects.get()
    assert (user.name, user.email, user.has_usable_password()) == (
        "Ní Bhroin",
        "new@example.org",
        False,
    )
    assert get_user(client) == user


def test_a_name_in_parts_is_put_together(client, provider):
    provider.person = {
        "sub": "8",
        "email": "b@example.org",
        "email_verified": True,
        "given_name": "Siân",
        "family_name": "Rhys",
    }

    go(client)

    assert User.objects.get().name == "Siân Rhys"


def test_the_code_from_the_provider_is_bound_to_this_browser(client, provider):
    asked, _ = go(client)

    verifier = provider.tokens_asked[0]["code_verifier"][0]
    digest = hashlib.sha256(verifier.encode()).digest()
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["code_challenge"] == [base64.urlsafe_b64encode(digest).decode().rstrip("=")]


def test_the_same_person_comes_back_to_the_same_account(client, provider):
    go(client)
    client.post("/account/logout/")

    go(client)

    assert get_user(client) == User.objects.get()


@pytest.mark.parametrize("said_to_be_verified", [True, False])
def test_an_address_alone_never_opens_an_account_that_is_here(
    client, provider, said_to_be_verified
):
    mine = UserFactory(email="new@example.org")
    EmailAddress.objects.create(user=mine, email=mine.email, verified=True, primary=True)
    provider.person = provider.person | {"email_verified": said_to_be_verified}

    go(client)

    assert get_user(client).is_anonymous
    assert not SocialAccount.objects.exists()
    assert [message.subject for message in mail.outbox] == [
        "You have an account at Commonweal already"
    ]


def test_an_address_the_provider_did_not_check_is_checked_here(client, provider):
    provider.person = provider.person | {"email_verified": False}

    _, page = go(client)

    assert get_user(client).is_anonymous
    assert "Confirm your e-mail address" in page.text


def test_coming_back_never_leads_to_another_site(client, provider):
    _, page = go(client, next="https://evil.example/")

    assert page.redirect_chain[-1][0] == "/"


def test_an_answer_nobody_asked_for_is_refused(client, provider):
    page = client.get("/account/oidc/sso/login/callback/", {"code": "c", "state": "forged"})

    assert (page.status_code, get_user(client).is_anonymous) == (401, True)
    assert "Signing in did not work" in page.text


def settings_with(**env):
    """What the settings make of this environment."""
    code = (
        "import json; from commonweal.config import settings as s; print(json.dumps(["
        "s.SOCIALACCOUNT_PROVIDERS, s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action']]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | env, capture_output=True, check=True
    )
    return json.loads(done.stdout)


def test_the_environment_configures_the_provider_and_the_policy_lets_forms_reach_it():
    providers, forms = settings_with(
        OIDC_NAME="Campus login",
        OIDC_SERVER_URL="https://id.example.org/realm/.well-known/openid-configuration",
        OIDC_CLIENT_ID="commonweal",
        OIDC_CLIENT_SECRET="s",
    )

    (app,) = providers["openid_connect"]["APPS"]
    assert (app["name"], app["client_id"], app["secret"]) == ("Campus login", "commonweal", "s")
    assert providers["openid_connect"]["OAUTH_PKCE_ENABLED"] is True
    assert forms == ["'self'", "https://id.example.org"]


def test_without_a_provider_nothing_leaves_the_site():
    providers, forms = settings_with(OIDC_SERVER_URL="")

    assert (providers["openid_connect"]["APPS"], forms) == ([], ["'self'"])
