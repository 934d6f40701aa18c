"""Applying, by the applicant alone: begin, write over several sittings, send.

What is typed into a draft leaves no audit row: it is saved every few seconds, and nobody but its
writer can see it.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from commonweal.core import audit
from commonweal.core.errors import Refused
from commonweal.core.letters import writing
from commonweal.core.models import User
from commonweal.core.states import move
from commonweal.equalities import services as equalities
from commonweal.joining.models import (
    Answer,
    Application,
    Invitation,
    Question,
    Status,
    Wave,
)
from commonweal.joining.models.applications import UNSENT
from commonweal.joining.queries import applications as queries
from commonweal.joining.queries import missing as gaps
from commonweal.joining.queries import waves_open
from commonweal.joining.services import links, questions
from commonweal.joining.steps import APPLICATION
from commonweal.members.queries import open_organisations

MEMBER = "You are a member already, so there is nothing to apply for."
TWICE = "You have sent an application in this wave already. One for each person is enough."
UNCONFIRMED = "Confirm your e-mail address first, with the link we sent you."
GONE = "This draft has been deleted."
FIELDS = (
    "name", "role_title", "organisation_id", "organisation_name", "nation_id", "region", "group_id"
)  # fmt: skip


@transaction.atomic
def start(
    wave: Wave,
    *,
    by: User | None,
    email: str = "",
    language: str = "",
    nation: str | None = None,
    group: int | None = None,
    invitation: Invitation | None = None,
    mail: bool = True,
) -> Application:
    """Begin an application, or go on with the one there is.

    The address is confirmed from the start for somebody signed in who confirmed theirs, and for
    whoever came by an invitation; anybody else is sent a link, unless `mail` says that they had
    many. `nation` is a term's key. Raises `Refused` when the wave is not open, or is for invited
    people only, and to present members who are known as such; to others their mail says it, so
    that a page tells nobody who is a member.
    """
    _refuse_closed(wave, invitation)
    proven = _proven_address(by, invitation)
    address = (proven or email).strip().lower()
    if proven:
        if queries.is_members_address(proven):
            raise Refused(MEMBER)
        before = queries.in_wave(proven, wave.pk).exclude(email_confirmed_at=None).first()
        if before is not None:
            return before
    made = Application.objects.create(
        wave=wave,
        question_set=waves_open.question_set(wave, language),
        user=by if by and proven in queries.confirmed_addresses(by) else None,
        email=address,
        email_confirmed_at=timezone.now() if proven else None,
        name=invitation.name if invitation else (by.name if by and proven else ""),
        nation_id=nation or None,
        group_id=group,
        invitation=invitation,
    )
    audit.record("joining.start", by=by, on=made, invited=invitation is not None)
    if mail and not proven:
        links.send_way_back(made)
    return made


@transaction.atomic
def save(application: Application, *, by: User | None, **values: Any) -> None:
    """Keep what somebody says of themselves, complete or not: any of FIELDS.

    Works after the wave has closed too. Raises `Refused` once the application was sent.
    """
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise ValueError(f"An application has no {', '.join(sorted(unknown))}")
    held = hold(application)
    for name, value in values.items():
        setattr(held, name, value)
    _touch(held, *values)


@transaction.atomic
def set_workplace(
    application: Application, *, by: User | None, organisation: int | None, name: str
) -> None:
    """Say where somebody works: an organisation of the list by its key, or a name, or neither.

    Raises `Refused` for an organisation that is not there or has closed.
    """
    if organisation is not None and not open_organisations().filter(pk=organisation).exists():
        raise Refused("Choose an organisation from the list.")
    named = "" if organisation else name
    save(application, by=by, organisation_id=organisation, organisation_name=named)


@transaction.atomic
def save_answer(
    application: Application, question: Question, *, by: User | None, value: queries.Value
) -> None:
    """Keep what somebody answers, of any length. The first answer freezes the set's wording.

    Works after the wave has closed too. Raises `Refused` once the application was sent.
    """
    held = hold(application)
    now = timezone.now()
    if held.question_set is not None:
        questions.freeze(held.question_set)
    # One statement: two tabs that save at once leave one answer.
    Answer.objects.bulk_create(
        [Answer(application=held, question=question, value=value, saved_at=now)],
        update_conflicts=True,
        unique_fields=["application", "question"],
        update_fields=["value", "saved_at"],
    )
    _touch(held)


@transaction.atomic
def change_address(
    application: Application, *, by: User | None, email: str, mail: bool = True
) -> None:
    """Use another address for a draft: links sent before die, and the new one is to be confirmed.

    Raises `Refused` once the application was sent.
    """
    held = hold(application)
    address = email.strip().lower()
    if address == held.email:
        return
    links.forget_links(held)
    known = by is not None and address in queries.confirmed_addresses(by)
    held.email = address
    held.email_confirmed_at = timezone.now() if known else None
    held.user = by if known else None
    _touch(held, "email", "email_confirmed_at", "user")
    audit.record("joining.change_address", by=by, on=held)
    if mail and not known:
        links.send_way_back(held)


@transaction.atomic
def send(application: Application, *, by: User | None) -> Application:
    """Send an application, once: again, from another tab too, changes nothing.

    Raises `Refused` when the wave has closed, something required is missing, the address is not
    confirmed or a present member's, or another application of this address was sent in this wave.
    """
    held = Application.objects.select_for_update().get(pk=application.pk)
    if held.status not in UNSENT:
        return held
    _refuse_closed(held.wave, held.invitation)
    if not queries.is_confirmed(held, by):
        raise Refused(UNCONFIRMED)
    links.confirm(held, by=by)
    if queries.is_members_address(held.email):
        raise Refused(MEMBER)
    lacking = gaps.missing(held)
    if lacking:
        raise Refused(lacking[0].sentence)
    if held.status == Status.LAPSED:
        move(held, APPLICATION, Status.DRAFT, by=by, also={"ended_at": None})
    _send_once(held, by)
    equalities.ask(f"application:{held.ref}", nation=held.nation_id or "")
    writing.send(
        "joining.copy", to=held.email, key=f"joining.copy:{held.ref}", context=_copy_of(held)
    )
    return held


@transaction.atomic
def discard(application: Application, *, by: User | None) -> None:
    """Delete a draft and all that was typed. Raises `Refused` once the application was sent."""
    held = hold(application)
    audit.record("joining.discard", by=by, on=held)
    held.delete()


def hold(application: Application) -> Application:
    """The draft as it is now, nobody else's until the end of the transaction."""
    held = Application.objects.select_for_update().filter(pk=application.pk).first()
    if held is None:
        raise Refused(GONE)
    if held.status not in UNSENT:
        raise Refused(APPLICATION.refusals[held.status])
    return held


