"""What applicants are asked: sets of questions, a version each, frozen once somebody answered."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class QuestionSet(models.Model):
    """One version of a set of questions in one language. Wording never changes once answered."""

    key = models.SlugField(max_length=60)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="en-gb")
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=120)
    intro = models.TextField(blank=True)
    made_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    frozen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "language", "version"], name="one_question_set_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


class Question(models.Model):
    """One question, with all that helps to answer it.

    `choices` are pairs of a key and what is shown, like [["often", "Often"]]. A choice has the same
    key in every language, and so has a question.
    """

    class Kind(models.TextChoices):
        SHORT = "SHORT", "A line"
        LONG = "LONG", "A few sentences"
        ONE = "ONE", "One of several"
        MANY = "MANY", "Any of several"
        YES_NO = "YES_NO", "Yes or no"

    question_set = models.ForeignKey(QuestionSet, models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=60)
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.LONG)
    label = models.CharField(max_length=250)
    help = models.TextField(blank=True)
    why = models.CharField("why it is asked", max_length=250, blank=True)
    words_from = models.PositiveSmallIntegerField(null=True, blank=True)
    words_to = models.PositiveSmallIntegerField(null=True, blank=True)
    required = models.BooleanField(default=True)
    choices = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["question_set", "key"], name="a_question_is_asked_once"
            ),
            models.UniqueConstraint(
                fields=["question_set", "order"], name="questions_have_one_order"
            ),
            models.CheckConstraint(
                condition=models.Q(words_from=None)
                | models.Q(words_to=None)
                | models.Q(words_to__gte=models.F("words_from")),
                name="a_length_guide_goes_upwards",
            ),
        ]

    def __str__(self) -> str:
        return self.label
