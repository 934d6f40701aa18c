"""Asking people in by name, and what happens when they come."""

import datetime
import secrets
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from commonweal.core import audit
from commonweal.core.errors import Refused
from commonweal.core.letters import writing
from commonweal.core.models import User
from commonweal.core.services import account_for
from commonweal.core.states import move
from commonweal.equalities import services as equalities
from commonweal.joining.models import Application, Decision, Invitation, Outcome, Status, Wave
from commonweal.joining.queries import applications, deciding
from commonweal.joining.queries import inviting as queries
from commonweal.joining.queries.inviting import Line
from commonweal.joining.services import applying
from commonweal.joining.services.deciding import keep_quiet
from commonweal.joining.services.links import digest
from commonweal.joining.steps import APPLICATION

LASTS = datetime.timedelta(days=30)
UNKNOWN = "This invitation leads nowhere. Its link may have been cut short on its way."
WITHDRAWN = "This invitation has been withdrawn."
USED = "This invitation has been used. Each works once."
EXPIRED = "This invitation is too old. An invitation works for 30 days."
REASON = "Invited as already approved."


@transaction.atomic
def invite(
    wave: Wave, *, by: User, kind: str, lines: Sequence[Line], note: str = ""
) -> list[Invitation]:
    """Invite everybody on these lines who can be, each by a letter with a link of their own.

    Whoever cannot, by `queries.inviting.plan`, is passed over. Raises `Refused` for a wave that is
    not published, one that has closed where people are asked to apply, and a list too long.
    """
    held = Wave.objects.select_for_update().get(pk=wave.pk)
    _refuse_unfit(held, kind)
    if len(lines) > queries.MOST:
        raise Refused(f"Invite no more than {queries.MOST:,} people at once.")
    made = [
        _invite(held, line, by=by, kind=kind, note=note)
        for line in queries.plan(held, lines)
        if not line.problem
    ]
    audit.record("joining.invite", by=by, on=held, kind=kind, invited=len(made))
    return made


@transaction.atomic
def send_again(invitation: Invitation, *, by: User) -> None:
    """Mail a new link, which works for 30 days; the one before it is dead.

    Raises `Refused` when the invitation was used or withdrawn, or its wave takes nobody any more.
    """
    held = _held(invitation)
    if problem := _ended(held):
        raise Refused(problem)
    _refuse_unfit(held.wave, held.kind)
    token = secrets.token_urlsafe(32)
    held.digest, held.expires_at = digest(token), timezone.now() + LASTS
    held.save(update_fields=["digest", "expires_at"])
    _send(held, token)
    audit.record("joining.send_invitation_again", by=by, on=held)


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User) -> None:
    """Let an invitation work no more. Raises `Refused` when it was used."""
    held = _held(invitation)
    if held.used_at:
        raise Refused("This invitation has been used, so it cannot be withdrawn.")
    if held.withdrawn_at:
        return
    held.withdrawn_at = timezone.now()
    held.save(update_fields=["withdrawn_at"])
    audit.record("joining.withdraw_invitation", by=by, on=held)


def problem(invitation: Invitation | None, *, now: datetime.datetime) -> str:
    """Why an invitation does not work now, in a sentence; empty when it does."""
    if invitation is None:
        return UNKNOWN
    if ended := _ended(invitation):
        return ended
    if invitation.expires_at <= now:
        return EXPIRED
    if invitation.kind == Invitation.Kind.APPROVED:
        return ""
    if invitation.wave.is_closed(now):
        return f"{invitation.wave.name} has closed, so nobody can apply in it any more."
    return ""


@transaction.atomic
def accept(token: str, *, by: User | None) -> Application:
    """Use an invitation, once: begin the application it asks for, or take the place it gives.

    The address it was sent to counts as confirmed. `by` is who is signed in, if anybody. Raises
    `Refused` when it does not work, and to present members; it is then still unused.
    """
    now = timezone.now()
    invitation = Invitation.objects.select_for_update(of=("self",)).filter(digest=digest(token))
    held = invitation.select_related("wave").first()
    if held is None or problem(held, now=now):
        raise Refused(problem(held, now=now))
    if applications.is_members_address(held.email):
        raise Refused(applying.MEMBER)
    Invitation.objects.filter(pk=held.pk).update(used_at=now)
    audit.record("joining.use_invitation", by=by, on=held)
    if held.kind == Invitation.Kind.APPROVED:
        return _admit(held, by=by, now=now)
    return _begin(held, by=by)


