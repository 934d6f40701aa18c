"""Choosing a newcomer's way in: whom to meet, and what to join, go to and read, each with a reason.

Only what members may see of each other is used, so that no reason tells what somebody hid.
"""

import datetime
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from commonweal.belonging.models import Signpost, Step
from commonweal.belonging.reasons import because_of, person_reason
from commonweal.members.models import Audience, Member, MemberTerm
from commonweal.members.profiles import seen_by_members
from commonweal.members.queries import current, paused, people
from commonweal.members.visibility import visible_to

Kind = MemberTerm.Kind
# Whom to look among: what they say, which of their fields that is, and what of ours it answers.
MATCHES = (
    (Kind.OFFER, "offers", Kind.ASK),
    (Kind.ASK, "asks", Kind.OFFER),
    (Kind.INTEREST, "interests", Kind.INTEREST),
)
# How many are looked at among those who live near and far.
POOL = 60
# For so long somebody counts as shown to newcomers lately.
LATELY = datetime.timedelta(days=90)


@dataclass(frozen=True)
class Chosen:
    """One thing for a way in, with the reason in words."""

    kind: str
    because: str
    person: Member | None = None
    signpost: Signpost | None = None


@dataclass
class Newcomer:
    """What is known of whom the choice is for. `said` holds the keys of terms by kind."""

    member: Member
    on: datetime.date
    said: Mapping[str, set[str]]
    nation: str | None
    people: set[int] = field(default_factory=set)
    signposts: set[int] = field(default_factory=set)


def newcomer(member: Member, *, on: datetime.date, steps: Iterable[Step]) -> Newcomer:
    """Who is chosen for; what is in `steps` already is not chosen again."""
    said: dict[str, set[str]] = defaultdict(set)
    for kind, term in member.terms.values_list("kind", "term"):
        said[kind].add(term)
    given = list(steps)
    return Newcomer(
        member=member,
        on=on,
        said=said,
        nation=member.nation_id,
        people={member.pk, *(step.person_id for step in given if step.person_id)},
        signposts={step.signpost_id for step in given if step.signpost_id},
    )


def persons(who: Newcomer, count: int) -> list[Chosen]:
    """Up to `count` people: each next one for another kind of reason, as far as there are such.

    Those shown to other newcomers lately come after those who were not.
    """
    pools = [pool for pool in _pools(who) if pool]
    picked: list[int] = []
    while len(picked) < count and pools:
        for pool in list(pools):
            left = [pk for pk in pool if pk not in picked]
            if not left:
                pools.remove(pool)
            elif len(picked) < count:
                picked.append(left[0])
    return list(_with_reasons(who, picked))


def signpost(who: Newcomer, kind: str) -> Chosen | None:
    """The group, event or reading that suits best, and None where none does."""
    open_ones = Signpost.objects.filter(kind=kind, retired=False).exclude(pk__in=who.signposts)
    if kind == Signpost.Kind.EVENT:
        open_ones = open_ones.filter(on__gte=who.on)
    shown = Count("steps", filter=Q(steps__way_in__made_at__date__gt=who.on - LATELY))
    fitting = []
    for one in open_ones.annotate(shown=shown).prefetch_related("interests", "nations"):
        reason = because_of(one, who.said, who.nation)
        if reason is not None:
            fitting.append((-reason.weight, one.on or who.on, one.shown, one.pk, reason.words, one))
    if not fitting:
        return None
    *_, words, best = min(fitting, key=lambda row: row[:4])
    return Chosen(kind=kind, because=words, signpost=best)


def _pools(who: Newcomer) -> Iterator[list[int]]:
    """For each kind of reason, the people there is that reason to meet, the best first."""
    for kind, named, own in MATCHES:
        wanted = who.said.get(own, set())
        yield _matching(who, kind, named, wanted) if wanted else []
    if who.nation is not None:
        near = _open_people(who, "nation")
        yield _ranked(who, dict.fromkeys(_some(who, near.filter(nation=who.nation)), 1))
        far = near.exclude(nation=who.nation).exclude(nation=None)
        yield _ranked(who, dict.fromkeys(_some(who, far), 1))


def _matching(who: Newcomer, kind: str, named: str, wanted: set[str]) -> list[int]:
    """Those who say any of these terms to members, by how many of them they say."""
    able = _open_people(who, named).values("pk")
    rows = MemberTerm.objects.filter(kind=kind, term__in=wanted, member__in=able)
    matches: dict[int, int] = defaultdict(int)
    for pk in rows.values_list("member", flat=True):
        matches[pk] += 1
    return _ranked(who, matches)


def _open_people(who: Newcomer, named: str) -> QuerySet[Member]:
    """Others who may be suggested, as far as they show their name and this field to members."""
    shown = visible_to(Audience.MEMBERS, "name", named)
    members = Member.objects.filter(current(who.on), shown, erased_on=None)
    return members.exclude(paused(who.on)).exclude(pk__in=who.people)


def _some(who: Newcomer, members: QuerySet[Member]) -> list[int]:
    """A few of them, by chance, and the same for the same newcomer."""
    found = list(members.order_by("pk").values_list("pk", flat=True))
    return _draw(who).sample(found, min(POOL, len(found)))


def _ranked(who: Newcomer, matches: Mapping[int, int]) -> list[int]:
    """Many matches come first, and those many newcomers were led to lately come last."""
    shown = _shown_lately(who, matches)
    draw = _draw(who)
    order = {pk: (2 * shown.get(pk, 0) - min(count, 3), draw.random())
             for pk, count in sorted(matches.items())}  # fmt: skip
    return sorted(order, key=lambda pk: order[pk])


def _shown_lately(who: Newcomer, matches: Mapping[int, int]) -> dict[int, int]:
    recent = Step.objects.filter(person__isnull=False, way_in__made_at__date__gt=who.on - LATELY)
    counted = recent.values("person").annotate(times=Count("pk")).values_list("person", "times")
    return {pk: times for pk, times in counted if pk in matches}


def _with_reasons(who: Newcomer, picked: list[int]) -> Iterator[Chosen]:
    found = {member.pk: member for member in people().filter(pk__in=picked)}
    for pk in picked:
        seen = seen_by_members(found[pk], on=who.on)
        reason = seen and person_reason(who.said, who.nation, seen)
        if reason:
            yield Chosen(kind=Step.Kind.PERSON, because=reason, person=found[pk])


def _draw(who: Newcomer) -> random.Random:
    return random.Random(who.member.ref)  # noqa: S311 -- a fair choice, not a secret one
