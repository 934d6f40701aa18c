"""When people may apply, who, and how they are chosen."""

import datetime
import secrets

from django.conf import settings
from django.db import models

from commonweal.joining.models.questions import QuestionSet
from commonweal.members.models import Term, Vocabulary, term_key


class EligibilityGroup(models.Model):
    """A kind of person the community is for, in the words a visitor chooses from."""

    key = models.SlugField(max_length=60, unique=True)
    label = models.CharField(max_length=160)
    help = models.CharField(max_length=250, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    retired = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.label


def new_wave_ref() -> str:
    return secrets.token_hex(4)


class Wave(models.Model):
    """One time of admitting people. Without nations or groups it is open to all of them.

    `partner` is the nation whose partner leads it and may read and decide its applications.
    `readers_each` is how many must read an application before it is decided. Times are those of
    the settings' time zone; it is open from `opens_at` until just before `closes_at`.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_wave_ref, editable=False)
    name = models.CharField(max_length=120)
    about = models.TextField(blank=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    decide_by = models.DateField()
    welcome_on = models.DateField(null=True, blank=True)
    nations = models.ManyToManyField(
        Term, blank=True, related_name="+", limit_choices_to={"vocabulary": Vocabulary.NATION}
    )
    regions = models.JSONField(default=list, blank=True)
    groups = models.ManyToManyField(EligibilityGroup, blank=True, related_name="waves")
    partner = term_key(Vocabulary.NATION)
    partner_name = models.CharField(max_length=160, blank=True)
    places = models.PositiveIntegerField(null=True, blank=True)
    readers_each = models.PositiveSmallIntegerField(default=1)
    how_judged = models.TextField(blank=True)
    invited_only = models.BooleanField(default=False)
    second_look_days = models.PositiveSmallIntegerField(default=28)
    question_sets = models.ManyToManyField(QuestionSet, related_name="waves")
    published_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="a_wave_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=models.Q(readers_each__gte=1, readers_each__lte=3),
                name="one_to_three_readers_each",
            ),
        ]
        indexes = [models.Index(fields=["closes_at", "id"], name="waves_by_closing")]

    def __str__(self) -> str:
        return self.name

    def is_open(self, now: datetime.datetime) -> bool:
        return self.published_at is not None and self.opens_at <= now < self.closes_at

    def is_closed(self, now: datetime.datetime) -> bool:
        return now >= self.closes_at

    @property
    def scope(self) -> str:
        """The scope of a role that reads applications of this wave alone."""
        return f"wave:{self.ref}"


class Criterion(models.Model):
    """What readers of a wave score from 0 to `top`, each with a reason."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="criteria")
    key = models.SlugField(max_length=60)
    label = models.CharField(max_length=160)
    help = models.TextField(blank=True)
    top = models.PositiveSmallIntegerField(default=3)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "criteria"
        constraints = [
            models.UniqueConstraint(fields=["wave", "key"], name="a_criterion_is_named_once")
        ]

    def __str__(self) -> str:
        return self.label
