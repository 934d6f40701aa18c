"""The letters about decisions: as they are sent, and as they would be read."""

import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from commonweal.core.letters import writing
from commonweal.joining.models import Application, Decision, Outcome
from commonweal.joining.queries.deciding import HOLD, letter_key
from commonweal.joining.services import links

# What stands in a preview where the letter has a link that only its reader may use.
LINK = "[a link to their application]"


def send_decision(decision: Decision) -> None:
    """Put the letter in the outbox, to go when the time to undo is over.

    Each decision has a letter of its own, so one made after an undo is told.
    """
    application = decision.application
    writing.send(
        code_of(decision.outcome, decision.look),
        to=application.email,
        key=letter_key(decision),
        context=context_of(application, decision, link=links.new_address(application)),
        not_before=decision.at + HOLD,
    )


def preview(
    application: Application, outcome: str, *, reason: str, change: str, look: int
) -> tuple[str, str]:
    """Subject and body as the applicant would read them."""
    decision = Decision(
        application=application, outcome=outcome, look=look,
        reason=reason.strip(), change=change.strip(), at=timezone.now(),
    )  # fmt: skip
    return writing.rendered(code_of(outcome, look), context_of(application, decision, link=LINK))


def code_of(outcome: str, look: int) -> str:
    """The letter that tells of this outcome."""
    refused = "joining.refused_again" if look == 2 else "joining.refused"
    return {Outcome.ADMIT.value: "joining.admitted", Outcome.WAIT.value: "joining.waiting"}.get(
        outcome, refused
    )


def context_of(application: Application, decision: Decision, *, link: str) -> dict[str, Any]:
    wave = application.wave
    days = datetime.timedelta(days=wave.second_look_days)
    return {
        "name": application.name,
        "wave": wave.name,
        "reason": decision.reason,
        "change": decision.change,
        "until": timezone.localdate(decision.at) + days,
        "link": link,
        "ask": settings.SITE_URL + reverse("joining:links"),
        "welcome": settings.SITE_URL + reverse("belonging:welcome"),
    }
