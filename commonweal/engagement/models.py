"""The participation ledger: every figure about engagement reads this table and `members` alone."""

from django.db import models
from django.utils import timezone

from commonweal.members.models import Member


class Depth(models.TextChoices):
    """How much an offer asks of a person, in the community's own three steps."""

    LIGHT = "LIGHT", "Light touch"
    SUBSTANTIVE = "SUBSTANTIVE", "Substantial, one-off"
    ONGOING = "ONGOING", "Ongoing"


class Mode(models.TextChoices):
    ONLINE = "ONLINE", "Online"
    IN_PERSON = "IN_PERSON", "In person"
    OWN_TIME = "OWN_TIME", "In own time"


class Part(models.TextChoices):
    """What the member did: each step includes the one before."""

    TOOK_PART = "TOOK_PART", "Took part"
    CONTRIBUTED = "CONTRIBUTED", "Contributed"
    LED = "LED", "Led"


class Participation(models.Model):
    """One member taking part in one offer on one day. Rows are added, never changed or removed.

    `key` says what the row stands for; the same key is taken once, whoever sends it how often.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="participation")
    offer = models.CharField(max_length=40)
    depth = models.CharField(max_length=12, choices=Depth.choices)
    mode = models.CharField(max_length=10, choices=Mode.choices)
    part = models.CharField(max_length=12, choices=Part.choices, default=Part.TOOK_PART)
    day = models.DateField()
    central = models.BooleanField("run by the team, not by members", default=True)
    what = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=160, unique=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["member", "day"], name="participation_of_a_member"),
            models.Index(fields=["day", "id"], name="participation_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.offer} on {self.day}"
