"""Where mail goes: to a mail server, or in the demo to a page instead of to people."""

import smtplib
from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from commonweal.core.models import SentMail


class Courier(smtplib.SMTP):
    """A talk with a mail server that knows whether the text of a message was on its way.

    Before that, silence means that nothing was sent; from then on nobody can say.
    """

    has_begun = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.has_begun = True
        answer = super().data(msg)
        self.has_begun = False
        return answer


class ServerBackend(EmailBackend):
    """Mail by a server, as the settings have it."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return Courier


class DemoBackend(BaseEmailBackend):
    """Keeps each message as a row, one a recipient, for the demo's mail page."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        SentMail.objects.bulk_create(
            SentMail(to=address, subject=str(message.subject), body=str(message.body))
            for message in email_messages
            for address in message.recipients()
        )
        return len(email_messages)
