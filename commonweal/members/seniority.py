"""Estimating seniority from a role title, by rules everybody can read."""

import re
from collections.abc import Sequence

from commonweal.members.models import NOT_CLEAR as NOT_CLEAR
from commonweal.members.models import Member, SeniorityRule


def estimate(title: str, rules: Sequence[SeniorityRule]) -> SeniorityRule | None:
    """The rule that decides for this role title: the first, by order, that matches.

    None when no rule matches: such a title counts as `seniority:not-clear`.
    """
    for rule in sorted(rules, key=lambda rule: rule.order):
        if re.search(rule.pattern, title, re.IGNORECASE):
            return rule
    return None


def is_corrected(member: Member) -> bool:
    """Whether a person, not a rule, decided. Such a seniority is never estimated over."""
    given = member.seniority_id not in (None, NOT_CLEAR) and member.seniority_rule_id is None
    return given or member.seniority_corrected_by_id is not None


def set_estimate(member: Member, rules: Sequence[SeniorityRule]) -> None:
    """Put the estimate for the member's role title on the member, who is not saved.

    Without a title there is nothing to estimate, and the seniority is not known.
    """
    rule = estimate(member.role_title, rules)
    member.seniority_rule = rule
    unmatched = NOT_CLEAR if member.role_title.strip() else None
    member.seniority_id = unmatched if rule is None else rule.seniority_id
    member.seniority_corrected_by = None
