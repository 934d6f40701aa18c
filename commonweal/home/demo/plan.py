"""Who the demo's people are, before they have a name: dealt from decks, so that shares come out."""

import datetime
from bisect import bisect_right
from collections.abc import Sequence
from enum import StrEnum
from random import Random
from typing import Generic, NamedTuple, TypeVar

from commonweal.home.demo import history, shipped

IRELAND = "nation:ireland"
IRISH_FROM, IRISH_UNTIL = datetime.date(2020, 5, 1), datetime.date(2021, 6, 30)
IRISH_JOINERS = 68  # in that time, in a community of history.UNIT
NATIONS = {
    "nation:england": 146,
    "nation:scotland": 22,
    "nation:wales": 17,
    "nation:northern-ireland": 14,
    "nation:other": 1,
}
NATIONS_SINCE = {**NATIONS, "nation:england": 134, IRELAND: 12}
BOTH, HEALTH = "sector:both", "sector:health"
SHARE_OF_BOTH = 0.30

Card = TypeVar("Card")


class Segment(StrEnum):
    """How much somebody takes part."""

    LEADING = "LEADING"
    KEEN = "KEEN"
    OCCASIONAL = "OCCASIONAL"
    ABSENT = "ABSENT"


SEGMENTS = {Segment.LEADING: 3, Segment.KEEN: 10, Segment.OCCASIONAL: 123, Segment.ABSENT: 64}


class Role(NamedTuple):
    """A kind of job: the titles it goes by and the organisations where it is found."""

    types: str
    role_type: str
    clinical: bool
    background: str
    titles: tuple[str, ...]


class Place(NamedTuple):
    """One invented person's place in the community."""

    number: int
    joined_on: datetime.date
    left_on: datetime.date | None
    left_reason: str
    nation: str
    segment: Segment
    role: Role
    sector: str


class Deck(Generic[Card]):
    """Cards dealt in random order, all of them before any comes again."""

    def __init__(self, cards: Sequence[Card], rng: Random) -> None:
        self.cards, self.rng = list(cards), rng
        self.left: list[Card] = []

    def deal(self) -> Card:
        if not self.left:
            self.left = self.rng.sample(self.cards, len(self.cards))
        return self.left.pop()


def counted(counts: dict[Card, int]) -> list[Card]:
    return [card for card, count in counts.items() for _ in range(count)]


def role_cards() -> list[tuple[Role, str]]:
    """One card for each two-hundredth of the community: a role and, where it is given, a sector."""
    return [
        (
            Role(
                row["types"],
                f"roletype:{row['role_type']}",
                row["clinical"] == "1",
                f"background:{row['background']}",
                tuple(row["titles"].split(";")),
            ),
            f"sector:{row['sector']}" if row["sector"] else "",
        )
        for row in shipped.rows("roles.csv")
        for _ in range(int(row["count"]))
    ]


def sector_cards(roles: Sequence[tuple[Role, str]]) -> list[str]:
    """The sectors of the roles that do not give one: as many in both as the whole needs."""
    given = [sector for _, sector in roles if sector]
    both = round(len(roles) * SHARE_OF_BOTH) - given.count(BOTH)
    return [BOTH] * both + [HEALTH] * (len(roles) - len(given) - both)


def make(size: int, seed: int, *, until: datetime.date) -> list[Place]:
    """Everybody who has joined a community of this size by this day, in the order of joining."""
    # A source of chance for each purpose: a longer history is then the same as far as both go.
    joins, leaves, nations_of, rng = (
        Random(f"{seed}/{purpose}")  # noqa: S311
        for purpose in ("joins", "leaves", "nations", "people")
    )
    joined = history.joining_days(size, until=until, rng=joins)
    left = history.leaving_days(joined, size, until=until, rng=leaves)
    nations = _nations(joined, size, nations_of)
    cards = role_cards()
    roles, sectors = Deck(cards, rng), Deck(sector_cards(cards), rng)
    segments = Deck(counted(SEGMENTS), rng)
    places = []
    for index, day in enumerate(joined[: bisect_right(joined, until)]):
        left_on, reason = left.get(index, (datetime.date.max, ""))
        has_left = left_on <= until
        role, sector = roles.deal()
        places.append(
            Place(
                index + 1,
                day,
                left_on if has_left else None,
                reason if has_left else "",
                nations[index],
                segments.deal(),
                role,
                sector or sectors.deal(),
            )
        )
    return places


def _nations(joined: Sequence[datetime.date], size: int, rng: Random) -> list[str]:
    before, since = Deck(counted(NATIONS), rng), Deck(counted(NATIONS_SINCE), rng)
    early = [index for index, day in enumerate(joined) if IRISH_FROM <= day <= IRISH_UNTIL]
    irish = set(rng.sample(early, min(len(early), round(IRISH_JOINERS * size / history.UNIT))))
    return [
        IRELAND if index in irish else (since if day > IRISH_UNTIL else before).deal()
        for index, day in enumerate(joined)
    ]
