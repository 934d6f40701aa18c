"""Making a newcomer's way in, and what they do with it."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from commonweal.belonging.models import Step, WayIn
from commonweal.belonging.services import choosing
from commonweal.belonging.services.choosing import Chosen
from commonweal.core import audit
from commonweal.core.errors import Refused
from commonweal.core.models import User
from commonweal.members.models import Member

PEOPLE = 3
# The places of a way in: three people, then one of each of these.
AFTER_PEOPLE = (Step.Kind.GROUP, Step.Kind.EVENT, Step.Kind.READING)
GONE = "Your way in has changed since you opened this page."


@transaction.atomic
def make(member: Member, *, by: User | None) -> WayIn:
    """Choose a way in from what the member has said so far.

    Made again, as once they have said more, it keeps what was done or declined and chooses the rest
    anew. There are honestly fewer steps where there is less to choose from.
    """
    Member.objects.select_for_update().get(pk=member.pk)
    way_in, _ = WayIn.objects.get_or_create(member=member)
    way_in.steps.filter(done_at=None, dismissed_at=None).delete()
    way_in.made_at, way_in.done_at, way_in.dismissed_at = timezone.now(), None, None
    way_in.save(update_fields=["made_at", "done_at", "dismissed_at"])
    _fill(way_in)
    audit.record("belonging.make_way_in", by=by, on=member, steps=way_in.steps.count())
    return way_in


@transaction.atomic
def finish_step(step: Step, *, by: User) -> None:
    """Note that a step was done. Again changes nothing."""
    held = _held(step)
    if held.done_at is not None:
        return
    held.done_at, held.dismissed_at = timezone.now(), None
    _keep(held, "belonging.finish_step", by)


@transaction.atomic
def decline_step(step: Step, *, by: User) -> None:
    """Note that a step is not for them: the next best takes its place, once."""
    held = _held(step)
    if held.dismissed_at is not None:
        return
    held.dismissed_at, held.done_at = timezone.now(), None
    held.save(update_fields=["done_at", "dismissed_at"])
    if not _others_in_place(held).exists():
        _replace(held)
    _keep(held, "belonging.decline_step", by)


@transaction.atomic
def undo_step(step: Step, *, by: User) -> None:
    """Take back that a step was done, or declined: what took its place goes unless it was done."""
    held = _held(step)
    if held.dismissed_at is not None:
        _others_in_place(held).filter(done_at=None).delete()
    held.done_at, held.dismissed_at = None, None
    _keep(held, "belonging.undo_step", by)


@transaction.atomic
def put_away(member: Member, *, by: User, away: bool) -> None:
    """Take the way in off the front page, or put it back. Raises `Refused` where there is none."""
    dismissed_at = timezone.now() if away else None
    if not WayIn.objects.filter(member=member).update(dismissed_at=dismissed_at):
        raise Refused("You have no way in yet.")
    audit.record("belonging.put_away_way_in", by=by, on=member, away=away)


def _fill(way_in: WayIn) -> None:
    """Choose for each place that has no step."""
    kept = list(way_in.steps.all())
    who = choosing.newcomer(way_in.member, on=timezone.localdate(), steps=kept)
    taken = {step.order for step in kept}
    places = [place for place in range(PEOPLE) if place not in taken]
    for place, chosen in zip(places, choosing.persons(who, len(places)), strict=False):
        _add(way_in, chosen, place)
    for place, kind in enumerate(AFTER_PEOPLE, start=PEOPLE):
        found = None if place in taken else choosing.signpost(who, kind)
        if found is not None:
            _add(way_in, found, place)


def _replace(step: Step) -> None:
    """Put the next best thing of the same kind in the place of a step."""
    way_in = step.way_in
    who = choosing.newcomer(way_in.member, on=timezone.localdate(), steps=way_in.steps.all())
    if step.kind == Step.Kind.PERSON:
        found = next(iter(choosing.persons(who, 1)), None)
    else:
        found = choosing.signpost(who, step.kind)
    if found is not None:
        _add(way_in, found, step.order)


def _add(way_in: WayIn, chosen: Chosen, place: int) -> None:
    Step.objects.create(
        way_in=way_in,
        kind=chosen.kind,
        person=chosen.person,
        signpost=chosen.signpost,
        because=chosen.because[:250],
        order=place,
    )


def _held(step: Step) -> Step:
    """The step as it is now. Who presses twice waits for themselves."""
    WayIn.objects.select_for_update().get(pk=step.way_in_id)
    held = Step.objects.select_related("way_in__member").filter(pk=step.pk).first()
    if held is None:
        raise Refused(GONE)
    return held


def _others_in_place(step: Step) -> QuerySet[Step]:
    return Step.objects.filter(way_in=step.way_in_id, order=step.order).exclude(pk=step.pk)


def _keep(step: Step, action: str, by: User) -> None:
    """Write what became of a step, and whether that makes the whole way in done."""
    step.save(update_fields=["done_at", "dismissed_at"])
    way_in = step.way_in
    left = way_in.steps.filter(done_at=None, dismissed_at=None).exists()
    done = way_in.steps.filter(done_at__isnull=False).exists()
    way_in.done_at = None if left or not done else timezone.now()
    way_in.save(update_fields=["done_at"])
    audit.record(action, by=by, on=way_in.member, kind=step.kind)
