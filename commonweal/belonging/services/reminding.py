"""Letters the clock has sent: to those admitted who have not come, and to newcomers gone quiet."""

import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from commonweal.belonging.models import WayIn
from commonweal.belonging.queries.way_in import front_panel, quiet_since
from commonweal.belonging.services import welcoming
from commonweal.core.errors import Refused
from commonweal.core.letters import writing
from commonweal.core.models import Letter
from commonweal.joining.models import Application
from commonweal.joining.services import admitting

DAY = datetime.timedelta(days=1)
# After so many days without an answer they are reminded; then the place is given up.
REMIND_AFTER = (7, 30)
GIVE_UP_AFTER = 60
QUIET = 14 * DAY


def remind_admitted() -> str:
    """Write to those admitted 7 and 30 days ago, and give up places not taken up after 60."""
    now = timezone.now()
    reminded = ended = 0
    for application in admitting.waiting_since(now - REMIND_AFTER[0] * DAY):
        waited = (now - (application.decided_at or now)).days
        if waited >= GIVE_UP_AFTER:
            ended += _give_up(application)
        else:
            reminded += _remind(application, waited)
    return f"Reminded: {reminded}. Places not taken up: {ended}."


def remind_quiet_newcomers() -> str:
    """Write once to newcomers who did nothing with their way in for 14 days."""
    written = sum(_nudge(way_in) for way_in in quiet_since(timezone.now() - QUIET))
    return f"Newcomers written to: {written}."


def welcome_the_rest() -> str:
    """Send the welcome to those who joined a day ago or more, and stopped before their way in."""
    since, until = timezone.now() - 30 * DAY, timezone.now() - DAY
    begun = WayIn.objects.filter(made_at__gt=since, made_at__lte=until, member__left_on=None)
    written = 0
    for way_in in begun.select_related("member__user"):
        if not _is_sent(f"belonging.welcome:{way_in.member.ref}"):
            welcoming.welcome(way_in.member)
            written += 1
    return f"Newcomers welcomed: {written}."


@transaction.atomic
def _remind(application: Application, waited: int) -> int:
    stage = max(days for days in REMIND_AFTER if days <= waited)
    key = f"belonging.place_waiting:{application.ref}:{application.decided_at:%Y%m%d}:{stage}"
    if _is_sent(key):
        return 0
    decided = application.decided_at or timezone.now()
    context = {
        "name": application.name,
        "address": f"{settings.SITE_URL}{reverse('belonging:welcome')}",
        "until": timezone.localdate(decided + GIVE_UP_AFTER * DAY),
    }
    writing.send("belonging.place_waiting", to=application.email, key=key, context=context)
    return 1


@transaction.atomic
def _give_up(application: Application) -> int:
    try:
        admitting.give_up(application)
    except Refused:  # they joined in this very moment
        return 0
    writing.send(
        "belonging.place_ended",
        to=application.email,
        key=f"belonging.place_ended:{application.ref}:{application.decided_at:%Y%m%d}",
        context={"name": application.name},
    )
    return 1


@transaction.atomic
def _nudge(way_in: WayIn) -> int:
    key = f"belonging.way_in_waiting:{way_in.member.ref}"
    found = front_panel(way_in.member, on=timezone.localdate())
    if way_in.member.user is None or found is None or _is_sent(key):
        return 0
    context = {
        "name": way_in.member.name,
        "step": found.steps[0],
        "address": f"{settings.SITE_URL}{reverse('belonging:way_in')}",
    }
    to = way_in.member.user.email
    writing.send("belonging.way_in_waiting", to=to, key=key, context=context)
    return 1


def _is_sent(key: str) -> bool:
    return Letter.objects.filter(key=key).exists()
