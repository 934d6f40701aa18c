"""Whose account it is: whoever first shows that the address is theirs."""

from typing import Any

from allauth.account.internal.flows.email_verification import verify_email_indirectly
from allauth.account.internal.flows.manage_email import sync_user_email_address
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction

from commonweal.core import audit
from commonweal.core.errors import Refused
from commonweal.core.models import User


def is_confirmed(user: User) -> bool:
    """Whether somebody ever showed that an address of this account is theirs."""
    return bool(EmailAddress.objects.filter(user=user, verified=True).exists())


@transaction.atomic
def confirm_address(request: Any, user: User, email: str) -> None:
    """Mark `email` as confirmed by a code sent there.

    Until then anybody may have made the account in the name of its owner, so the first proof takes
    away every way in that was there before it. Raises `Refused` when the account belongs to
    whoever confirmed another address of it.
    """
    User.objects.select_for_update().get(pk=user.pk)
    if not is_confirmed(user):
        drop_ways_in(user)
    elif not EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists():
        raise Refused("This account has another address. Sign in with that one.")
    sync_user_email_address(user)
    verify_email_indirectly(request, user, email)


def drop_ways_in(user: User) -> None:
    """Take away password, single sign-on, second factors and browsers signed in."""
    dropped = user.password != "" and user.has_usable_password()
    for model in (SocialAccount, Authenticator):
        count, _ = model.objects.filter(user=user).delete()
        dropped = dropped or bool(count)
    for session in UserSession.objects.filter(user=user):
        session.end()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    if dropped:
        audit.record("core.drop_ways_in", by=user, on=user)


def may_be_somebody_elses(user: User) -> bool:
    """Whether somebody can get in who never showed that the address is theirs."""
    if is_confirmed(user):
        return False
    return user.has_usable_password() or SocialAccount.objects.filter(user=user).exists()
