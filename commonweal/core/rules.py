"""Who somebody is, for every app's own rules to build on."""

from typing import Any

import rules

from commonweal.core.models import STAFF_ROLES, Role


def roles_of(user: Any) -> set[str]:
    """The roles `user` holds now, in any scope. Read once a request and kept on the user."""
    return {role for role, _ in grants_of(user)}


def grants_of(user: Any) -> set[tuple[str, str]]:
    """Role and scope of each office `user` holds now; the scope “” is everywhere."""
    if not getattr(user, "is_authenticated", False):
        return set()
    if not hasattr(user, "grants_held"):
        held = user.role_grants.filter(ended_at=None)
        user.grants_held = set(held.values_list("role", "scope"))
    return set(user.grants_held)


def holds_everywhere(user: Any, role: Role) -> bool:
    return (role.value, "") in grants_of(user)


@rules.predicate
def is_team(user: Any) -> bool:
    return holds_everywhere(user, Role.TEAM)


@rules.predicate
def is_evaluator(user: Any) -> bool:
    return holds_everywhere(user, Role.EVALUATOR)


@rules.predicate
def is_steward(user: Any) -> bool:
    return holds_everywhere(user, Role.STEWARD)


@rules.predicate
def is_staff(user: Any) -> bool:
    """Holds any office that sees other people's data, as readers of a wave's applications do."""
    return any(
        role in STAFF_ROLES or (role == Role.ASSESSOR and scope.startswith("wave:"))
        for role, scope in grants_of(user)
    )


SEE_DESK = "core.see_desk"
GRANT_ROLES = "core.grant_roles"
SEE_AUDIT = "core.see_audit"
IMPORT = "core.import"
EXPORT = "core.export"
USE_ADMIN = "core.use_admin"
SEE_LETTERS = "core.see_letters"
RUN_CLOCK = "core.run_clock"

rules.add_perm(SEE_DESK, is_team | is_evaluator | is_steward)
rules.add_perm(GRANT_ROLES, is_team)
rules.add_perm(IMPORT, is_team)
rules.add_perm(EXPORT, is_team)
rules.add_perm(SEE_AUDIT, is_team | is_steward)
rules.add_perm(USE_ADMIN, is_team)
rules.add_perm(SEE_LETTERS, is_team)
rules.add_perm(RUN_CLOCK, is_team)
