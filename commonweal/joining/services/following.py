"""What an applicant can still do with an application that was sent: withdraw, ask to look again."""

from django.db import transaction
from django.utils import timezone

from commonweal.core.errors import Refused
from commonweal.core.letters import writing
from commonweal.core.models import User
from commonweal.core.states import move
from commonweal.equalities import services as equalities
from commonweal.joining.models import Application, SecondLook, Status
from commonweal.joining.models.applications import UNSENT
from commonweal.joining.queries import progress
from commonweal.joining.queries.deciding import HOLD, letter_key, told
from commonweal.joining.services import links
from commonweal.joining.services.deciding import bring_back, keep_quiet
from commonweal.joining.steps import APPLICATION


@transaction.atomic
def withdraw(application: Application, *, by: User | None) -> None:
    """Take back an application that was sent. It is then neither read nor decided.

    A decision they were not told yet is never told. Raises `Refused` when it was not sent, was
    withdrawn already, or they know it to be decided.
    """
    held = Application.objects.select_for_update().get(pk=application.pk)
    if held.status in UNSENT:
        raise Refused("This application was not sent yet. You can delete it instead.")
    now = progress.progress(held)
    if not now.may_withdraw:
        raise Refused(APPLICATION.refusals[now.stage])
    keep_quiet(held)
    drop_untold(held)
    move(held, APPLICATION, Status.WITHDRAWN, by=by, also={"ended_at": timezone.now()})
    equalities.end(f"application:{held.ref}", on=timezone.localdate())
    writing.send(
        "joining.withdrawn",
        to=held.email,
        key=f"joining.withdrawn:{held.ref}",
        context={"name": held.name, "wave": held.wave.name, **links.addresses()},
    )


@transaction.atomic
def ask_second_look(application: Application, *, by: User | None, words: str) -> None:
    """Ask that somebody else decide again, and say why.

    Raises `Refused` unless the applicant was told that they are not admitted, for the first time
    and not longer ago than the wave allows.
    """
    held = Application.objects.select_for_update().get(pk=application.pk)
    if progress.second_look_until(held) is None:
        raise Refused("A second look cannot be asked for now.")
    move(held, APPLICATION, Status.SECOND_LOOK, by=by)
    SecondLook.objects.create(application=held, words=words)
    writing.send(
        "joining.second_look",
        to=held.email,
        key=f"joining.second_look:{held.ref}",
        context={"name": held.name, "wave": held.wave.name, "words": words, **links.addresses()},
    )


def drop_untold(application: Application) -> None:
    """Count decisions whose letters have not gone as undone, and keep the letters from going."""
    now = timezone.now()
    held = list(application.decisions.filter(undone_at=None))
    for decision in held:
        writing.cancel(letter_key(decision))
    untold = [decision for decision in held if decision.at > now - HOLD]
    for decision in untold:
        decision.undone_at = now
        decision.save(update_fields=["undone_at"])
        bring_back(decision)
    if untold:
        known = told(application)
        application.decided_at = known.at if known else None
        application.save(update_fields=["decided_at"])
