"""Sending what is due in the outbox, each letter at most once."""

import datetime
import hashlib
import logging
import smtplib
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone

from commonweal.core.letters import declaring, pausing
from commonweal.core.mail import Courier
from commonweal.core.models import Letter

# After the first refusal a minute, after the seventh a day: eight tries in about two days.
MINUTES = (1, 5, 30, 120, 360, 720, 1440)
SILENCE = datetime.timedelta(minutes=15)
LOST = "The mail server did not say whether it took this letter."
PAUSED = "Not sent: they have paused mail from the community."
log = logging.getLogger(__name__)
Status = Letter.Status
Refusals = smtplib.SMTPRecipientsRefused


def deliver() -> int:
    """Send every letter that is due. How many went.

    A round ends when the mail server cannot be reached: the letters behind the first wait unharmed.
    Call it outside of any transaction.
    """
    give_up_on_silence()
    sent = 0
    connection = get_connection()
    try:
        while letter := claim():
            if not letter_goes(letter):
                continue
            status, problem, may_go_on = hand_over(letter, connection)
            settle(letter, status, problem)
            sent += status == Status.SENT
            if not may_go_on:
                break
    finally:
        close(connection)
    return sent


def give_up_on_silence() -> int:
    """Mark letters whose sender was killed before the answer. Nobody can say if they arrived."""
    long_ago = timezone.now() - SILENCE
    silent = Letter.objects.filter(status=Status.CLAIMED, claimed_at__lt=long_ago)
    return silent.update(status=Status.UNSURE, problem=LOST)


def claim() -> Letter | None:
    """The next letter that is due, now nobody else's. None when there is no more."""
    now = timezone.now()
    due = Letter.objects.filter(status=Status.WAITING, due_at__lte=now).order_by("due_at", "pk")
    while first := due.first():
        # Handing over inside a transaction could be undone, and the letter then sent twice.
        with transaction.atomic(durable=True):
            mine = Letter.objects.filter(pk=first.pk, status=Status.WAITING)
            claimed = mine.update(status=Status.CLAIMED, claimed_at=now)
        if claimed:
            first.status, first.claimed_at = Status.CLAIMED, now
            return first
    return None


def letter_goes(letter: Letter) -> bool:
    """Whether to send it. A letter nobody needs is cancelled for somebody who has paused."""
    known = {kind.code: kind for kind in declaring.kinds()}
    kind = known.get(letter.kind)
    is_test = letter.key.startswith("test:")
    if kind is None or kind.needed or is_test or not pausing.has_paused(letter.to):
        return True
    settle(letter, Status.CANCELLED, PAUSED)
    return False


def hand_over(letter: Letter, connection: Any) -> tuple[Status, str, bool]:
    """Give one letter to the mail server. What became of it, the problem, may the round go on."""
    try:
        message = in_envelope(letter)
        message.message()
    except ValueError as problem:
        log.exception("Letter %s cannot be written as mail", letter.pk)
        return Status.FAILED, f"It cannot be written as mail: {problem}", True
    try:
        connection.open()
    except OSError as problem:
        return Status.WAITING, f"The mail server could not be reached: {said(problem)}", False
    try:
        connection.send_messages([message])
    except Exception as problem:
        log.warning("Letter %s was not taken: %s", letter.pk, type(problem).__name__)
        status, words = verdict(problem, connection)
        close(connection)
        return status, words, isinstance(problem, smtplib.SMTPResponseException | Refusals)
    return Status.SENT, "", True


def verdict(problem: Exception, connection: Any) -> tuple[Status, str]:
    """What an error says of a letter that was being handed over."""
    talk = getattr(connection, "connection", None)
    if isinstance(problem, Refusals):
        code, _ = next(iter(problem.recipients.values()))
        gone = 500 <= code < 600
        words = f"The address was refused: {said(problem)}"
        return (Status.FAILED if gone else Status.WAITING), words
    if isinstance(problem, smtplib.SMTPDataError) and 500 <= problem.smtp_code < 600:
        return Status.FAILED, f"The mail server refused the letter: {said(problem)}"
    if isinstance(problem, smtplib.SMTPResponseException):
        return Status.WAITING, f"The mail server refused for now: {said(problem)}"
    if isinstance(problem, OSError) and isinstance(talk, Courier) and not talk.has_begun:
        return Status.WAITING, f"The mail server hung up before it took the letter: {problem}"
    return Status.UNSURE, LOST


def said(problem: Exception) -> str:
    """The answer of a mail server, in its own words."""
    if isinstance(problem, Refusals):
        return in_words(*next(iter(problem.recipients.values())))
    if isinstance(problem, smtplib.SMTPResponseException):
        return in_words(problem.smtp_code, problem.smtp_error)
    return str(problem)


def in_words(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"


def settle(letter: Letter, status: Status, problem: str) -> None:
    """Note what became of a claimed letter; one that is to be tried again gets its next time."""
    now = timezone.now()
    tries = letter.tries + (status in (Status.SENT, Status.WAITING, Status.FAILED))
    values: dict[str, Any] = {"status": status, "problem": problem[:200], "tries": tries}
    if status == Status.SENT:
        values["sent_at"] = now
    elif status == Status.WAITING and tries > len(MINUTES):
        values["status"] = Status.FAILED
    elif status == Status.WAITING:
        values["due_at"] = now + datetime.timedelta(minutes=MINUTES[tries - 1])
    # A slow answer may come after somebody else gave up on it.
    mine = Letter.objects.filter(pk=letter.pk, claimed_at=letter.claimed_at)
    mine.filter(status__in=(Status.CLAIMED, Status.UNSURE)).update(**values)


def in_envelope(letter: Letter) -> EmailMessage:
    """The letter as mail. Its Message-ID follows from its key: twice the same is recognised."""
    name = hashlib.sha256(letter.key.encode()).hexdigest()[:32]
    headers = {
        "Auto-Submitted": "auto-generated",
        "Message-ID": f"<{name}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>",
    }
    return EmailMessage(
        letter.subject,
        letter.body,
        to=[letter.to],
        reply_to=[settings.CONTACT_EMAIL],
        headers=headers,
    )


def close(connection: Any) -> None:
    """End the talk with the mail server. What it still says changes nothing."""
    try:
        connection.close()
    except OSError:
        log.warning("The mail server did not say goodbye")
