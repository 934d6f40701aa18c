"""Who reads an application, what they find, and what is decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from commonweal.joining.models.applications import Application
from commonweal.joining.models.waves import Criterion


class Outcome(models.TextChoices):
    ADMIT = "ADMIT", "Admit"
    WAIT = "WAIT", "Waiting list"
    REFUSE = "REFUSE", "Do not admit"


class Reading(models.Model):
    """One reader's look at one application: scores, advice and a reason."""

    class Advice(models.TextChoices):
        ADMIT = "ADMIT", "Admit"
        UNSURE = "UNSURE", "Not sure"
        REFUSE = "REFUSE", "Do not admit"

    application = models.ForeignKey(Application, models.CASCADE, related_name="readings")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="application_readings"
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    assigned_at = models.DateTimeField(default=timezone.now)
    advice = models.CharField(max_length=8, choices=Advice.choices, blank=True)
    reason = models.TextField(blank=True)
    # What was typed until it is finished, half a score without its reason included.
    draft = models.JSONField(default=dict, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reader"], name="nobody_reads_the_same_twice"
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | ~Q(advice=""),
                name="a_finished_reading_advises",
            ),
        ]
        indexes = [models.Index(fields=["reader", "finished_at"], name="readings_to_do")]

    def __str__(self) -> str:
        return f"{self.reader} reads {self.application.ref}"


class Score(models.Model):
    """What a reader gives for one criterion, and why."""

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField()
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reading", "criterion"], name="one_score_per_criterion"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="every_score_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value}"


class Conflict(models.Model):
    """Why somebody may neither read nor decide an application."""

    class Kind(models.TextChoices):
        DECLARED = "DECLARED", "Declared"
        SAME_ORGANISATION = "SAME_ORGANISATION", "Works at the same organisation"

    application = models.ForeignKey(Application, models.CASCADE, related_name="conflicts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="application_conflicts"
    )
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.DECLARED)
    note = models.TextField(blank=True)
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "user"], name="a_conflict_is_noted_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} and {self.application.ref}"


class Decision(models.Model):
    """What was decided at the first look (1) or the second (2), and why. Its letter waits a
    little, so that a slip of the hand can be undone before anybody is told."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="decisions")
    look = models.PositiveSmallIntegerField(default=1)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    reason = models.TextField()
    change = models.TextField("what would change it", blank=True)
    early = models.TextField("why before enough had read it", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "look"],
                condition=Q(undone_at=None, replaced_at=None),
                name="decided_once_a_look",
            ),
            models.CheckConstraint(
                condition=Q(look__in=[1, 2]), name="there_are_two_looks_at_most"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="REFUSE") | ~Q(reason=""),
                name="a_refusal_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.application.ref}"


class SecondLook(models.Model):
    """An applicant's wish that somebody else look again."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="second_look")
    words = models.TextField()
    asked_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"second look at {self.application.ref}"
