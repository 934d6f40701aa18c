"""What the clock does for drafts: one reminder before a wave closes, and their end after it."""

import datetime

from django.db import transaction
from django.utils import timezone

from commonweal.core.letters import writing
from commonweal.core.models import Letter
from commonweal.core.states import move
from commonweal.joining.models import Application, Status
from commonweal.joining.queries import missing as gaps
from commonweal.joining.queries.applications import is_members_address
from commonweal.joining.services import links
from commonweal.joining.services.carrying import next_wave
from commonweal.joining.steps import APPLICATION

REMIND = datetime.timedelta(days=3)
# Long enough for the team to extend a wave for people who were cut off.
LAPSE = datetime.timedelta(days=3)


def remind() -> int:
    """Write one letter to each draft in a wave that closes within three days. How many went.

    Drafts in which nobody typed anything get none, and nor do the members among the writers.
    """
    now = timezone.now()
    closing = Application.objects.filter(
        status=Status.DRAFT, wave__closes_at__gt=now, wave__closes_at__lte=now + REMIND
    )
    return sum(_remind(one) for one in closing.select_related("wave"))


@transaction.atomic
def _remind(application: Application) -> bool:
    key = f"joining.closing_soon:{application.ref}"
    if application.saved_at <= application.started_at or Letter.objects.filter(key=key).exists():
        return False
    if is_members_address(application.email):
        return False
    context = {
        "name": application.name,
        "wave": application.wave.name,
        "closes_at": application.wave.closes_at,
        "left": len(gaps.missing(application)),
        "link": links.new_address(application),
        **links.addresses(),
    }
    writing.send("joining.closing_soon", to=application.email, key=key, context=context)
    return True


def lapse() -> int:
    """Mark drafts of waves that closed three days ago as not sent in time. How many there were.

    Those whose address is confirmed are told that what they typed is kept.
    """
    before = timezone.now() - LAPSE
    late = Application.objects.filter(status=Status.DRAFT, wave__closes_at__lte=before)
    return sum(_lapse(one) for one in late.select_related("wave"))


@transaction.atomic
def _lapse(application: Application) -> bool:
    now = timezone.now()
    move(application, APPLICATION, Status.LAPSED, by=None, also={"ended_at": now})
    if application.email_confirmed_at is None:
        return True
    wave = next_wave(application)
    context = {
        "name": application.name,
        "wave": application.wave.name,
        "next": wave and {"name": wave.name, "closes_at": wave.closes_at},
        "link": links.new_address(application),
        **links.addresses(),
    }
    key = f"joining.lapsed:{application.ref}"
    writing.send("joining.lapsed", to=application.email, key=key, context=context)
    return True
