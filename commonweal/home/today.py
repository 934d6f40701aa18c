"""What a member finds on the front page today."""

import datetime
import random
from dataclasses import dataclass

from commonweal.engagement.models import Participation
from commonweal.members.models import Audience, Member, MemberTerm
from commonweal.members.queries import term_labels
from commonweal.search import queries as search
from commonweal.search.queries import Hit

SHOWN = 3
LOOKED_THROUGH = 60
# What makes a profile findable, in the words of the page that asks for it.
WANTED = (
    ("role_title", "your role"),
    ("organisation_id", "where you work"),
    ("nation_id", "your nation"),
    ("purpose", "what you want from the community"),
)


@dataclass(frozen=True)
class Suggestion:
    """Somebody worth meeting, and what they offer or ask for that makes them so."""

    hit: Hit
    because: tuple[str, ...]


@dataclass(frozen=True)
class Today:
    """People to meet and things to do, for one member on one day."""

    helpers: tuple[Suggestion, ...]
    seekers: tuple[Suggestion, ...]
    missing: tuple[str, ...]
    asks: int
    offers: int
    part_taken: int


def for_member(member: Member, *, on: datetime.date) -> Today:
    """A few people who offer what this member asks for, and who ask for what they offer.

    Who is shown changes from day to day, so that the same few are not asked by everybody.
    `part_taken` counts ledger rows of the last 365 days.
    """
    said = list(member.terms.values_list("kind", "term"))
    asks = [term for kind, term in said if kind == MemberTerm.Kind.ASK]
    offers = [term for kind, term in said if kind == MemberTerm.Kind.OFFER]
    draw = random.Random(f"{on}:{member.pk}")  # noqa: S311 -- a fair choice, not a secret one
    year = Participation.objects.filter(member=member, day__gt=on - datetime.timedelta(days=365))
    return Today(
        helpers=some(member, [f"offer:{term}" for term in asks], draw),
        seekers=some(member, [f"ask:{term}" for term in offers], draw),
        missing=tuple(words for field, words in WANTED if not getattr(member, field)),
        asks=len(asks),
        offers=len(offers),
        part_taken=year.count(),
    )


def some(member: Member, facets: list[str], draw: random.Random) -> tuple[Suggestion, ...]:
    """A few others who have any of these facets, drawn from the first that are found."""
    if not facets:
        return ()
    found = search.search(
        "", audience=Audience.MEMBERS, kind="person", facets=facets, limit=LOOKED_THROUGH
    )
    others = [hit for hit in found.hits if hit.ref != member.ref]
    labels = term_labels()
    return tuple(
        Suggestion(hit, tuple(labels[key.partition(":")[2]] for key in hit.why))
        for hit in draw.sample(others, min(SHOWN, len(others)))
    )
