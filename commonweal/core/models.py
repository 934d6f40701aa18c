"""What every app needs and none owns: accounts, roles, and what was done by whom."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    """Accounts are found by e-mail address, in any case of letters."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who can sign in. Whether they are a member is for `members` to say."""

    email = models.EmailField("e-mail address", max_length=254, unique=True)
    name = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("may use the admin", default=False)
    joined_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        return self.name or self.email


class Role(models.TextChoices):
    """What somebody may do beyond belonging. Membership itself is kept by `members`."""

    CONVENOR = "CONVENOR", "Convenor"
    ASSESSOR = "ASSESSOR", "Assessor"
    PARTNER = "PARTNER", "Partner"
    EVALUATOR = "EVALUATOR", "Evaluator"
    TEAM = "TEAM", "Team"
    STEWARD = "STEWARD", "Steward"


# Those who see other people's data by office must sign in with a second factor.
STAFF_ROLES = (Role.PARTNER, Role.EVALUATOR, Role.TEAM, Role.STEWARD)


class RoleGrant(models.Model):
    """A role somebody holds, for everything or for one scope, such as a nation or a group."""

    user = models.ForeignKey(User, models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    scope = models.CharField(max_length=80, blank=True)
    granted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "scope"],
                condition=Q(ended_at=None),
                name="a_role_is_held_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} {self.scope}".strip()


class AuditEntry(models.Model):
    """What was done, to what, by whom. Written by services, refused to change by the database."""

    action = models.CharField(max_length=80)
    actor = models.ForeignKey(User, models.DO_NOTHING, null=True, db_constraint=False)
    target = models.CharField(max_length=120)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index(fields=["target", "at"], name="audit_by_target"),
            models.Index(fields=["-at"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.action} on {self.target}"


class SentMail(models.Model):
    """Mail the demo would have sent. Written in the demo alone."""

    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=250)
    body = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"


class FileJob(models.Model):
    """A file somebody gave to import, or asked to have made: its state, counts and outcome.

    The job is generic; what its `kind` means is known by the app that runs it.
    """

    class Status(models.TextChoices):
        CHECKED = "CHECKED", "Checked, not yet imported"
        WAITING = "WAITING", "Waiting to start"
        RUNNING = "RUNNING", "Running"
        DONE = "DONE", "Done"
        FAILED = "FAILED", "Failed"

    kind = models.CharField(max_length=40)
    status = models.CharField(max_length=10, choices=Status.choices)
    file_name = models.CharField(max_length=200)
    path = models.CharField(max_length=300)
    options = models.JSONField(default=dict)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    outcome = models.JSONField(default=dict)
    message = models.TextField(blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.kind}: {self.file_name}"


class Letter(models.Model):
    """A mail in the outbox, or sent. Its key says what it is for: the same key is sent once.

    A letter is CLAIMED before it is handed to the mail server. Where the answer is lost, nobody
    can say whether it arrived: it stays UNSURE, and is never sent again by itself.
    """

    class Status(models.TextChoices):
        WAITING = "WAITING", "Waiting"
        CLAIMED = "CLAIMED", "Being sent"
        SENT = "SENT", "Sent"
        UNSURE = "UNSURE", "May have been sent"
        FAILED = "FAILED", "Could not be sent"
        CANCELLED = "CANCELLED", "Cancelled"

    key = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=60)
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=250)
    body = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    due_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["status", "due_at"], name="letters_due"),
            models.Index(fields=["to"], name="letters_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"


class ScheduledRun(models.Model):
    """One time a job of the clock was due: run once, by whichever process was first."""

    job = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=300, blank=True)
    failed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "due_at"], name="a_job_runs_once_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.job} at {self.due_at:%Y-%m-%d %H:%M}"