def _touch(held: Application, *fields: str) -> None:
    held.saved_at = timezone.now()
    held.save(update_fields=[*fields, "saved_at"])


def _refuse_closed(wave: Wave, invitation: Invitation | None) -> None:
    now = timezone.now()
    if wave.is_closed(now):
        raise Refused(
            f"{wave.name} has closed, so nothing can be sent in it any more. "
            "What you typed is kept."
        )
    if not wave.is_open(now):
        raise Refused("This wave is not open yet.")
    if wave.invited_only and invitation is None:
        raise Refused("This wave is for people who were invited. Use the link in your invitation.")


def _proven_address(by: User | None, invitation: Invitation | None) -> str:
    """The address that needs no link, of the invitation or the account. Empty without either."""
    if invitation is not None:
        return invitation.email
    if by is not None and by.email in queries.confirmed_addresses(by):
        return by.email
    return ""


def _send_once(held: Application, by: User | None) -> None:
    """Take the step. Of two drafts of one address sent at once, the database refuses the second."""
    others = queries.in_wave(held.email, held.wave_id).exclude(pk=held.pk)
    if others.exclude(status__in=UNSENT).exists():
        raise Refused(TWICE)
    try:
        with transaction.atomic():
            move(held, APPLICATION, Status.SENT, by=by, also={"sent_at": timezone.now()})
    except IntegrityError as problem:
        raise Refused(TWICE) from problem


def _copy_of(application: Application) -> dict[str, Any]:
    return {
        "application": application,
        "wave": application.wave,
        "answers": [
            {"label": one.question.label, "text": one.text} for one in queries.said(application)
        ],
        **links.addresses(),
    }
