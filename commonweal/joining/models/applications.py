"""An application from its first word to its end, and the links that lead back to it."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from commonweal.joining.models.questions import Question, QuestionSet
from commonweal.joining.models.waves import EligibilityGroup, Wave
from commonweal.members.models import Member, Organisation, Vocabulary, term_key


def new_application_ref() -> str:
    """A long random name: whoever has it still needs a right to it."""
    return secrets.token_hex(8)


class Status(models.TextChoices):
    DRAFT = "DRAFT", "Being written"
    LAPSED = "LAPSED", "Not sent in time"
    SENT = "SENT", "Sent"
    READING = "READING", "Being read"
    WAITING = "WAITING", "On the waiting list"
    ADMITTED = "ADMITTED", "Admitted, compact not yet accepted"
    JOINED = "JOINED", "Joined"
    REFUSED = "REFUSED", "Not admitted"
    SECOND_LOOK = "SECOND_LOOK", "Looked at a second time"
    REFUSED_AGAIN = "REFUSED_AGAIN", "Not admitted after a second look"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"
    NOT_TAKEN_UP = "NOT_TAKEN_UP", "Admitted, but not taken up"


# Those that somebody has sent: of these there is one for each address in each wave.
UNSENT = (Status.DRAFT, Status.LAPSED)


class Application(models.Model):
    """One person's application in one wave."""

    ref = models.CharField(max_length=16, unique=True, default=new_application_ref, editable=False)
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="applications")
    question_set = models.ForeignKey(
        QuestionSet, models.PROTECT, related_name="applications", null=True, blank=True
    )
    status = models.CharField(max_length=14, choices=Status.choices, default=Status.DRAFT)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True,
        related_name="applications",
    )  # fmt: skip
    email = models.EmailField(max_length=254)
    email_confirmed_at = models.DateTimeField(null=True, blank=True)
    name = models.CharField(max_length=200, blank=True)
    role_title = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    organisation_name = models.CharField(max_length=250, blank=True)
    nation = term_key(Vocabulary.NATION)
    region = models.CharField(max_length=120, blank=True)
    group = models.ForeignKey(
        EligibilityGroup, models.PROTECT, null=True, blank=True, related_name="+"
    )
    invitation = models.ForeignKey(
        "Invitation", models.SET_NULL, null=True, blank=True, related_name="applications"
    )
    carried_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    member = models.ForeignKey(
        Member, models.SET_NULL, null=True, blank=True, related_name="applications"
    )
    started_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    erased_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "email"],
                condition=~Q(status__in=["DRAFT", "LAPSED", "WITHDRAWN"]) & ~Q(email=""),
                name="one_application_per_address_and_wave",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["DRAFT", "LAPSED", "WITHDRAWN"]) | Q(sent_at__isnull=False),
                name="what_is_read_was_sent",
            ),
        ]
        indexes = [
            models.Index(fields=["wave", "status", "sent_at"], name="applications_in_queue"),
            models.Index(fields=["wave", "sent_at", "id"], name="applications_by_sending"),
            models.Index(fields=["email"], name="applications_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.name or self.email or 'Somebody'}: {self.wave}"


class Answer(models.Model):
    """What an applicant wrote to one question: text, or a list of the keys of choices."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    value = models.JSONField(default=str)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "question"], name="one_answer_per_question"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.question.key}"


class Invitation(models.Model):
    """Somebody asked in by name: to apply, or already approved. Used once."""

    class Kind(models.TextChoices):
        APPLY = "APPLY", "To apply"
        APPROVED = "APPROVED", "Already approved"

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="invitations")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    digest = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "email"],
                condition=Q(withdrawn_at=None) & ~Q(email=""),
                name="one_invitation_per_address_and_wave",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.wave}"


class MailLink(models.Model):
    """A link sent by mail that leads back to one application. Kept as a digest, used once."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"link to {self.application.ref}"
