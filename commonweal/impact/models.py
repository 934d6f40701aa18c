"""What was frozen, when it was published, and by whom."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Snapshot(models.Model):
    """The community as it was on a day, frozen under pseudonyms, and the figures made from it.

    `folder` is the name of its folder in SNAPSHOT_ROOT; `digest` the SHA-256 of its manifest.
    """

    class Status(models.TextChoices):
        WAITING = "WAITING", "Waiting to start"
        RUNNING = "RUNNING", "Being made"
        DONE = "DONE", "Ready"
        FAILED = "FAILED", "Failed"

    as_of = models.DateField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    stage = models.CharField(max_length=120, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    message = models.TextField(blank=True)
    folder = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(status="DONE"),
                name="only_a_finished_snapshot_is_published",
            ),
            models.CheckConstraint(
                condition=~Q(status="DONE") | ~Q(folder=""),
                name="a_finished_snapshot_has_a_folder",
            ),
        ]
        indexes = [models.Index(fields=["-published_at"], name="snapshots_by_publication")]

    def __str__(self) -> str:
        return f"Snapshot as of {self.as_of}"
