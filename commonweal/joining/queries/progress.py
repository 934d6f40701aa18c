"""How far an application is, as its applicant may know it: a decision counts once it is told."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from commonweal.joining.models import Application, Decision, Invitation, Outcome, Status
from commonweal.joining.queries.deciding import told


@dataclass(frozen=True)
class Progress:
    """`stage` is a status as the applicant may know it. `look_until` is the last day on which a
    second look can be asked for, None when it cannot.
    """

    stage: str
    decision: Decision | None
    look_until: datetime.date | None
    may_withdraw: bool


WITHDRAWABLE = (Status.SENT, Status.READING, Status.WAITING, Status.ADMITTED, Status.SECOND_LOOK)
ENDED = (Status.JOINED, Status.WITHDRAWN, Status.NOT_TAKEN_UP)
AFTER = {Outcome.ADMIT: Status.ADMITTED, Outcome.WAIT: Status.WAITING}


def progress(application: Application) -> Progress:
    """How far an application is, for its applicant's eyes."""
    decision = told(application)
    stage = _stage(application, decision)
    return Progress(
        stage=stage,
        decision=decision,
        look_until=second_look_until(application),
        may_withdraw=stage in WITHDRAWABLE,
    )


def second_look_until(application: Application) -> datetime.date | None:
    """The last day to ask for a second look; None when there is no asking, or it has passed."""
    decision = told(application)
    if decision is None or application.status != Status.REFUSED or decision.look != 1:
        return None
    if decision.outcome != Outcome.REFUSE:
        return None
    days = datetime.timedelta(days=application.wave.second_look_days)
    last = timezone.localdate(decision.at) + days
    return last if timezone.localdate() <= last else None


def _stage(application: Application, decision: Decision | None) -> str:
    status = application.status
    if status in ENDED:
        return status
    if decision is None and _was_approved(application):
        return status
    if decision is None:
        return Status.SENT if status == Status.SENT else Status.READING
    # Asked for again, and decided again or not: until that is told it is being looked at.
    if decision.look == 1 and hasattr(application, "second_look"):
        return Status.SECOND_LOOK
    if decision.outcome == Outcome.REFUSE:
        return Status.REFUSED if decision.look == 1 else Status.REFUSED_AGAIN
    if decision.outcome == Outcome.ADMIT and decision.replaced_at is not None:
        # Offered again after it was not taken up, and not told so yet.
        return Status.NOT_TAKEN_UP
    return AFTER[Outcome(decision.outcome)]


def _was_approved(application: Application) -> bool:
    """Whether somebody came by an invitation that says they are admitted: they know already."""
    invitation = application.invitation
    approved = invitation is not None and invitation.kind == Invitation.Kind.APPROVED
    return approved and application.status == Status.ADMITTED
