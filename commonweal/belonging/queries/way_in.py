"""A newcomer's way in as they see it."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from commonweal.belonging.models import Step, WayIn
from commonweal.belonging.reasons import person_reason
from commonweal.members.indexing import photo_address
from commonweal.members.models import Member
from commonweal.members.profiles import Profile, seen_by_members
from commonweal.members.queries import people


@dataclass(frozen=True)
class Shown:
    """One step as it is shown. `day` is the day of an event."""

    pk: int
    kind: str
    is_person: bool
    title: str
    url: str
    summary: str
    image: str
    because: str
    day: datetime.date | None
    done: bool


@dataclass(frozen=True)
class Panel:
    """All of a way in. `declined` are the steps that can be taken up again."""

    steps: tuple[Shown, ...]
    declined: tuple[Shown, ...]
    done: int
    dismissed: bool
    finished: bool

    @property
    def total(self) -> int:
        return len(self.steps)


def way_in_of(member: Member) -> WayIn | None:
    return WayIn.objects.filter(member=member).first()


def step_of(member: Member, pk: int) -> Step | None:
    """The step with this key, if it is of this member's own way in."""
    return Step.objects.filter(way_in__member=member, pk=pk).select_related("way_in").first()


def panel(member: Member, *, on: datetime.date) -> Panel | None:
    """A member's way in on this day; None for who has none.

    Who left, hid their name or began a break since is left out, and so is an event that is over,
    unless it was done. Reasons are found anew from what members may see of each other now.
    """
    way_in = way_in_of(member)
    if way_in is None:
        return None
    rows = list(way_in.steps.select_related("signpost").order_by("order", "pk"))
    seen = _seen(rows, on)
    said = _said(member)
    shown = [(row, _shown(row, seen, said, member, on)) for row in rows]
    steps = tuple(one for row, one in shown if one and row.dismissed_at is None)
    return Panel(
        steps=steps,
        declined=tuple(one for row, one in shown if one and row.dismissed_at is not None),
        done=sum(step.done for step in steps),
        dismissed=way_in.dismissed_at is not None,
        finished=way_in.done_at is not None,
    )


def front_panel(member: Member, *, on: datetime.date) -> Panel | None:
    """The way in while it belongs on the front page: neither done nor put away."""
    open_ones = WayIn.objects.filter(member=member, done_at=None, dismissed_at=None)
    if member.is_paused(on) or not open_ones.exists():
        return None
    found = panel(member, on=on)
    return found if found is not None and found.steps else None


def quiet_since(day: datetime.datetime) -> list[WayIn]:
    """Ways in made before this time in which nothing was done or declined, and not put away."""
    waiting = WayIn.objects.filter(made_at__lte=day, done_at=None, dismissed_at=None)
    touched = Step.objects.exclude(done_at=None, dismissed_at=None).values("way_in")
    today = timezone.localdate()
    quiet = waiting.exclude(pk__in=touched).select_related("member__user").order_by("pk")
    return [way_in for way_in in quiet if way_in.member.is_current(today)]


def _seen(rows: list[Step], on: datetime.date) -> dict[int, Profile]:
    """What members see of the people in these steps, by primary key."""
    keys = [row.person_id for row in rows if row.person_id]
    found: dict[int, Profile] = {}
    for other in people().filter(pk__in=keys):
        profile = seen_by_members(other, on=on)
        if profile is not None and not other.is_paused(on):
            found[other.pk] = profile
    return found


def _said(member: Member) -> dict[str, set[str]]:
    said: dict[str, set[str]] = defaultdict(set)
    for kind, term in member.terms.values_list("kind", "term"):
        said[kind].add(term)
    return said


def _shown(
    row: Step,
    seen: dict[int, Profile],
    said: dict[str, set[str]],
    member: Member,
    on: datetime.date,
) -> Shown | None:
    if row.person_id is None:
        return _shown_signpost(row, on)
    profile = seen.get(row.person_id)
    if profile is None:
        return None
    return Shown(
        pk=row.pk,
        kind=row.get_kind_display(),
        is_person=True,
        title=profile.name,
        url=reverse("members:person", args=[profile.ref]),
        summary=", ".join(filter(None, [profile.role_title, str(profile.organisation or "")])),
        image=photo_address(profile),
        because=person_reason(said, member.nation_id, profile) or "",
        day=None,
        done=row.done_at is not None,
    )


def _shown_signpost(row: Step, on: datetime.date) -> Shown | None:
    signpost = row.signpost
    if signpost is None or (signpost.on and signpost.on < on and row.done_at is None):
        return None
    return Shown(
        pk=row.pk,
        kind=row.get_kind_display(),
        is_person=False,
        title=signpost.title,
        url=signpost.url,
        summary=signpost.summary,
        image="",
        because=row.because,
        day=signpost.on,
        done=row.done_at is not None,
    )
