"""What a member finds on the front page today."""

import datetime
import random
from dataclasses import dataclass

from commonweal.belonging.models import Compact
from commonweal.belonging.queries.compact import to_answer
from commonweal.belonging.queries.way_in import Panel, front_panel
from commonweal.core.models import User
from commonweal.engagement.models import Participation
from commonweal.joining.queries.admitted import admitted_for
from commonweal.joining.queries.applications import own
from commonweal.members.models import Audience, Member, MemberTerm
from commonweal.members.queries import paused_among, term_labels
from commonweal.members.rules import member_of
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

    way_in: Panel | None
    compact: Compact | None
    on_break: bool
    paused_until: datetime.date | None
    helpers: tuple[Suggestion, ...]
    seekers: tuple[Suggestion, ...]
    missing: tuple[str, ...]
    asks: int
    offers: int
    part_taken: int


def for_member(member: Member, *, on: datetime.date) -> Today:
    """A newcomer's way in, and a few people who offer what this member asks for and the reverse.

    Who is shown changes from day to day, so that the same few are not asked by everybody. Who takes
    a break is shown to nobody, and is shown nobody. `compact` is the version still to be answered.
    `part_taken` counts ledger rows of the last 365 days.
    """
    on_break = member.is_paused(on)
    said = [] if on_break else list(member.terms.values_list("kind", "term"))
    asks = [term for kind, term in said if kind == MemberTerm.Kind.ASK]
    offers = [term for kind, term in said if kind == MemberTerm.Kind.OFFER]
    draw = random.Random(f"{on}:{member.pk}")  # noqa: S311 -- a fair choice, not a secret one
    year = Participation.objects.filter(member=member, day__gt=on - datetime.timedelta(days=365))
    return Today(
        way_in=front_panel(member, on=on),
        compact=to_answer(member),
        on_break=on_break,
        paused_until=member.paused_until,
        helpers=some(member, [f"offer:{term}" for term in asks], draw, on=on),
        seekers=some(member, [f"ask:{term}" for term in offers], draw, on=on),
        missing=tuple(words for field, words in WANTED if not getattr(member, field)),
        asks=len(asks),
        offers=len(offers),
        part_taken=year.count(),
    )


def for_guest(user: User) -> dict[str, object]:
    """What stands open to somebody signed in who does not belong: a place, or the way back.

    `applications` are their own, newest first.
    """
    former = member_of(user)
    return {
        "has_place": admitted_for(user) is not None,
        "applications": list(own(user, ())[:3]),
        "may_come_back": former is not None and former.left_by_themselves,
    }


def some(
    member: Member, facets: list[str], draw: random.Random, *, on: datetime.date
) -> tuple[Suggestion, ...]:
    """A few others who have any of these facets and take no break, drawn from the first found."""
    if not facets:
        return ()
    found = search.search(
        "", audience=Audience.MEMBERS, kind="person", facets=facets, limit=LOOKED_THROUGH
    )
    left_out = {member.ref, *paused_among([hit.ref for hit in found.hits], on=on)}
    others = [hit for hit in found.hits if hit.ref not in left_out]
    labels = term_labels()
    return tuple(
        Suggestion(hit, tuple(labels[key.partition(":")[2]] for key in hit.why))
        for hit in draw.sample(others, min(SHOWN, len(others)))
    )
