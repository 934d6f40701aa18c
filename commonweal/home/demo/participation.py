"""Who took part in what: a few lead, a few more come often, most now and then, some never."""

import datetime
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from random import Random

from commonweal.engagement.models import Part, Participation
from commonweal.engagement.offers import OFFERS
from commonweal.home.demo.people import noon
from commonweal.home.demo.plan import Place, Segment
from commonweal.home.demo.programme import Occasion, until

# Of those who come to anything, how many lead the community and how many come often.
ROOM = {Segment.LEADING: 0.09, Segment.KEEN: 0.21}
ROOM_IN_GROUPS = {Segment.LEADING: 0.25, Segment.KEEN: 0.25}
ACTIVE_ROLES = {"GROUP", "PROJECT", "LAB", "LEARNING", "INSIGHT", "WORKSHOP", "EVENT"}
ALWAYS_CONTRIBUTED = {"IDEA_COMMENT", "ASSESSMENT", "PROJECT"}
COMES_AGAIN = 0.8
FEW = 20


class Crowd:
    """The people of the plan, by segment, as they were on any day."""

    def __init__(self, places: Sequence[Place]) -> None:
        self.places = places
        self.joined = [place.joined_on for place in places]
        self.segments: dict[Segment, array[int]] = defaultdict(lambda: array("l"))
        for place in places:
            self.segments[place.segment].append(place.number)
        self.left = sorted(place.left_on for place in places if place.left_on)

    def size(self, day: datetime.date) -> int:
        """How many belong on this day."""
        return bisect_right(self.joined, day) - bisect_right(self.left, day)

    def some(self, segment: Segment, count: int, occasion: Occasion, rng: Random) -> list[Place]:
        """So many of this segment who are near, or fewer: those who belong on the day."""
        day, numbers = occasion.days[0], self.segments[segment]
        known = bisect_right(numbers, bisect_right(self.joined, day))
        near = range(occasion.circle, known, occasion.circles)
        there: list[Place] = []
        for position in rng.sample(near, min(len(near), count + count // 8 + 3)):
            place = self.places[numbers[position] - 1]
            if len(there) < count and (place.left_on is None or place.left_on > day):
                there.append(place)
        return there


def rows(
    places: Sequence[Place], ids: Sequence[int], *, seed: int, last: datetime.date
) -> Iterator[Participation]:
    """The whole ledger, an occasion at a time. `ids` holds each place's member, in its order."""
    crowd = Crowd(places)
    for occasion in until(last):
        rng = Random(f"{seed}/{occasion.offer}/{occasion.what}/{occasion.days[0]}")  # noqa: S311
        for place in attendance(crowd, occasion, rng):
            taken = _rows_of(place, ids[place.number - 1], occasion, rng)
            yield from (row for row in taken if row.day <= last)


def attendance(crowd: Crowd, occasion: Occasion, rng: Random) -> list[Place]:
    """Who comes to an occasion."""
    wanted = occasion.share * crowd.size(occasion.days[0])
    # Small numbers are rounded by chance, or small groups in small communities would never meet.
    come = round(wanted) if wanted >= FEW else int(wanted + rng.random())
    there: list[Place] = []
    room = ROOM_IN_GROUPS if occasion.offer == "GROUP" else ROOM
    for segment, share in room.items():
        there += crowd.some(segment, int(come * share + rng.random()), occasion, rng)
    return there + crowd.some(Segment.OCCASIONAL, come - len(there), occasion, rng)


def _rows_of(
    place: Place, member_id: int, occasion: Occasion, rng: Random
) -> Iterator[Participation]:
    declared = OFFERS[occasion.offer]
    part = _part(place.segment, occasion.offer, rng)
    for day in occasion.days:
        if (place.left_on and place.left_on <= day) or (
            day != occasion.days[0] and rng.random() > COMES_AGAIN
        ):
            continue
        yield Participation(
            member_id=member_id,
            offer=declared.code,
            depth=declared.depth,
            mode=declared.mode,
            part=part,
            day=day,
            central=declared.central,
            what=occasion.what,
            key=f"demo:{declared.code}:{occasion.what}:{day}:{place.number}",
            recorded_at=noon(day),
        )


def _part(segment: Segment, offer: str, rng: Random) -> Part:
    """What somebody of this segment does there; only the leading group leads."""
    chance = rng.random()
    if segment == Segment.LEADING and offer in ACTIVE_ROLES and chance < 0.55:
        return Part.LED
    if offer in ALWAYS_CONTRIBUTED:
        return Part.CONTRIBUTED
    likely = {Segment.LEADING: 0.6, Segment.KEEN: 0.25}.get(segment, 0.04)
    return Part.CONTRIBUTED if offer in ACTIVE_ROLES and chance < likely else Part.TOOK_PART
