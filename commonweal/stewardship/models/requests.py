"""Requests of people about their own data."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from commonweal.members.models import Member


class Kind(models.TextChoices):
    ACCESS = "ACCESS", "Copy of their data"
    ERASURE = "ERASURE", "Erasure"


class Status(models.TextChoices):
    WAITING = "WAITING", "Waiting to be made"
    RUNNING = "RUNNING", "Being made"
    READY = "READY", "Ready"
    FAILED = "FAILED", "Could not be made"
    EXPIRED = "EXPIRED", "Removed"
    ASKED = "ASKED", "Asked for"
    DONE = "DONE", "Erased"
    REFUSED = "REFUSED", "Refused"
    TAKEN_BACK = "TAKEN_BACK", "Taken back"


# Somebody still waits for these: the month the law gives runs on.
OPEN = (Status.WAITING, Status.RUNNING, Status.FAILED, Status.ASKED)


class DataRequest(models.Model):
    """Somebody's wish for a copy of their data, or to be erased. `due_on` is the law's last day.

    Whom it is about is said by an account, a membership or an address, whichever there are. An
    erased person's request keeps its days and its outcome, and names nobody. `outcome` says how
    many rows of each kind were erased.
    """

    kind = models.CharField(max_length=8, choices=Kind.choices)
    status = models.CharField(max_length=10, choices=Status.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True,
        related_name="data_requests",
    )  # fmt: skip
    member = models.ForeignKey(
        Member, models.SET_NULL, null=True, blank=True, related_name="data_requests"
    )
    email = models.CharField(max_length=254, blank=True)
    name = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField()
    alive_at = models.DateTimeField(default=timezone.now)
    stage = models.CharField(max_length=120, blank=True)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)
    file = models.CharField(max_length=80, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "user"],
                condition=Q(status__in=[one.value for one in OPEN], user__isnull=False),
                name="one_open_request_of_a_kind_each",
            ),
            models.CheckConstraint(
                condition=~Q(status="READY") | (~Q(file="") & Q(expires_at__isnull=False)),
                name="a_copy_that_is_ready_has_a_file_and_an_end",
            ),
            models.CheckConstraint(
                condition=~Q(status="REFUSED") | ~Q(problem=""),
                name="a_refused_request_says_why",
            ),
        ]
        indexes = [models.Index(fields=["-asked_at", "-id"], name="data_requests_by_time")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, asked for on {self.asked_at:%Y-%m-%d}"

    @property
    def is_here(self) -> bool:
        """Whether it is a copy that is ready and whose fourteen days are not over."""
        end = self.expires_at
        return self.status == Status.READY and end is not None and timezone.now() < end

    @property
    def is_open(self) -> bool:
        return self.status in OPEN
