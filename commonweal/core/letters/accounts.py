"""The mails about accounts. They go at once and not through the outbox: a code cannot wait.

They are declared so that the team can read and test-send them like all others.
"""

import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from commonweal.core.letters.declaring import declare

OWNER = "the owner of the account"
TYPED = "the address somebody typed"
LETTERS = (
    ("account", "login_code", "Code to sign in", TYPED, "somebody asks for a code to sign in"),
    ("account", "unknown_account", "No account with this address", TYPED,
     "somebody asks for a code and there is no account"),
    ("account", "account_already_exists", "There is an account already", OWNER,
     "somebody creates an account with an address that has one"),
    ("account", "email_confirmation_signup", "Code to confirm a new account", TYPED,
     "somebody creates an account"),
    ("account", "email_confirmation", "Code to confirm an address", TYPED,
     "somebody gives another address"),
    ("account", "email_confirm", "Address confirmed", OWNER, "they confirm an address"),
    ("account", "email_changed", "Address changed", OWNER, "they change their address"),
    ("account", "email_deleted", "Address removed", OWNER, "an address is removed"),
    ("account", "password_reset_code", "Code to choose a new password", OWNER,
     "somebody says they forgot their password"),
    ("account", "password_reset", "New password after forgetting", OWNER,
     "they choose a new password with a code"),
    ("account", "password_set", "First password", OWNER, "they choose their first password"),
    ("account", "password_changed", "Password changed", OWNER, "they change their password"),
    ("mfa", "totp_activated", "Authenticator app set up", OWNER, "they set up an app"),
    ("mfa", "totp_deactivated", "Authenticator app removed", OWNER, "they remove the app"),
    ("mfa", "recovery_codes_generated", "New recovery codes", OWNER, "they ask for new codes"),
    ("mfa", "webauthn_added", "Passkey added", OWNER, "they add a passkey"),
    ("mfa", "webauthn_removed", "Passkey removed", OWNER, "they remove a passkey"),
    ("socialaccount", "account_connected", "Single sign-on connected", OWNER,
     "they connect another way to sign in"),
    ("socialaccount", "account_disconnected", "Single sign-on removed", OWNER,
     "they remove another way to sign in"),
)  # fmt: skip


def sample() -> dict[str, Any]:
    """Somebody invented, on an address that belongs to nobody."""
    return {
        "code": "EXAMPLE",
        "email": "sam.sample@example.org",
        "from_email": "sam.before@example.org",
        "to_email": "sam.sample@example.org",
        "deleted_email": "sam.before@example.org",
        "provider": "Example sign-on",
        "signup_url": f"{settings.SITE_URL}{reverse('account_signup')}",
        "timestamp": datetime.datetime(2030, 5, 31, 12, tzinfo=datetime.UTC),
        "ip": "192.0.2.1",
        "user_agent": "Firefox on Windows",
    }


for folder, name, title, to, when in LETTERS:
    declare(
        f"account.{name}",
        title=title,
        to=to,
        when=when,
        sample=sample,
        path=f"{folder}/email/{name}.txt",
    )
