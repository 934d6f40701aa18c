"""Mail in the demo goes to a page instead of to people."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from commonweal.core.models import SentMail


class DemoBackend(BaseEmailBackend):
    """Keeps each message as a row, one a recipient, for the demo's mail page."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        SentMail.objects.bulk_create(
            SentMail(to=address, subject=str(message.subject), body=str(message.body))
            for message in email_messages
            for address in message.recipients()
        )
        return len(email_messages)
