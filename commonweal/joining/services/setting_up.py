"""Preparing a wave, publishing it, and changing afterwards what harms nobody."""

import datetime
from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from commonweal.core import audit
from commonweal.core.dates import day_and_time
from commonweal.core.errors import Refused
from commonweal.core.models import User
from commonweal.joining.models import Application, QuestionSet, Reading, Wave
from commonweal.joining.queries.setting_up import lacks
from commonweal.members.models import Term

WHY = "Say why the dates change. The reason is kept in the audit log."


@transaction.atomic
def make(
    *,
    by: User,
    name: str,
    opens_at: datetime.datetime,
    closes_at: datetime.datetime,
    decide_by: datetime.date,
) -> Wave:
    """Begin a wave, seen by the team alone until it is published. Raises `Refused` for dates that
    do not follow each other."""
    _refuse_disorder(opens_at, closes_at, decide_by, None)
    wave = Wave.objects.create(
        name=name, opens_at=opens_at, closes_at=closes_at, decide_by=decide_by, made_by=by
    )
    audit.record("joining.make_wave", by=by, on=wave)
    return wave


@transaction.atomic
def set_basics(wave: Wave, *, by: User, name: str, about: str, how_judged: str) -> None:
    """Change the words of a wave, before or after it is published."""
    values = {"name": name, "about": about, "how_judged": how_judged}
    _write(_held(wave), "joining.set_wave_words", by, values)


@transaction.atomic
def set_dates(
    wave: Wave,
    *,
    by: User,
    opens_at: datetime.datetime,
    closes_at: datetime.datetime,
    decide_by: datetime.date,
    welcome_on: datetime.date | None,
    second_look_days: int,
    reason: str = "",
) -> None:
    """Change when a wave opens, closes and decides.

    Raises `Refused` for dates that do not follow each other. Of a published wave it asks for a
    reason, and refuses to take away time that applicants were promised.
    """
    held = _held(wave)
    opens_at = _as_typed(held.opens_at, opens_at)
    closes_at = _as_typed(held.closes_at, closes_at)
    _refuse_disorder(opens_at, closes_at, decide_by, welcome_on)
    values = {
        "opens_at": opens_at,
        "closes_at": closes_at,
        "decide_by": decide_by,
        "welcome_on": welcome_on,
        "second_look_days": second_look_days,
    }
    if held.published_at and _changed(held, values):
        if not reason:
            raise Refused(WHY)
        _refuse_less_time(held, opens_at, closes_at, second_look_days)
    _write(held, "joining.set_wave_dates", by, values, reason=reason)


@transaction.atomic
def set_who(
    wave: Wave,
    *,
    by: User,
    nations: Collection[str],
    regions: Collection[str],
    groups: Collection[int],
    invited_only: bool,
) -> None:
    """Change who may apply: keys of nations, names of regions, groups; none of a kind is all.

    Raises `Refused` when it would shut out of a published wave somebody who could apply.
    """
    held = _held(wave)
    before = (
        (set(held.nations.values_list("key", flat=True)), set(nations), "nation"),
        (set(held.regions), set(regions), "region"),
        (set(held.groups.values_list("pk", flat=True)), set(groups), "group"),
    )
    if held.published_at:
        for was, will_be, word in before:
            if _shuts_out(was, will_be):
                raise Refused(f"The wave is published, so no {word} can be taken out of it.")
        if invited_only and not held.invited_only:
            raise Refused("The wave was published for everyone, so it stays open to everyone.")
    also = [f"{word}s" for was, will_be, word in before if was != will_be and word != "region"]
    held.nations.set(Term.objects.filter(key__in=nations))
    held.groups.set(groups)
    values = {"regions": sorted(regions), "invited_only": invited_only}
    _write(held, "joining.set_who_may_apply", by, values, also=also)


@transaction.atomic
def set_reading(
    wave: Wave,
    *,
    by: User,
    partner: str,
    partner_name: str,
    places: int | None,
    readers_each: int,
) -> None:
    """Change who leads a wave, how many it admits, and how many read each application.

    `partner` is a nation's key, or empty. Raises `Refused` when applicants or readers were told
    otherwise already.
    """
    held = _held(wave)
    if held.partner_id != (partner or None) and _is_applied_to(held):
        raise Refused("Applications have been sent, so the partner who reads them stays.")
    if held.published_at and _is_fewer(places, than=held.places):
        raise Refused(f"The wave was published with {held.places or 'unlimited'} places or more.")
    if held.readers_each != readers_each and is_being_read(held):
        raise Refused("Reading has begun, so the number of readers stays.")
    values = {
        "partner_id": partner or None,
        "partner_name": partner_name,
        "places": places,
        "readers_each": readers_each,
    }
    _write(held, "joining.set_wave_reading", by, values)