def _begin(held: Invitation, *, by: User | None) -> Application:
    application = applying.start(held.wave, by=by, invitation=held)
    if application.invitation_id is None:
        application.invitation = held
        application.save(update_fields=["invitation"])
    return application


def _admit(held: Invitation, *, by: User | None, now: datetime.datetime) -> Application:
    """An admitted application of somebody approved before, or the one they sent meanwhile."""
    application = applications.in_wave(held.email, held.wave_id).exclude(
        email_confirmed_at=None
    ).first() or _made(held, by)  # fmt: skip
    if application.status in (Status.ADMITTED, Status.JOINED):
        return application
    account_for(held.email, name=held.name)
    keep_quiet(application)
    application.decisions.filter(undone_at=None).update(replaced_at=now)
    # The invitation told them, so nothing is held back.
    told_at = min(held.made_at, now - deciding.HOLD)
    Decision.objects.create(
        application=application, outcome=Outcome.ADMIT, reason=REASON, by=held.by, at=told_at
    )
    also = {"sent_at": application.sent_at or now, "decided_at": now, "invitation": held}
    move(application, APPLICATION, Status.ADMITTED, by=by, also=also)
    equalities.ask(f"application:{application.ref}", nation=application.nation_id or "")
    return application


def _made(held: Invitation, by: User | None) -> Application:
    nations = list(held.wave.nations.values_list("key", flat=True)[:2])
    return Application.objects.create(
        wave=held.wave,
        user=by if by and held.email in applications.confirmed_addresses(by) else None,
        email=held.email,
        email_confirmed_at=timezone.now(),
        name=held.name,
        nation_id=nations[0] if len(nations) == 1 else None,
        invitation=held,
    )


def _invite(wave: Wave, line: Line, *, by: User, kind: str, note: str) -> Invitation:
    token = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        wave=wave,
        kind=kind,
        email=line.email,
        name=line.name,
        note=note,
        digest=digest(token),
        by=by,
        expires_at=timezone.now() + LASTS,
    )
    _send(made, token)
    return made


def _send(invitation: Invitation, token: str) -> None:
    approved = invitation.kind == Invitation.Kind.APPROVED
    writing.send(
        "joining.invited_approved" if approved else "joining.invited",
        to=invitation.email,
        key=f"joining.invitation:{invitation.pk}:{invitation.digest[:16]}",
        context={
            "name": invitation.name,
            "wave": invitation.wave.name,
            "about": invitation.wave.about,
            "opens_at": invitation.wave.opens_at,
            "closes_at": invitation.wave.closes_at,
            "is_open": invitation.wave.is_open(timezone.now()),
            "note": invitation.note,
            "expires_at": invitation.expires_at,
            "link": settings.SITE_URL + reverse("joining:invited", args=[token]),
        },
    )


def _held(invitation: Invitation) -> Invitation:
    """The invitation as it is now, held until the end of the transaction."""
    locked = Invitation.objects.select_for_update(of=("self",)).select_related("wave")
    return locked.get(pk=invitation.pk)


def _ended(invitation: Invitation) -> str:
    if invitation.withdrawn_at:
        return WITHDRAWN
    return USED if invitation.used_at else ""


def _refuse_unfit(wave: Wave, kind: str) -> None:
    if kind not in Invitation.Kind.values:
        raise Refused("Choose what people are invited to.")
    if wave.published_at is None:
        raise Refused("Publish the wave first: the invitation leads to it.")
    if kind == Invitation.Kind.APPLY and wave.is_closed(timezone.now()):
        raise Refused("The wave has closed, so nobody can be invited to apply in it.")
