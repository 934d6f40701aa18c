"""The compact, and a member's way into the community."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from commonweal.members.models import Member, Term, Vocabulary


class Compact(models.Model):
    """One version of what members can expect and what is expected of them: lines, a point each."""

    version = models.PositiveSmallIntegerField(unique=True)
    intro = models.TextField(blank=True)
    can_expect = models.TextField()
    expected = models.TextField()
    what_changed = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"Compact, version {self.version}"


class CompactAnswer(models.Model):
    """What a member said to one version of the compact. The newest answer counts."""

    class Said(models.TextChoices):
        AGREED = "AGREED", "Accepted"
        DECLINED = "DECLINED", "Not accepted"

    member = models.ForeignKey(Member, models.CASCADE, related_name="compact_answers")
    compact = models.ForeignKey(Compact, models.PROTECT, related_name="answers")
    said = models.CharField(max_length=8, choices=Said.choices)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "compact"], name="one_answer_to_each_compact")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_said_display()} {self.compact}"


class Signpost(models.Model):
    """A group, an event or something to read that the team recommends to newcomers.

    Without interests or nations it suits everybody. An event is offered until `on` is past.
    """

    class Kind(models.TextChoices):
        GROUP = "GROUP", "Group"
        EVENT = "EVENT", "Event"
        READING = "READING", "Something to read"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(max_length=160)
    url = models.URLField(max_length=300)
    summary = models.CharField(max_length=250, blank=True)
    interests = models.ManyToManyField(
        Term,
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary__in": [Vocabulary.INTEREST, Vocabulary.SKILL]},
    )
    nations = models.ManyToManyField(
        Term, blank=True, related_name="+", limit_choices_to={"vocabulary": Vocabulary.NATION}
    )
    on = models.DateField("day of the event", null=True, blank=True)
    retired = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="EVENT") | Q(on__isnull=False), name="an_event_has_a_day"
            )
        ]

    def __str__(self) -> str:
        return self.title


class WayIn(models.Model):
    """A newcomer's first fortnight. It stays on their front page until done or dismissed."""

    member = models.OneToOneField(Member, models.CASCADE, related_name="way_in")
    made_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    dismissed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "ways in"

    def __str__(self) -> str:
        return f"Way in of {self.member}"


class Step(models.Model):
    """One thing of the first fortnight, with the reason it was chosen."""

    class Kind(models.TextChoices):
        PERSON = "PERSON", "Somebody to meet"
        GROUP = "GROUP", "A group"
        EVENT = "EVENT", "An event"
        READING = "READING", "Something to read"

    way_in = models.ForeignKey(WayIn, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    person = models.ForeignKey(Member, models.CASCADE, null=True, blank=True, related_name="+")
    signpost = models.ForeignKey(
        Signpost, models.CASCADE, null=True, blank=True, related_name="steps"
    )
    because = models.CharField(max_length=250)
    order = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    dismissed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, signpost=None)
                | Q(person=None, signpost__isnull=False),
                name="a_step_leads_to_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.because}"
