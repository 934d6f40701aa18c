"""Applications as those read them who wrote them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet
from django.utils import timezone

from commonweal.joining.lengths import words_in
from commonweal.joining.models import Answer, Application, Question, Status
from commonweal.joining.models.applications import UNSENT
from commonweal.members.models import Member
from commonweal.members.queries import current

Value = str | list[str]


def own(user: Any, refs: Iterable[str]) -> QuerySet[Application]:
    """The applications somebody may open: those this browser began or was let into by mail
    (`refs`), and those of whoever is signed in, by account or by a confirmed address of both.
    """
    mine = Q(ref__in=list(refs))
    if user.is_authenticated:
        confirmed = Q(email__in=confirmed_addresses(user), email_confirmed_at__isnull=False)
        mine |= Q(user=user) | confirmed
    whole = Application.objects.filter(mine, erased_on=None)
    return whole.select_related(
        "wave__partner",
        "question_set",
        "organisation",
        "nation",
        "group",
        "second_look",
        "invitation",
    ).order_by("-started_at", "-pk")


def theirs(user: Any, refs: Iterable[str]) -> set[str]:
    """Those of these applications that are somebody's, by account or by a confirmed address."""
    wanted = set(refs)
    if not wanted:
        return set()
    mine = Q(user=user) | Q(email__in=confirmed_addresses(user))
    return set(Application.objects.filter(mine, ref__in=wanted).values_list("ref", flat=True))


def address_of(ref: str) -> str:
    """The address of an application; empty when there is none, or its data was erased."""
    return Application.objects.filter(ref=ref).values_list("email", flat=True).first() or ""


def confirmed_addresses(user: Any) -> list[str]:
    """The addresses an account has shown to be its own, in lower case."""
    owned = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return [email.lower() for email in owned]


def is_members_address(email: str) -> bool:
    """Whether a present member signs in with this address."""
    owners = EmailAddress.objects.filter(email__iexact=email, verified=True).values("user")
    theirs = Q(user__email=email) | Q(user__in=owners)
    return Member.objects.filter(theirs, current(timezone.localdate())).exists()


def in_wave(email: str, wave: int) -> QuerySet[Application]:
    """What came from this address in one wave, not counting what was withdrawn, newest first."""
    found = Application.objects.filter(email=email, wave=wave).exclude(status=Status.WITHDRAWN)
    return found.order_by("-started_at", "-pk")


def is_confirmed(application: Application, user: Any) -> bool:
    """Whether it is known that the address is the applicant's, by a link or by signing in."""
    if application.email_confirmed_at is not None:
        return True
    signed_in = user is not None and user.is_authenticated
    return signed_in and application.email in confirmed_addresses(user)


def is_unsent(application: Application) -> bool:
    return application.status in UNSENT


@dataclass(frozen=True)
class Said:
    """One question and what was answered: as kept, and in words."""

    question: Question
    value: Value
    text: str

    @property
    def words(self) -> int:
        return words_in(self.text)


def said(application: Application) -> list[Said]:
    """Every question of an application in order, with its answer; empty where there is none."""
    given = dict(Answer.objects.filter(application=application).values_list("question", "value"))
    return [
        Said(one, given.get(one.pk, ""), in_words(one, given.get(one.pk, "")))
        for one in questions_of(application)
    ]


def questions_of(application: Application) -> list[Question]:
    if application.question_set is None:
        return []
    return list(application.question_set.questions.order_by("order"))


def in_words(question: Question, value: Value) -> str:
    """An answer as people read it: the words of what was chosen, or what was written."""
    if question.kind == Question.Kind.YES_NO:
        return {"yes": "Yes", "no": "No"}.get(str(value), "")
    if isinstance(value, str):
        return value
    labels = dict(question.choices)
    return "\n".join(labels.get(key, key) for key in value)
