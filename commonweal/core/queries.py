"""Reads about accounts: roles held, and the ways somebody can sign in."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Q, QuerySet
from django.utils import timezone

from commonweal.core.models import RoleGrant, SentMail, User


@dataclass(frozen=True)
class WaysIn:
    """How somebody can sign in, for their own eyes."""

    password: bool
    app: bool
    passkeys: int
    recovery_codes: int
    sessions: int
    single_sign_on: int


def ways_in(user: User) -> WaysIn:
    """The ways in of `user`; recovery codes are those not yet used."""
    factors = list(Authenticator.objects.filter(user=user))
    kinds = [factor.type for factor in factors]
    codes = [f for f in factors if f.type == Authenticator.Type.RECOVERY_CODES]
    return WaysIn(
        password=user.has_usable_password(),
        app=Authenticator.Type.TOTP in kinds,
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        recovery_codes=sum(len(factor.wrap().get_unused_codes()) for factor in codes),
        sessions=UserSession.objects.filter(user=user).count(),
        single_sign_on=SocialAccount.objects.filter(user=user).count(),
    )


def own_session(user: User, pk: int) -> UserSession | None:
    """The browser somebody is signed in with, if it is theirs."""
    return UserSession.objects.filter(user=user, pk=pk).first()


def account_by_email(email: str) -> User | None:
    """The open account with this address, in any case of letters."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


def has_profile(user: User) -> bool:
    """Whether others read about `user` today: of members past and to come there is no profile."""
    member = getattr(user, "member", None)
    return member is not None and member.is_current(timezone.localdate())


def roles_held(user: User) -> QuerySet[RoleGrant]:
    return user.role_grants.filter(ended_at=None).order_by("role", "scope", "pk")


def grants(text: str = "") -> QuerySet[RoleGrant]:
    """Roles held now, of people whose name or address contains `text`, in any case."""
    held = RoleGrant.objects.filter(ended_at=None).select_related("user", "granted_by")
    if text:
        held = held.filter(Q(user__name__icontains=text) | Q(user__email__icontains=text))
    return held.order_by("user__name", "user__email", "role", "scope", "pk")


def sent_mail() -> QuerySet[SentMail]:
    """Mail the demo would have sent, newest first."""
    return SentMail.objects.order_by("-at", "-pk")
