"""Waves as those see them who may apply."""

import datetime
from collections.abc import Iterable

from django.db.models import QuerySet

from commonweal.joining.models import EligibilityGroup, QuestionSet, Wave
from commonweal.members import queries as members
from commonweal.members.models import Term, Vocabulary


def published_waves() -> QuerySet[Wave]:
    """Waves anybody may read about, with all that a page about one shows."""
    waves = Wave.objects.exclude(published_at=None).select_related("partner")
    return waves.prefetch_related("nations", "groups", "criteria", "question_sets__questions")


def wave(ref: str) -> Wave | None:
    """A published wave by its name in addresses."""
    return published_waves().filter(ref=ref).first()


def open_waves(now: datetime.datetime) -> list[Wave]:
    """Waves in which anybody the wave is for may apply now, the first to close first."""
    waves = published_waves().filter(invited_only=False, opens_at__lte=now, closes_at__gt=now)
    return list(waves.order_by("closes_at", "pk"))


def coming_waves(now: datetime.datetime) -> list[Wave]:
    """Waves that open later, the next first."""
    waves = published_waves().filter(invited_only=False, opens_at__gt=now)
    return list(waves.order_by("opens_at", "pk"))


def is_for(wave: Wave, *, nation: str | None, group: int | None) -> bool:
    """Whether a wave is for somebody of this nation (a term's key) and this eligibility group."""
    return is_for_nation(wave, nation) and is_for_group(wave, group)


def is_for_nation(wave: Wave, nation: str | None) -> bool:
    nations = [term.pk for term in wave.nations.all()]
    return not nations or nation in nations


def is_for_group(wave: Wave, group: int | None) -> bool:
    groups = [one.pk for one in wave.groups.all()]
    return not groups or group in groups


def fitting(waves: Iterable[Wave], *, nation: str, group: int) -> list[Wave]:
    """Those of the waves that are for somebody of this nation and group."""
    return [wave for wave in waves if is_for(wave, nation=nation, group=group)]


def nations() -> list[Term]:
    """The nations people choose from."""
    return list(members.terms(Vocabulary.NATION))


def groups() -> list[EligibilityGroup]:
    """The kinds of people the community is for, in order."""
    return list(EligibilityGroup.objects.filter(retired=False).order_by("order", "pk"))


def group_by_key(key: str) -> EligibilityGroup | None:
    return EligibilityGroup.objects.filter(key=key, retired=False).first()


def question_set(wave: Wave, language: str = "") -> QuestionSet | None:
    """What a wave asks in this language; in the site's own, or any, where it does not."""
    sets = sorted(wave.question_sets.all(), key=lambda one: (one.language != "en-gb", one.pk))
    wanted = [one for one in sets if one.language == language]
    return next(iter([*wanted, *sets]), None)
