"""Accounts and roles: who is given an office, and how it ends."""

import re

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from commonweal.core import audit, proof
from commonweal.core.errors import Refused
from commonweal.core.models import Role, RoleGrant, User

# These see and run everything, so a grant for a part of it would promise what is not kept.
UNLIMITED = (Role.EVALUATOR, Role.TEAM, Role.STEWARD)
NATION = re.compile(r"nation:[a-z0-9]+(-[a-z0-9]+)*")


def account_for(email: str, *, name: str = "") -> User:
    """The account with this address, made without a password when there is none.

    Call it inside the service's transaction. Its owner signs in by a code sent to the address.
    """
    address = email.strip().lower()
    found = User.objects.filter(email=address).first()
    return found or User.objects.create_user(address, name=name)


@transaction.atomic
def grant_role(user: User, role: str, *, by: User | None, scope: str = "") -> RoleGrant:
    """Give somebody an office, everywhere or within one scope, such as “nation:wales”.

    `by` is None when the operator does it from the command line. Raises `Refused` for an office
    that does not exist, an account that is closed, a scope that does not fit the office, and an
    office the person holds already. Raises it too, unless the operator asks, for an account whose
    address is not confirmed though somebody can sign in to it.
    """
    if role not in Role.values:
        raise Refused(f"There is no role called “{role}”. Choose from {', '.join(Role.values)}.")
    if not user.is_active:
        raise Refused(f"The account of {user} is closed, so it cannot be given a role.")
    check_scope(role, scope)
    # The account is held until the end of the transaction, so that pressing twice grants once.
    User.objects.select_for_update().get(pk=user.pk)
    if by is not None and proof.may_be_somebody_elses(user):
        raise Refused(
            "They have not confirmed this address yet. Ask them to sign in with a code first."
        )
    if user.role_grants.filter(role=role, scope=scope, ended_at=None).exists():
        raise Refused(f"{user} has the role {Role(role).label.lower()} already.")
    grant = RoleGrant.objects.create(user=user, role=role, scope=scope, granted_by=by)
    audit.record("core.grant_role", by=by, on=user, role=role, scope=scope)
    return grant


def check_scope(role: str, scope: str) -> None:
    """Refuse a scope that the office cannot be limited to."""
    if scope and role in UNLIMITED:
        raise Refused("This role cannot be limited.")
    if scope and role == Role.PARTNER and not NATION.fullmatch(scope):
        raise Refused("A partner is limited to a nation, written like “nation:wales”.")


@transaction.atomic
def end_role(grant: RoleGrant, *, by: User | None) -> None:
    """Take an office away. What was done under it stays in the audit log.

    Raises `Refused` when it has ended already, when it is one's own place in the team, and when
    nobody would be left in the team.
    """
    held = list(RoleGrant.objects.select_for_update().filter(role=grant.role, ended_at=None))
    if grant not in held:
        raise Refused("That role has ended already.")
    if grant.role == Role.TEAM:
        check_team_stays(grant, held, by=by)
    grant.ended_at = timezone.now()
    grant.save(update_fields=["ended_at"])
    audit.record("core.end_role", by=by, on=grant.user, role=grant.role, scope=grant.scope)


def check_team_stays(grant: RoleGrant, held: list[RoleGrant], *, by: User | None) -> None:
    """Refuse to leave the community without a team, and anybody to lock themselves out."""
    if by is not None and grant.user_id == by.pk:
        raise Refused("You cannot end your own team role. Ask somebody else in the team to do it.")
    others = {other.user_id for other in held if not other.scope} - {grant.user_id}
    if not User.objects.filter(pk__in=others, is_active=True).exists():
        raise Refused("This is the last person in the team. Give somebody else the role first.")


@transaction.atomic
def rename(user: User, *, by: User, name: str) -> None:
    """Change the name somebody's account goes by. Their profile keeps its own."""
    User.objects.filter(pk=user.pk).update(name=name)
    audit.record("core.rename", by=by, on=user)


@transaction.atomic
def end_session(session: UserSession, *, by: User) -> None:
    """Sign somebody out of one browser."""
    audit.record("core.end_session", by=by, on=by)
    session.end()


@transaction.atomic
def forget_second_step(user: User, *, by: User | None) -> None:
    """Remove somebody's authenticator app, passkeys and recovery codes, and sign them out.

    For people who lost them. Whoever does it must have made sure who is asking.
    """
    Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    audit.record("core.forget_second_step", by=by, on=user)
