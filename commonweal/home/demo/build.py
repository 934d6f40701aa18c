"""Puts the demo community into the database, step by step; started again, it goes on."""

import datetime
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from django.conf import settings
from django.db import transaction

from commonweal.core.errors import Refused
from commonweal.engagement import services as engagement
from commonweal.engagement.models import Participation
from commonweal.home.demo import (
    belonging,
    cast,
    equality,
    organisations,
    participation,
    people,
    plan,
    portraits,
    requests,
    waves,
)
from commonweal.home.demo.people import Inventor, Person
from commonweal.home.demo.plan import Place, Segment
from commonweal.home.demo_accounts import ensure_demo_accounts
from commonweal.impact import queries as impact_queries
from commonweal.impact import services as impact
from commonweal.members import indexing
from commonweal.members.models import Member, MemberTerm, SeniorityRule
from commonweal.members.seniority import estimate

SMALLEST = 20
BATCH = 1000
ROWS_AT_ONCE = 5000
PORTRAITS = 60

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Made:
    """What the demo community consists of."""

    people: int
    current: int
    organisations: int
    participation: int


def build(size: int, seed: int, *, until: datetime.date, invented: bool, say: Progress) -> Made:
    """Invent the community of this size and seed, with its history up to this day.

    `invented` promises that this database is for invented people although the demo is off. `say`
    is told of each step: what, how many done, how many in all (0: not known yet). Raises `Refused`
    where the demo is off without that promise, and where other people are there already.
    """
    check(size, seed, invented=invented)
    places = plan.make(size, seed, until=until)
    workplaces = organisations.load()
    indexing.index_organisations([one.pk for one in workplaces.values()])
    say("organisations", len(workplaces), len(workplaces))
    inventor = Inventor(size, seed, organisations.Workplaces(workplaces, seed), estimator())
    add_people(places, inventor, say)
    ids = demo_ids()
    if settings.DEMO:
        people_to_sign_in_as(places, ids)
        portraits.give(those_with_portraits(places, ids), seed)
    rows = add_participation(places, ids, seed=seed, until=until, say=say)
    if settings.DEMO:
        add_joining(size, seed, until, inventor, say)
        publish_figures(until, say)
    current = sum(place.left_on is None for place in places)
    return Made(len(places), current, len(workplaces), rows)


def check(size: int, seed: int, *, invented: bool) -> None:
    if not (settings.DEMO or invented):
        raise Refused("The demo community is only for a demo. Set DEMO=1, or say --yes-invented.")
    if size < SMALLEST:
        raise Refused(f"A demo community needs {SMALLEST} members or more.")
    own = Member.objects.filter(external_id__startswith=f"{people.MARK}-{size}-{seed}-")
    if Member.objects.count() > own.count():
        raise Refused(
            "There are other people in this database, so no demo community was added. "
            "Use an empty database."
        )


def estimator() -> people.Estimate:
    """The product's own estimate of seniority, each title asked once."""
    rules = list(SeniorityRule.objects.order_by("order"))

    @cache
    def asked_once(title: str) -> SeniorityRule | None:
        return estimate(title, rules)

    return asked_once


def add_people(places: Sequence[Place], inventor: Inventor, say: Progress) -> None:
    there = Member.objects.filter(external_id__startswith=people.MARK).count()
    for start in range(there, len(places), BATCH):
        batch = places[start : start + BATCH]
        save_people([inventor.invent(place) for place in batch])
        say("people", start + len(batch), len(places))


@transaction.atomic
def save_people(invented: Sequence[Person]) -> None:
    """Members, their terms and their place in the search index, all of them or none."""
    Member.objects.bulk_create([person.member for person in invented])
    MemberTerm.objects.bulk_create(
        [
            MemberTerm(member=person.member, kind=kind, term_id=key)
            for person in invented
            for kind, key in person.terms
        ],
        batch_size=ROWS_AT_ONCE,
    )
    indexing.index_members(person.member.pk for person in invented)


def people_to_sign_in_as(places: Sequence[Place], ids: Sequence[int]) -> None:
    """Members among the demo's accounts, and a little done by the team already."""
    accounts = ensure_demo_accounts()
    cast.cast(accounts, places, ids)
    cast.correct_some(by=accounts["team"])


def add_joining(
    size: int, seed: int, until: datetime.date, inventor: Inventor, say: Progress
) -> None:
    """Waves and applications, the compact, ways in, equalities answers and requests about data."""
    staff = ensure_demo_accounts()
    waves.add(size, seed, until=until, inventor=inventor, staff=staff, say=say)
    belonging.add(seed, until=until, staff=staff)
    equality.add(seed, until=until)
    requests.add(seed, until=until, steward=staff["steward"])


def those_with_portraits(places: Sequence[Place], ids: Sequence[int]) -> list[int]:
    """Members of the leading group, whom one meets most."""
    leading = [p for p in places if p.segment == Segment.LEADING and p.left_on is None]
    return [ids[place.number - 1] for place in leading[:PORTRAITS]]


def publish_figures(until: datetime.date, say: Progress) -> None:
    """A first snapshot with its figures, unless there is one."""
    if impact_queries.published() is None:
        say("figures", 0, 1)
        impact.make_and_publish(until)
        say("figures", 1, 1)


def demo_ids() -> Sequence[int]:
    """The primary keys of the demo's people, in the order of the plan."""
    known = Member.objects.filter(external_id__startswith=people.MARK).order_by("external_id")
    return array("q", known.values_list("pk", flat=True).iterator())


def add_participation(
    places: Sequence[Place],
    ids: Sequence[int],
    *,
    seed: int,
    until: datetime.date,
    say: Progress,
) -> int:
    """Writes the ledger; rows that are there from an earlier start are left as they are."""
    done = 0
    for batch in batches(participation.rows(places, ids, seed=seed, last=until), ROWS_AT_ONCE):
        with transaction.atomic():
            engagement.record_many(batch)
        done += len(batch)
        say("participation", done, 0)
    say("participation", done, done)
    return done


def batches(rows: Iterable[Participation], size: int) -> Iterator[list[Participation]]:
    rest = iter(rows)
    while batch := list(islice(rest, size)):
        yield batch
