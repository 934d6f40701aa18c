"""Writing a letter: rendered now, kept in the outbox, sent by a task after the commit."""

import datetime
from html import unescape
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from commonweal.core.letters.declaring import Context, kind
from commonweal.core.models import Letter


def rendered(code: str, context: Context, *, language: str = "en") -> tuple[str, str]:
    """Subject and body of a letter."""
    with translation.override(language):
        page = render_to_string(kind(code).template, dict(context))
    # The templates escape for pages, and no database keeps a NUL.
    text = unescape(page).replace("\0", "").strip()
    subject, _, body = text.partition("\n")
    return shortened(" ".join(subject.split())), f"{body.strip()}\n"


def shortened(subject: str) -> str:
    """The subject at the length the outbox keeps."""
    return subject if len(subject) <= 250 else f"{subject[:249]}…"


def send(
    code: str,
    *,
    to: str,
    key: str,
    context: Context,
    not_before: datetime.datetime | None = None,
    language: str = "en",
) -> Letter:
    """Put a letter in the outbox. The same `key` again changes nothing and sends nothing.

    Call it inside the transaction of what the letter tells of: it goes out when that is certain,
    and not before `not_before`. A key stays used when its letter is cancelled.
    """
    subject, body = rendered(code, context, language=language)
    values: dict[str, Any] = {
        "kind": code,
        "to": to.strip().lower(),
        "subject": subject,
        "body": body,
    }
    letter, made = Letter.objects.get_or_create(
        key=key, defaults={**values, "due_at": not_before or timezone.now()}
    )
    if made and not_before is None:
        transaction.on_commit(deliver_soon)
    return letter


def cancel(key: str) -> bool:
    """Keep a letter from going. False when it has gone, may have gone, or was never written."""
    unsent = (Letter.Status.WAITING, Letter.Status.FAILED)
    stopped = Letter.objects.filter(key=key, status__in=unsent)
    return bool(stopped.update(status=Letter.Status.CANCELLED))


def deliver_soon() -> None:
    """Have the outbox emptied in the background."""
    from commonweal.core.tasks import deliver_letters  # noqa: PLC0415 -- tasks import this module

    deliver_letters.enqueue()
