"""How allauth speaks to our people: mail from one template a message, sentences of our own."""

import logging
from html import unescape
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonweal.core.models import User

# What a page says after something was done, by the name allauth has for it. Where allauth has a
# message and we have none, nothing is said.
DONE = {
    "account/messages/cannot_delete_primary_email.txt": gettext_lazy(
        "You cannot remove the address you sign in with."
    ),
    "account/messages/email_confirmed.txt": gettext_lazy("{email} is now your address."),
    "account/messages/email_deleted.txt": gettext_lazy("The change to {email} is cancelled."),
    "account/messages/logged_out.txt": gettext_lazy("You are signed out."),
    "account/messages/password_changed.txt": gettext_lazy("Your password is changed."),
    "account/messages/password_set.txt": gettext_lazy("You now have a password."),
    "mfa/messages/recovery_codes_generated.txt": gettext_lazy("You have new recovery codes."),
    "mfa/messages/totp_activated.txt": gettext_lazy("Your authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("Your authenticator app is removed."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("Your passkey is added."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("Your passkey is removed."),
    "socialaccount/messages/account_connected.txt": gettext_lazy("The account is connected."),
    "socialaccount/messages/account_connected_other.txt": gettext_lazy(
        "That account belongs to somebody else here."
    ),
    "socialaccount/messages/account_connected_updated.txt": gettext_lazy(
        "The account is connected."
    ),
    "socialaccount/messages/account_disconnected.txt": gettext_lazy("The account is removed."),
    "usersessions/messages/sessions_logged_out.txt": gettext_lazy(
        "You are signed out everywhere else."
    ),
}
CONFIRMED = "account/messages/email_confirmed.txt"
NO_MAIL = gettext_lazy(
    "We could not send mail just now. Try again in a few minutes; if it stays like this, "
    "write to {contact}."
)
# Mail somebody is waiting for, and what a stranger gets in its place. All other mail tells what
# was done, and the doing does not wait for it.
AWAITED = {
    "account/email/account_already_exists",
    "account/email/email_confirmation",
    "account/email/email_confirmation_signup",
    "account/email/login_code",
    "account/email/password_reset_code",
    "account/email/unknown_account",
}
log = logging.getLogger(__name__)
TRY_LATER = gettext_lazy("That was too many tries. Wait a few minutes, then try again.")
WRONG_CODE = gettext_lazy("That is not the code. Check it and enter it again, or ask for a new one")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "duplicate_email": gettext_lazy("That is your address already"),
        "email_password_mismatch": gettext_lazy(
            "The e-mail address or the password is wrong. You can also sign in with a code"
        ),
        "enter_current_password": gettext_lazy("That is not your password"),
        "incorrect_code": WRONG_CODE,
        "incorrect_password": gettext_lazy("That is not your password"),
        "rate_limited": TRY_LATER,
        "same_as_current": gettext_lazy("Enter another address than the one before"),
        "too_many_login_attempts": TRY_LATER,
    }

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """The message of `<template_prefix>.txt`: its first line is the subject."""
        page = unescape(render_to_string(f"{template_prefix}.txt", context, context["request"]))
        subject, body = page.strip().split("\n", 1)
        to = [email] if isinstance(email, str) else email
        return EmailMessage(
            subject.strip(), f"{body.strip()}\n", self.get_from_email(), to, headers=headers
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send it, or say that no mail can be sent: the same to those we know and to strangers."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:  # every error of SMTP and of the way there
            log.exception("Mail could not be sent: %s", template_prefix)
            if template_prefix in AWAITED:
                raise ImmediateHttpResponse(self.without_mail()) from None

    def without_mail(self) -> HttpResponse:
        """Back to where one can try again, with a sentence why."""
        text = NO_MAIL.format(contact=settings.CONTACT_EMAIL)
        messages.error(self.request, text)
        inside = self.request.user.is_authenticated
        return redirect("account_email" if inside else "account_login")

    def add_message(
        self,
        request: Any,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say what was done, in our words."""
        if message_template == CONFIRMED and not request.user.is_authenticated:
            message = _("Your address is confirmed.")
        elif message is None and message_template in DONE:
            message = str(DONE[message_template]).format(**(message_context or {}))
        super().add_message(request, level, extra_tags=extra_tags, message=message)

    def save_user(self, request: Any, user: User, form: BaseForm, commit: bool = True) -> User:
        """A new account has the name its owner gave."""
        user.name = form.cleaned_data.get("name", "")
        saved: User = super().save_user(request, user, form, commit=commit)
        return saved

    def get_password_change_redirect_url(self, request: Any) -> str:
        return reverse("core:account")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return reverse("core:account")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to show again that it is you, in our words, the easiest first."""
        words = {
            "mfa_reauthenticate:webauthn": _("Use your passkey"),
            "mfa_reauthenticate": _("Use your authenticator app or a recovery code"),
            "reauthenticate": _("Use your password"),
        }
        ways = {way["id"]: way for way in super().get_reauthentication_methods(user)}
        known = [
            ways[which] | {"description": text} for which, text in words.items() if which in ways
        ]
        if known or not user.is_authenticated:
            return known
        # Whoever signs in by codes alone shows it by a new one.
        return [{"id": "code", "url": reverse("core:sign_in_again"), "description": ""}]


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("That is not the code. Enter the newest one from your app"),
        "unverified_email": gettext_lazy(
            "Confirm your e-mail address before you set up a second step."
        ),
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002
        count: int = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey {number}").format(number=count + 1)

    def _get_site_name(self) -> str:
        return str(settings.COMMUNITY_NAME)


class SingleSignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def populate_user(self, request: Any, sociallogin: Any, data: dict[str, Any]) -> User:
        """A new account from single sign-on has the name the provider knows."""
        user: User = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name"), data.get("last_name"))
        user.name = data.get("name") or " ".join(part for part in parts if part)
        return user
