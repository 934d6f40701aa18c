"""What was removed because its time was over."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class RetentionRun(models.Model):
    """One run of the rules of retention: how many rows each emptied or removed, and nobody's name.

    `counts` has an entry for each rule that found something or failed: its key, words and rows.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=list)
    rows = models.PositiveIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["-started_at"], name="retention_runs_by_time")]

    def __str__(self) -> str:
        return f"Retention on {self.started_at:%Y-%m-%d %H:%M}"
