"""What can be found. Every row is meant for one audience and holds only what it may see."""

from django.db import models


class Audience(models.TextChoices):
    """Who reads: a visitor stands in EVERYONE, a member in MEMBERS."""

    EVERYONE = "EVERYONE", "Everyone"
    MEMBERS = "MEMBERS", "Members"


class Document(models.Model):
    """One thing that can be found, as one audience may see it."""

    kind = models.CharField(max_length=20)
    ref = models.CharField(max_length=64)
    audience = models.CharField(max_length=8, choices=Audience.choices)
    title = models.CharField(max_length=250)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    facets = models.TextField(help_text="Facet keys, each with a space before and after it.")
    url = models.CharField(max_length=300)
    image = models.CharField(max_length=300, blank=True)
    sort = models.CharField(max_length=250)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "ref", "audience"], name="one_document_for_each_audience"
            )
        ]
        indexes = [
            models.Index(fields=["audience", "kind", "sort", "id"], name="documents_of_a_kind"),
            models.Index(fields=["audience", "sort", "id"], name="documents_a_to_z"),
        ]

    def __str__(self) -> str:
        return f"{self.title} for {self.audience}"

    def facet_keys(self) -> list[str]:
        return self.facets.split()


class Spelling(models.Model):
    """A word that this audience can find (no variant), or what a slip may make of a name."""

    audience = models.CharField(max_length=8, choices=Audience.choices)
    variant = models.CharField(max_length=40, blank=True)
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["audience", "variant", "word"], name="a_spelling_is_known_once"
            )
        ]
        indexes = [models.Index(fields=["word", "audience"], name="spellings_of_a_word")]

    def __str__(self) -> str:
        return f"{self.variant or self.word} for {self.word}"


class Tally(models.Model):
    """A change in how many documents carry a facet (or, with none, are of the kind).

    Rows are only added, so that writers never wait for one another; now and then
    they are settled into one row for each facet.
    """

    audience = models.CharField(max_length=8, choices=Audience.choices)
    kind = models.CharField(max_length=20)
    facet = models.CharField(max_length=100, blank=True)
    amount = models.IntegerField()

    class Meta:
        verbose_name_plural = "tallies"
        indexes = [models.Index(fields=["audience", "kind", "facet"], name="tallies_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.amount:+} {self.facet or self.kind}"
