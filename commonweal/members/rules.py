"""Who may see and change profiles."""

from typing import Any

import rules
from django.utils import timezone

from commonweal.core.rules import is_steward, is_team


def member_of(user: Any) -> Any:
    """The member record of somebody signed in, or None."""
    return getattr(user, "member", None) if user.is_authenticated else None


@rules.predicate
def is_current_member(user: Any) -> bool:
    member = member_of(user)
    return member is not None and member.is_current(timezone.localdate())


@rules.predicate
def is_own_profile(user: Any, member: Any = None) -> bool:
    return member is not None and member.user_id is not None and member.user_id == user.pk


EDIT_PROFILE = "members.edit_profile"
SEE_ALL_MEMBERS = "members.see_all"
CORRECT_SENIORITY = "members.correct_seniority"
END_MEMBERSHIP = "members.end_membership"
BELONG = "members.belong"

# What is for present members, and what is offered to everybody else.
rules.add_perm(BELONG, is_current_member)
rules.add_perm(EDIT_PROFILE, is_own_profile)
rules.add_perm(SEE_ALL_MEMBERS, is_team | is_steward)
rules.add_perm(CORRECT_SENIORITY, is_team)
rules.add_perm(END_MEMBERSHIP, is_team)
