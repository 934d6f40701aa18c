"""Who somebody is, for every app's own rules to build on."""

from typing import Any

import rules

from commonweal.core.models import STAFF_ROLES, Role


def roles_of(user: Any) -> set[str]:
    """The roles `user` holds now, in any scope. Read once a request and kept on the user."""
    if not getattr(user, "is_authenticated", False):
        return set()
    if not hasattr(user, "roles_held"):
        user.roles_held = set(user.role_grants.filter(ended_at=None).values_list("role", flat=True))
    return set(user.roles_held)


@rules.predicate
def is_team(user: Any) -> bool:
    return Role.TEAM in roles_of(user)


@rules.predicate
def is_evaluator(user: Any) -> bool:
    return Role.EVALUATOR in roles_of(user)


@rules.predicate
def is_steward(user: Any) -> bool:
    return Role.STEWARD in roles_of(user)


@rules.predicate
def is_staff(user: Any) -> bool:
    """Holds any office that sees other people's data."""
    return not roles_of(user).isdisjoint(STAFF_ROLES)


SEE_DESK = "core.see_desk"
GRANT_ROLES = "core.grant_roles"
SEE_AUDIT = "core.see_audit"
IMPORT = "core.import"
EXPORT = "core.export"
USE_ADMIN = "core.use_admin"

rules.add_perm(SEE_DESK, is_team | is_evaluator)
rules.add_perm(GRANT_ROLES, is_team)
rules.add_perm(IMPORT, is_team)
rules.add_perm(EXPORT, is_team)
rules.add_perm(SEE_AUDIT, is_team | is_steward)
rules.add_perm(USE_ADMIN, is_team)
