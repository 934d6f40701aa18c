"""Estimating seniority from a role title, by rules everybody can read."""

import re
from collections.abc import Sequence

from commonweal.members.models import SeniorityRule

NOT_CLEAR = "seniority:not-clear"


def estimate(title: str, rules: Sequence[SeniorityRule]) -> SeniorityRule | None:
    """The rule that decides for this role title: the first, by order, that matches.

    None when no rule matches: such a title counts as `seniority:not-clear`.
    """
    for rule in sorted(rules, key=lambda rule: rule.order):
        if re.search(rule.pattern, title, re.IGNORECASE):
            return rule
    return None
