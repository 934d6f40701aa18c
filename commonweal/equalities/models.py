"""What people answered to the equalities questions, sealed, and who opened it."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


def this_month() -> datetime.date:
    """The first day of this month: a finer date would say whose record it is."""
    return timezone.localdate().replace(day=1)


class Record(models.Model):
    """One person's answers, under a pseudonym, sealed.

    Nothing here leads to anybody: no foreign key, no counting key, no time finer than a month. What
    was answered, the nation and the edition of the questions are inside `sealed`, which has the
    same length whatever it holds.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pseudonym = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    month = models.DateField(default=this_month)
    of_member = models.BooleanField(default=False)
    ended_month = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"record {str(self.pk)[:8]}"


class ReadEntry(models.Model):
    """That somebody opened answers, and why: written before they are shown, and never changed."""

    class Kind(models.TextChoices):
        ONE = "ONE", "One person’s answers"
        ALL = "ALL", "Numbers about everybody"

    class Why(models.TextChoices):
        COPY = "COPY", "They asked for a copy of what we hold"
        CORRECTION = "CORRECTION", "They asked for something to be put right"
        COMPLAINT = "COMPLAINT", "A complaint or a question of law they know of"
        ARCHIVE = "ARCHIVE", "Put in the copy of their data they asked for"
        NUMBERS = "NUMBERS", "To look at numbers"
        SNAPSHOT = "SNAPSHOT", "Counted for a snapshot"

    kind = models.CharField(max_length=3, choices=Kind.choices)
    why = models.CharField(max_length=10, choices=Why.choices)
    case = models.CharField("our reference", max_length=40, blank=True)
    # Random, and the record's alone: once that is gone, nobody can tell whose it was.
    whose = models.UUIDField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "read entries"
        indexes = [models.Index(fields=["whose", "at"], name="reads_of_a_record")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="ONE", whose__isnull=False)
                | models.Q(kind="ALL", whose__isnull=True),
                name="a_read_is_of_one_or_of_all",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d %H:%M}"
