"""A wave like an earlier one, a year or more on."""

import datetime
import re
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from commonweal.core import audit
from commonweal.core.models import User
from commonweal.joining.models import Wave

COPIED = (
    "about", "partner_id", "partner_name", "places", "readers_each", "how_judged", "invited_only",
    "second_look_days", "regions",
)  # fmt: skip
Moment = TypeVar("Moment", datetime.date, datetime.datetime)


@transaction.atomic
def copy(wave: Wave, *, by: User, now: datetime.datetime) -> Wave:
    """A wave like this one, with its criteria, groups, questions and texts, a year on.

    As many years on as it takes for it still to open. The new one is not published.
    """
    years = 1
    while (opens_at := _years_on(wave.opens_at, years)) <= now:
        years += 1
    welcome_on = wave.welcome_on and _years_on(wave.welcome_on, years)
    made = Wave.objects.create(
        name=_name_of_copy(wave.name, years),
        opens_at=opens_at,
        closes_at=_years_on(wave.closes_at, years),
        decide_by=_years_on(wave.decide_by, years),
        welcome_on=welcome_on,
        made_by=by,
        **{field: getattr(wave, field) for field in COPIED},
    )
    made.nations.set(wave.nations.all())
    made.groups.set(wave.groups.filter(retired=False))
    made.question_sets.set(wave.question_sets.all())
    for criterion in wave.criteria.order_by("order", "pk"):
        criterion.pk, criterion.wave = None, made
        criterion.save(force_insert=True)
    audit.record("joining.copy_wave", by=by, on=made, copied_from=wave.ref)
    return made


def _years_on(moment: Moment, years: int) -> Moment:
    """The same day and time by the clock on the wall; for 29 February the day before."""
    if isinstance(moment, datetime.datetime):
        local = timezone.localtime(moment)
        on = _same_day(local.date(), years)
        return timezone.make_aware(datetime.datetime.combine(on, local.time()))
    return _same_day(moment, years)


def _same_day(day: datetime.date, years: int) -> datetime.date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if is_leap_day else day.day)


def _name_of_copy(name: str, years: int) -> str:
    """“Wales 2025” becomes “Wales 2026”; a name without a year is marked as a copy."""
    renamed = re.sub(r"\b20\d\d\b", lambda found: str(int(found[0]) + years), name)
    return renamed if renamed != name else f"{name[:113]} (copy)"
