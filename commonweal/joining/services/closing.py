"""What the clock does for drafts: one reminder before a wave closes, and their end after it."""

import datetime

from django.db import transaction
from django.utils import timezone

from commonweal.core.letters import writing
from commonweal.core.models import Letter
from commonweal.core.states import move
from commonweal.equalities import services as equalities
from commonweal.joining.models import Application, Status
from commonweal.joining.queries import missing as gaps
from commonweal.joining.queries.applications import is_members_address
from commonweal.joining.services import links
from commonweal.joining.services.carrying import next_wave
from commonweal.joining.steps import APPLICATION

REMIND = datetime.timedelta(days=3)
# Long enough for the team to extend a wave for people who were cut off.
LAPSE = datetime.timedelta(days=3)
SETTLED, AGAIN = datetime.timedelta(days=30), datetime.timedelta(days=90)


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
    # Not by the ref, which may change when the address is confirmed.
    key = f"joining.closing_soon:{application.pk}"
    if application.saved_at <= application.started_at or Letter.objects.filter(key=key).exists():
        return False
    if is_members_address(application.email):
        return False
    context = {
        "name": links.name_of(application),
        "wave": application.wave.name,
        "closes_at": application.wave.closes_at,
        "left": len(gaps.missing(application)),
        "link": links.new_address(application),
        **links.addresses(),
    }
    writing.send("joining.closing_soon", to=application.email, key=key, context=context)
    return True


def end_answers() -> int:
    """Begin the time after which equalities answers go, for those not admitted or who did not come.

    Told a month after the end, when a second look can no longer change it, and told again each
    night for three months, which changes nothing. How many applications were looked at.
    """
    today = timezone.localdate()
    over = Application.objects.filter(
        status__in=(Status.REFUSED, Status.REFUSED_AGAIN, Status.NOT_TAKEN_UP),
        decided_at__date__lte=today - SETTLED,
        decided_at__date__gt=today - SETTLED - AGAIN,
    )
    for ref, decided_at in over.values_list("ref", "decided_at"):
        equalities.end(f"application:{ref}", on=timezone.localdate(decided_at))
    return over.count()


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
