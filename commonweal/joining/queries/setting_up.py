"""Waves as those who run them see them, and what can be chosen for one."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from commonweal.core.models import Role
from commonweal.core.rules import grants_of, is_team
from commonweal.joining.models import (
    Application,
    Criterion,
    EligibilityGroup,
    QuestionSet,
    Reading,
    Status,
    Wave,
)
from commonweal.members import queries as members
from commonweal.members.models import Term, Vocabulary

ADMITTED = (Status.ADMITTED, Status.JOINED)
DECIDED = (
    *ADMITTED, Status.WAITING, Status.REFUSED, Status.REFUSED_AGAIN, Status.NOT_TAKEN_UP
)  # fmt: skip
TO_DECIDE = (Status.SENT, Status.READING, Status.SECOND_LOOK)
PAGE = 20


@dataclass(frozen=True)
class Numbers:
    """How far the applications of one wave are. `read` counts those every reader has finished."""

    drafts: int = 0
    sent: int = 0
    read: int = 0
    decided: int = 0
    admitted: int = 0


@dataclass(frozen=True)
class Row:
    """One wave with its numbers."""

    wave: Wave
    numbers: Numbers


@dataclass(frozen=True)
class Shelves:
    """The waves somebody may see, by how far they are; `more` is the cursor of earlier ones."""

    draft: tuple[Row, ...]
    coming: tuple[Row, ...]
    open: tuple[Row, ...]
    closed: tuple[Row, ...]
    more: str

    @property
    def is_empty(self) -> bool:
        return not (self.draft or self.coming or self.open or self.closed)


def waves(viewer: Any) -> QuerySet[Wave]:
    """The waves this person sets up, leads as a partner or reads for. Others only when published.

    The same people as the rule SEE_WAVE lets through, in one query.
    """
    found = Wave.objects.select_related("partner")
    if is_team(viewer):
        return found
    grants = grants_of(viewer)
    nations = [scope for role, scope in grants if role == Role.PARTNER and scope]
    refs = [
        scope.removeprefix("wave:")
        for role, scope in grants
        if role == Role.ASSESSOR and scope.startswith("wave:")
    ]
    return found.filter(Q(partner__in=nations) | Q(ref__in=refs), published_at__isnull=False)


def shelves(viewer: Any, *, now: datetime.datetime, after: str = "") -> Shelves:
    """Every wave not yet closed, and a page of those that are, latest first."""
    seen = waves(viewer)
    current = list(seen.filter(closes_at__gt=now).order_by("opens_at", "pk"))
    drafts = list(seen.filter(closes_at__lte=now, published_at=None).order_by("opens_at", "pk"))
    past = _closed(seen.filter(closes_at__lte=now, published_at__isnull=False), after)
    closed, more = past[:PAGE], past[PAGE:]
    counted = _numbers([*current, *drafts, *closed])

    def rows(those: list[Wave]) -> tuple[Row, ...]:
        return tuple(Row(wave, counted.get(wave.pk, Numbers())) for wave in those)

    published = [wave for wave in current if wave.published_at]
    return Shelves(
        draft=rows([wave for wave in current if not wave.published_at] + drafts),
        coming=rows([wave for wave in published if wave.opens_at > now]),
        open=rows([wave for wave in published if wave.opens_at <= now]),
        closed=rows(closed),
        more=f"{closed[-1].closes_at.isoformat()},{closed[-1].pk}" if more else "",
    )


def numbers(wave: Wave) -> Numbers:
    """How far the applications of this wave are."""
    return _numbers([wave]).get(wave.pk, Numbers())


def waiting(viewer: Any) -> int:
    """How many sent applications wait for a decision in the waves this person sees."""
    return Application.objects.filter(wave__in=waves(viewer), status__in=TO_DECIDE).count()


def lacks(wave: Wave, *, now: datetime.datetime) -> list[str]:
    """What must still be done before the wave can be published, a sentence each."""
    lacking = []
    if wave.closes_at <= now:
        lacking.append("The wave would be closed already. Change its dates first.")
    if not wave.question_sets.exists():
        lacking.append("Choose the questions applicants are asked.")
    elif wave.question_sets.filter(questions=None).exists():
        lacking.append("A set of questions is empty. Add a question to it, or choose another.")
    if not wave.criteria.exists():
        lacking.append("Add at least one criterion that applications are read by.")
    if wave.decide_by <= timezone.localdate(wave.closes_at):
        lacking.append("Applications must be decided after the day the wave closes.")
    return lacking


def criteria(wave: Wave) -> QuerySet[Criterion]:
    return wave.criteria.order_by("order", "pk")


def groups() -> QuerySet[EligibilityGroup]:
    """Every group, those no longer offered last."""
    return EligibilityGroup.objects.order_by("retired", "order", "pk")


def groups_to_offer(wave: Wave) -> QuerySet[EligibilityGroup]:
    """The groups a wave may choose from, with those it chose before."""
    chosen = wave.groups.values("pk")
    return groups().filter(Q(retired=False) | Q(pk__in=chosen))


def nations() -> QuerySet[Term]:
    return members.terms(Vocabulary.NATION)


def regions() -> list[str]:
    """The regions organisations lie in, each once, by name."""
    found = members.open_organisations().exclude(region="")
    return sorted(set(found.values_list("region", flat=True).distinct()))


def asked(wave: Wave) -> list[QuestionSet]:
    """What a wave asks, one set in each language, in the order of the site's languages."""
    codes = [code for code, _ in settings.LANGUAGES]
    return sorted(wave.question_sets.all(), key=lambda one: codes.index(one.language))


