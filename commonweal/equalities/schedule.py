"""What equalities does by the clock."""

from django.utils import timezone

from commonweal.core import schedule
from commonweal.equalities import services


def note_ends() -> str:
    noted = services.end_for_those_who_left(on=timezone.localdate())
    return f"Noted the end of {noted} memberships on their equalities records."


schedule.at("20 2 * * *", "equalities.ends", "Note which memberships ended", note_ends)