@transaction.atomic
def set_questions(wave: Wave, *, by: User, question_sets: Iterable[QuestionSet]) -> None:
    """Choose what a wave asks, one set in each language.

    Raises `Refused` for two sets of one language, for a set without questions, and for leaving out
    a set in which somebody has begun to answer.
    """
    held = _held(wave)
    chosen = list(question_sets)
    languages = [one.language for one in chosen]
    if len(set(languages)) < len(languages):
        raise Refused("Choose one set of questions for each language.")
    for one in chosen:
        if not one.questions.exists():
            raise Refused(f"“{one}” has no questions yet.")
    used = held.applications.values("question_set")
    if held.question_sets.filter(pk__in=used).exclude(pk__in=[one.pk for one in chosen]).exists():
        raise Refused("Somebody has begun to answer these questions, so the wave keeps them.")
    if held.published_at and not chosen:
        raise Refused("A published wave asks at least one set of questions.")
    held.question_sets.set(chosen)
    audit.record("joining.set_wave_questions", by=by, on=held, sets=[one.pk for one in chosen])


@transaction.atomic
def publish(wave: Wave, *, by: User, now: datetime.datetime) -> None:
    """Show a wave to everyone; from its opening time on, people can apply.

    Raises `Refused` with what is lacking. Publishing it again changes nothing.
    """
    held = _held(wave)
    if held.published_at:
        return
    if lacking := lacks(held, now=now):
        raise Refused(lacking[0])
    held.published_at = now
    held.save(update_fields=["published_at"])
    audit.record("joining.publish_wave", by=by, on=held)


@transaction.atomic
def delete(wave: Wave, *, by: User) -> None:
    """Throw away a wave nobody was told of. Raises `Refused` for any other."""
    held = _held(wave)
    if held.published_at or held.applications.exists() or held.invitations.exists():
        raise Refused("People were told of this wave, so it stays.")
    audit.record("joining.delete_wave", by=by, on=held)
    held.delete()


def is_being_read(wave: Wave) -> bool:
    """Whether somebody was given an application of this wave to read."""
    return Reading.objects.filter(application__wave=wave.pk).exists()


def _shuts_out(was: Collection[Any], will_be: Collection[Any]) -> bool:
    """Whether somebody could apply before and no longer can. None at all stands for everybody."""
    return bool(will_be) and (not was or not set(was) <= set(will_be))


def _is_applied_to(wave: Wave) -> bool:
    return Application.objects.filter(wave=wave.pk, sent_at__isnull=False).exists()


def _is_fewer(places: int | None, *, than: int | None) -> bool:
    return places is not None and (than is None or places < than)


def _held(wave: Wave) -> Wave:
    """The wave as it is now, held until the end of the transaction."""
    return Wave.objects.select_for_update().get(pk=wave.pk)


def _changed(wave: Wave, values: dict[str, Any]) -> list[str]:
    return [name for name, value in values.items() if getattr(wave, name) != value]


def _write(
    wave: Wave, deed: str, by: User, values: dict[str, Any], *, also: Iterable[str] = (),
    reason: str = "",
) -> None:  # fmt: skip
    """Save what is new, and note which fields it was. Nothing new is no deed."""
    changed = _changed(wave, values)
    if not changed and not also:
        return
    for name in changed:
        setattr(wave, name, values[name])
    wave.save(update_fields=changed)
    said = {"reason": reason} if reason else {}
    audit.record(deed, by=by, on=wave, changed=[*changed, *also], **said)


def _refuse_disorder(
    opens_at: datetime.datetime,
    closes_at: datetime.datetime,
    decide_by: datetime.date,
    welcome_on: datetime.date | None,
) -> None:
    if closes_at <= opens_at:
        raise Refused("A wave must close after it opens.")
    if decide_by <= timezone.localdate(closes_at):
        raise Refused("Applications must be decided after the day the wave closes.")
    if welcome_on and welcome_on < decide_by:
        raise Refused("New members are welcomed once everything is decided, not before.")


def _as_typed(before: datetime.datetime, now: datetime.datetime) -> datetime.datetime:
    """The moment there was, if only its seconds are gone: nobody types seconds."""
    return before if before.replace(second=0, microsecond=0) == now else now


def _refuse_less_time(
    wave: Wave, opens_at: datetime.datetime, closes_at: datetime.datetime, second_look_days: int
) -> None:
    if opens_at != wave.opens_at and wave.opens_at <= timezone.now():
        raise Refused("The wave has opened, so its opening time stays.")
    if closes_at < wave.closes_at:
        until = day_and_time(wave.closes_at)
        raise Refused(f"Applicants were told they have until {until}. You can only give more time.")
    if second_look_days < wave.second_look_days:
        raise Refused(
            f"Applicants were told they can ask for a second look for {wave.second_look_days} days."
        )
