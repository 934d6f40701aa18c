"""One invented person at a time: profile, words, and what they let others see."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from django.utils import timezone

from commonweal.core.text import fold
from commonweal.home.demo import words
from commonweal.home.demo.organisations import Workplaces
from commonweal.home.demo.plan import Place
from commonweal.members.models import Audience, Member, MemberTerm, SeniorityRule

MARK = "demo"  # Every demo person's external_id starts so: nobody else's may.
NOT_CLEAR = "seniority:not-clear"
OPEN_SHARE = 0.34  # Those who show themselves to everyone.
UNLISTED_SHARE = 0.04
ALWAYS_OPEN = (
    "name", "role_title", "organisation", "nation", "sector", "role_type", "joined_on",
)  # fmt: skip
OFTEN_OPEN = (
    "interests",
    "skills",
    "offers",
    "asks",
    "purpose",
    "place",
    "pronouns",
    "links",
    "photo",
)
SOMETIMES_HIDDEN = ("clinical", "background", "place", "organisation", "sector", "pronouns")

Estimate = Callable[[str], SeniorityRule | None]
Said = list[tuple[MemberTerm.Kind, str]]


@dataclass(frozen=True)
class Person:
    """A member not yet saved, and the terms they use of themselves."""

    member: Member
    terms: Said


def external_id(number: int, size: int, seed: int) -> str:
    """Names a demo person by the community they belong to and their place in it."""
    return f"{MARK}-{size}-{seed}-{number:07d}"


class Inventor:
    """Makes the person for a place. The same place of the same community is the same person."""

    def __init__(self, size: int, seed: int, workplaces: Workplaces, estimate: Estimate) -> None:
        self.size, self.seed = size, seed
        self.workplaces, self.estimate = workplaces, estimate

    def invent(self, place: Place) -> Person:
        rng = Random(f"{self.seed}/{place.number}")  # noqa: S311
        named = words.a_name(place.nation, rng)
        found = self.workplaces.choose(place.role, place.nation, rng)
        organisation, orgtype = found or (None, "other")
        title = words.a_title(place.role.titles, orgtype, rng)
        rule = self.estimate(title)
        member = Member(
            ref=a_ref(place.number, self.seed),
            external_id=external_id(place.number, self.size, self.seed),
            name=named.name,
            sort_name=fold(named.name),
            pronouns=pronouns(named.kind, rng),
            role_title=title,
            background_id=place.role.background,
            clinical=place.role.clinical,
            role_type_id=place.role.role_type,
            seniority_id=rule.seniority_id if rule else NOT_CLEAR,
            seniority_rule=rule,
            sector_id=place.sector,
            nation_id=place.nation,
            organisation=organisation,
            place=self.workplaces.town(organisation, rng) if organisation else "",
            visibility=visibility(rng),
            joined_on=place.joined_on,
            left_on=place.left_on,
            left_reason_id=place.left_reason or None,
            updated_at=noon(place.joined_on),
        )
        return Person(member, describe(member, rng))


def a_ref(number: int, seed: int) -> str:
    """A name for the person's page: unique, and scattered like those of real members."""
    # Multiplying by an odd number never sends two numbers below 2**40 to the same place.
    scattered = number * 0x9E3779B97F + seed * 0x2545F4914F
    return f"{scattered % 2**40:010x}"


def noon(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))


def pronouns(kind: str, rng: Random) -> str:
    chance = rng.random()
    if chance < 0.01:
        return "they/them"
    return words.PRONOUNS[kind] if chance < 0.45 else ""


def visibility(rng: Random) -> dict[str, str]:
    """Who may see what: some open to everyone, some unlisted, the rest as it is by default."""
    chance = rng.random()
    if chance < UNLISTED_SHARE:
        return {"name": Audience.NOBODY.value}
    if chance < UNLISTED_SHARE + OPEN_SHARE:
        often = [field for field in OFTEN_OPEN if rng.random() < 0.7]
        return dict.fromkeys([*ALWAYS_OPEN, *often], Audience.EVERYONE.value)
    if chance < UNLISTED_SHARE + OPEN_SHARE + 0.1:
        hidden = rng.sample(SOMETIMES_HIDDEN, rng.randint(1, 3))
        return dict.fromkeys(hidden, Audience.NOBODY.value)
    return {}


def describe(member: Member, rng: Random) -> Said:
    """Gives the member words of their own, as full as people fill in a form; returns the terms."""
    fullness = rng.random()
    if fullness < 0.18:
        return []
    interests = rng.sample(list(words.keyed("topic")), rng.randint(1, 5))
    skills = rng.sample(list(words.keyed("skill")), rng.randint(1, 4))
    said = [(MemberTerm.Kind.INTEREST, key) for key in interests]
    member.purpose = words.a_sentence("purpose", interests, skills, rng)
    if fullness < 0.45:
        return said
    said += [(MemberTerm.Kind.SKILL, key) for key in skills]
    if rng.random() < 0.4:
        member.purpose += f" {words.a_sentence('more', interests, skills, rng)}"
    if rng.random() < 0.7:
        member.offer_note = words.a_sentence("offer", interests, skills[:1], rng)
        said.append((MemberTerm.Kind.OFFER, skills[0]))
    if rng.random() < 0.6:
        wanted = rng.choice(list(words.keyed("skill")))
        member.ask_note = words.a_sentence("ask", interests, [wanted], rng)
        said.append((MemberTerm.Kind.ASK, wanted))
    return said
