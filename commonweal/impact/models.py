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


class Benchmark(models.Model):
    """One version of a set of numbers the community is compared with, such as a workforce.

    `dimension` is the equalities question it is about. `mapping` says how its categories became
    answers of that question, and `digest` which file they were read from.
    """

    name = models.CharField(max_length=160)
    version = models.CharField(max_length=40)
    dimension = models.SlugField(max_length=40)
    source = models.CharField(max_length=250)
    address = models.URLField(max_length=300, blank=True)
    as_of = models.DateField()
    note = models.TextField(blank=True)
    invented = models.BooleanField(default=False)
    mapping = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    taken_at = models.DateTimeField(default=timezone.now)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name", "version"], name="one_benchmark_per_name_and_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.version}"


class BenchmarkCount(models.Model):
    """How many people of one nation and one category a benchmark has. No nation is everywhere."""

    benchmark = models.ForeignKey(Benchmark, models.CASCADE, related_name="counts")
    nation = models.CharField(max_length=80, blank=True)
    category = models.SlugField(max_length=60)
    people = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["benchmark", "nation", "category"], name="a_category_is_counted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.benchmark}: {self.category} {self.nation}".strip()


class Issue(models.Model):
    """A protected table of equalities answers as it was first given to a snapshot.

    `shown` is what snapshots hold. The true counts are in `sealed`, so that the next issue can be
    compared with them and nobody else can.
    """

    table = models.CharField(max_length=80)
    shown = models.JSONField()
    sealed = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["table", "made_at"], name="issues_of_a_table")]

    def __str__(self) -> str:
        return f"{self.table}, {self.made_at:%Y-%m-%d}"
