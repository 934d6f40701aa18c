"""Who may see what somebody took part in."""

from typing import Any

import rules

from commonweal.members.rules import member_of


@rules.predicate
def has_record(user: Any) -> bool:
    """Belongs or belonged: a record outlives the membership."""
    return member_of(user) is not None


SEE_OWN_RECORD = "engagement.see_own_record"
rules.add_perm(SEE_OWN_RECORD, has_record)
