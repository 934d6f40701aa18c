"""What this app keeps about people, why, and for how long."""

from commonweal.core.privacy.declaring import nothing_personal
from commonweal.stewardship.models import RetentionRun

nothing_personal(
    RetentionRun,
    because="It holds how many rows went by which rule, never whose. Who started it, a steward, "
    "is emptied with their account.",
)
