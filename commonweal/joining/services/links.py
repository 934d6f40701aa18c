"""Links by mail: each leads back to one application, shows whose address it is, and works once."""

import datetime
import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from commonweal.core import audit
from commonweal.core.errors import Refused
from commonweal.core.letters import writing
from commonweal.core.models import User
from commonweal.joining.models import Application, MailLink, Status
from commonweal.joining.models.applications import UNSENT, new_application_ref
from commonweal.joining.queries import applications as queries

LASTS = datetime.timedelta(days=14)
SPENT = "This link has been used already. Each link works once."
OLD = "This link is too old. A link works for 14 days."
UNKNOWN = "This link leads nowhere. It may have been cut short on its way."


@dataclass(frozen=True)
class Found:
    """The link behind a token, and why it does not work; `problem` is empty when it does."""

    link: MailLink | None
    problem: str


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def find(token: str) -> Found:
    """The link with this token, used or not."""
    link = MailLink.objects.select_related("application__wave").filter(digest=digest(token)).first()
    if link is None:
        return Found(None, UNKNOWN)
    if link.used_at is not None:
        return Found(link, SPENT)
    return Found(link, OLD if link.expires_at <= timezone.now() else "")


@transaction.atomic
def use(token: str, *, by: User | None, held: Collection[str] = ()) -> Application:
    """Come back by a link: it is used up, and the address is the applicant's.

    `held` are the refs this browser may open. A draft that was begun in another one gets a new
    ref: whoever began it may not be who has the address, and is shut out. Raises `Refused` when
    the link was used, is too old or is unknown.
    """
    now = timezone.now()
    fresh = MailLink.objects.filter(digest=digest(token), used_at=None, expires_at__gt=now)
    if not fresh.update(used_at=now):
        raise Refused(find(token).problem)
    application = Application.objects.select_for_update().get(links__digest=digest(token))
    if application.email_confirmed_at is None and application.ref not in held:
        application.ref = new_application_ref()
        application.save(update_fields=["ref"])
    confirm(application, by=by)
    return application


def confirm(application: Application, *, by: User | None) -> None:
    """Note that the address is the applicant's, and whose account has it. Again changes nothing."""
    changed = []
    if application.email_confirmed_at is None:
        application.email_confirmed_at = timezone.now()
        changed.append("email_confirmed_at")
    if (
        by is not None
        and application.user_id is None
        and application.email in queries.confirmed_addresses(by)
    ):
        application.user = by
        changed.append("user")
    if changed:
        application.save(update_fields=changed)
        audit.record("joining.confirm_address", by=by, on=application)


@transaction.atomic
def disown(token: str) -> None:
    """Delete a draft that somebody else began in the name of whoever got this link.

    Raises `Refused` for a link that does not work, and once the address was confirmed.
    """
    found = find(token)
    if found.link is None or found.problem:
        raise Refused(found.problem)
    application = found.link.application
    if application.status != Status.DRAFT or application.email_confirmed_at is not None:
        raise Refused("This application belongs to somebody who confirmed this address.")
    audit.record("joining.disown", by=None, on=application)
    application.delete()


@transaction.atomic
def send_way_back(application: Application) -> None:
    """Mail the applicant what leads them on.

    For a draft of a present member, or where this address sent one in this wave, that is another
    letter: the page says nothing of either, and the mail reaches nobody but the address.
    """
    now = timezone.now()
    others = queries.in_wave(application.email, application.wave_id).exclude(pk=application.pk)
    sent = next((other for other in others if other.status not in UNSENT), None)
    if application.status not in UNSENT:
        _send("joining.follow", application, link=new_address(application))
    elif queries.is_members_address(application.email):
        _send("joining.member_already", application, at=now)
    elif sent is not None:
        _send("joining.sent_already", sent, link=new_address(sent))
    else:
        drafts = [
            {"started_at": other.started_at, "link": new_address(other)}
            for other in others
            if other.saved_at > other.started_at
        ]
        _send("joining.way_back", application, link=new_address(application), others=drafts[:3])


@transaction.atomic
def send_links(email: str) -> None:
    """Mail somebody a link to each application of their address, or that there is none."""
    address = email.strip().lower()
    found = Application.objects.filter(email=address, erased_on=None).select_related("wave")
    recent = list(found.order_by("-started_at", "-pk")[:5])
    rows = [
        {
            "wave": one.wave.name,
            # No more than this: a decision may be made that its own letter has not told yet.
            "state": "not sent yet" if one.status in UNSENT else "sent",
            "started_at": one.started_at,
            "link": new_address(one),
        }
        for one in recent
    ]
    member = queries.is_members_address(address)
    writing.send(
        "joining.links",
        to=address,
        key=f"joining.links:{secrets.token_hex(16)}",
        context={"rows": rows, "member": member, **addresses()},
    )


@transaction.atomic
def send_again(token: str) -> None:
    """Mail a new link to the own address of the application behind a link that is used or old.

    An unknown token does nothing: who asks learns nothing either way.
    """
    found = find(token)
    if found.link is not None and found.link.application.email:
        send_way_back(found.link.application)


def forget_links(application: Application) -> None:
    """Let no link sent so far work any more."""
    application.links.filter(used_at=None).update(expires_at=timezone.now())


def name_of(application: Application) -> str:
    """The name to greet somebody by. None before their address is confirmed: a stranger may have
    typed it, and would have us mail what they like to whom they like.
    """
    return application.name if application.email_confirmed_at else ""


def addresses() -> dict[str, str]:
    """Addresses of pages that letters name."""
    return {
        "about": settings.SITE_URL + reverse("joining:about"),
        "login": settings.SITE_URL + reverse("account_login"),
        "ask": settings.SITE_URL + reverse("joining:links"),
    }


def new_address(application: Application) -> str:
    """A new link to this application. Only its digest is kept."""
    token = secrets.token_urlsafe(32)
    MailLink.objects.create(
        application=application, digest=digest(token), expires_at=timezone.now() + LASTS
    )
    return settings.SITE_URL + reverse("joining:link", args=[token])


def _send(code: str, application: Application, **context: Any) -> None:
    writing.send(
        code,
        to=application.email,
        key=f"{code}:{application.ref}:{secrets.token_hex(8)}",
        context={
            "name": name_of(application),
            "wave": application.wave.name,
            "closes_at": application.wave.closes_at,
            "started_at": application.started_at,
            **addresses(),
            **context,
        },
    )