def question_sets_to_ask(wave: Wave) -> list[QuestionSet]:
    """The newest version of each set in each language, and those the wave asks already."""
    newest = QuestionSet.objects.filter(
        key=OuterRef("key"), language=OuterRef("language")
    ).order_by("-version")
    chosen = wave.question_sets.values("pk")
    offered = Q(pk=Subquery(newest.values("pk")[:1])) | Q(pk__in=chosen)
    return list(QuestionSet.objects.filter(offered).order_by("language", "title", "-version"))


def _closed(seen: QuerySet[Wave], after: str) -> list[Wave]:
    """A page and one more, after a cursor of closing time and number."""
    moment, comma, number = after.rpartition(",")
    if comma and number.isdecimal() and len(number) < 19:
        try:
            closed_at = datetime.datetime.fromisoformat(moment.replace(" ", "+"))
        except ValueError:
            closed_at = None
        if closed_at is not None and timezone.is_aware(closed_at):
            before = Q(closes_at__lt=closed_at) | Q(closes_at=closed_at, pk__lt=int(number))
            seen = seen.filter(before, closes_at__lte=closed_at)
    return list(seen.order_by("-closes_at", "-pk")[: PAGE + 1])


def _numbers(those: list[Wave]) -> dict[int, Numbers]:
    """The numbers of several waves in one query."""
    finished = (
        Reading.objects.filter(application=OuterRef("pk"), finished_at__isnull=False)
        .order_by()
        .values("application")
        .annotate(n=Count("pk"))
        .values("n")
    )
    counted = (
        Application.objects.filter(wave__in=[wave.pk for wave in those])
        .annotate(finished=Coalesce(Subquery(finished, output_field=IntegerField()), 0))
        .order_by()
        .values("wave")
        .annotate(
            drafts=Count("pk", filter=Q(status=Status.DRAFT)),
            sent=Count("pk", filter=Q(sent_at__isnull=False) & ~Q(status=Status.WITHDRAWN)),
            read=Count(
                "pk", filter=Q(sent_at__isnull=False, finished__gte=F("wave__readers_each"))
            ),
            decided=Count("pk", filter=Q(status__in=DECIDED)),
            admitted=Count("pk", filter=Q(status__in=ADMITTED)),
        )
    )
    return {
        row["wave"]: Numbers(
            row["drafts"], row["sent"], row["read"], row["decided"], row["admitted"]
        )
        for row in counted
    }
