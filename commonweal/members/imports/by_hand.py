"""What people changed on their own profile, or the team for them: an import leaves it alone."""

from collections.abc import Iterable

from commonweal.core.models import AuditEntry
from commonweal.members.models import Member

LABEL = Member._meta.label
ENDED = "members.end_membership"
LEAVING = ("left_on", "left_reason_id")


def attributes_changed(ids: Iterable[int]) -> dict[int, set[str]]:
    """For each of these members, the attributes somebody changed by hand, by the audit trail.

    Lists of interests, skills, offers and asks stand under the label of their kind.
    """
    targets = {f"{LABEL}:{pk}": pk for pk in ids}
    changed: dict[int, set[str]] = {}
    entries = AuditEntry.objects.filter(target__in=targets, actor__isnull=False)
    for target, action, detail in entries.values_list("target", "action", "detail"):
        names = changed.setdefault(targets[target], set())
        names.update(detail.get("changed", ()), LEAVING if action == ENDED else ())
    return changed
