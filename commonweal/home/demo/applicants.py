"""Who applies in the demo: invented people, the words of their applications, and their answers."""

import datetime
from collections.abc import Iterator, Sequence
from functools import cache
from random import Random

from django.utils import timezone

from commonweal.home.demo import shipped, words
from commonweal.home.demo.people import Inventor
from commonweal.home.demo.plan import Place, Role, Segment, role_cards
from commonweal.joining.models import Answer, Application, EligibilityGroup, Question, Status, Wave
from commonweal.members.models import Member

# Applicants who never became members have numbers of their own, far from those of members.
FIRST_NUMBER = 5_000_000
GROUPS = {
    "care": 62,
    "local-support": 12,
    "national": 8,
    "lived-experience": 8,
    "alumni": 6,
    "research": 4,
}
TIMES = {"now-and-then": 30, "monthly": 45, "weekly": 15, "unknown": 10}


@cache
def said(kind: str) -> Sequence[str]:
    """The sentences of one kind."""
    return [row["text"] for row in shipped.rows("applications.csv") if row["kind"] == kind]


def written(kind: str, rng: Random) -> str:
    """What somebody wrote to a question, about a topic and a skill of theirs."""
    topic, work = rng.choice(words.keyed("topic")[rng.choice(list(words.keyed("topic")))])
    skill, _ = words.keyed("skill")[rng.choice(list(words.keyed("skill")))][0]
    return rng.choice(said(kind)).format(topic=topic, topic_work=work, skill=skill)


def somebody(number: int, nation: str, inventor: Inventor, rng: Random) -> Member:
    """Somebody who is no member, described as one: never saved."""
    role, sector = rng.choice(_cards())
    place = Place(
        FIRST_NUMBER + number, datetime.date(2020, 1, 1), None, "", nation,
        Segment.OCCASIONAL, role, sector or "sector:health",
    )  # fmt: skip
    return inventor.invent(place).member


@cache
def _cards() -> Sequence[tuple[Role, str]]:
    return role_cards()


def application(
    wave: Wave,
    person: Member,
    status: Status,
    *,
    address: str,
    sent_at: datetime.datetime | None,
    groups: Sequence[EligibilityGroup],
    rng: Random,
) -> Application:
    """An application of this person, not yet saved."""
    last = sent_at or min(wave.closes_at, timezone.now())
    started = last - datetime.timedelta(hours=rng.uniform(2, 200))
    return Application(
        ref=f"{rng.getrandbits(64):016x}",
        wave=wave,
        question_set=wave.question_sets.first(),
        status=status,
        email=address,
        email_confirmed_at=started,
        name=person.name,
        role_title=person.role_title,
        organisation_id=person.organisation_id,
        nation_id=person.nation_id,
        region=region_of(person),
        group=rng.choices(groups, [GROUPS.get(group.key, 1) for group in groups])[0],
        started_at=max(started, wave.opens_at),
        saved_at=sent_at or max(started, wave.opens_at),
        sent_at=sent_at,
    )


def region_of(person: Member) -> str:
    """The region they work in, where their nation has several."""
    region = person.organisation.region if person.organisation else ""
    return "" if person.nation and region == person.nation.label else region


def answers(
    application: Application, questions: Sequence[Question], rng: Random, *, first: int = 99
) -> Iterator[Answer]:
    """What they wrote to the first few questions, or to all."""
    value: str | list[str]
    for question in questions[:first]:
        if question.kind == Question.Kind.ONE:
            value = rng.choices(list(TIMES), list(TIMES.values()))
        else:
            value = written(question.key, rng)
        yield Answer(
            application=application,
            question=question,
            value=value,
            saved_at=application.saved_at,
        )
