"""The demo's waves: three that are over, the last of them being read, and one that is open."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from django.db import transaction
from django.utils import timezone

from commonweal.core import services as accounts
from commonweal.core.models import User
from commonweal.home.demo import applicants, judging
from commonweal.home.demo.history import UNIT
from commonweal.home.demo.people import Inventor
from commonweal.joining.models import (
    Answer,
    Application,
    EligibilityGroup,
    Invitation,
    QuestionSet,
    Status,
    Wave,
)
from commonweal.joining.services import examples
from commonweal.joining.services.questions import freeze
from commonweal.members.models import Member, Term

DAY = datetime.timedelta(days=1)
READERS = {"reader-1": "Bethan Lloyd", "reader-2": "Kwame Mensah"}
HOW = (
    "Readers work on their own and see what the others think only when they have finished. They "
    "look for what you did and learnt, whatever your title. You are told the reason."
)
SEASONS = ("Winter", "Spring", "Summer", "Autumn")
# What the applications of a wave came to, for a community of UNIT.
OVER = {Status.REFUSED: 34, Status.WITHDRAWN: 4, Status.LAPSED: 9, Status.NOT_TAKEN_UP: 2}
READ = {
    Status.SENT: 6,
    Status.READING: 12,
    Status.WAITING: 2,
    Status.ADMITTED: 6,
    Status.REFUSED: 5,
    Status.SECOND_LOOK: 2,
    Status.REFUSED_AGAIN: 1,
    Status.WITHDRAWN: 2,
}
OPEN = {Status.DRAFT: 16, Status.SENT: 24, Status.WITHDRAWN: 1}


@dataclass(frozen=True)
class Plan:
    """When a wave opens and closes, counted back from the last day, and for whom it is."""

    opens: int
    closes: int
    nation: str = ""
    places: int = 150


PLANS = (Plan(400, 372), Plan(212, 184), Plan(52, 24, "nation:scotland", 40), Plan(18, -10))


@transaction.atomic
def add(
    size: int,
    seed: int,
    *,
    until: datetime.date,
    inventor: Inventor,
    staff: Mapping[str, User],
    say: Callable[[str, int, int], None],
) -> int:
    """Waves with their applications, where there are none yet. How many applications there are."""
    if Wave.objects.exists():
        return Application.objects.count()
    rng = Random(f"{seed}/waves")  # noqa: S311
    examples.add_groups(by=staff["team"])
    questions = examples.make_question_set(by=staff["team"])
    made = [a_wave(plan, until, questions, staff["team"]) for plan in PLANS]
    readers = [staff["team"], *the_readers(made, staff)]
    scale = max(0.2, size / UNIT)
    maker = Maker(inventor, list(EligibilityGroup.objects.order_by("order")), rng)
    for wave, counts in zip(made, (OVER, OVER, READ, OPEN), strict=True):
        maker.joiners(wave)
        maker.others(wave, {status: max(1, round(n * scale)) for status, n in counts.items()})
    maker.own(made[-1], staff["guest"])
    maker.invited(made[-1], by=staff["team"])
    freeze(questions)
    judging.read_and_decide(made, readers, partner=staff["partner"], rng=rng)
    say("applications", maker.number, maker.number)
    return maker.number


def a_wave(plan: Plan, until: datetime.date, questions: QuestionSet, team: User) -> Wave:
    closes = until - plan.closes * DAY
    name = f"{SEASONS[closes.month % 12 // 3]} {closes.year}"
    wave = Wave.objects.create(
        name=f"{name}, Scotland" if plan.nation else name,
        about="For anybody who improves health or care, or would like to begin.",
        opens_at=noon(until - plan.opens * DAY),
        closes_at=noon(closes),
        decide_by=closes + 35 * DAY,
        welcome_on=closes + 49 * DAY,
        partner_id=plan.nation or None,
        partner_name="Improvement Partnership Scotland (invented)" if plan.nation else "",
        places=plan.places,
        readers_each=2,
        how_judged=HOW,
        published_at=noon(until - (plan.opens + 21) * DAY),
        made_by=team,
    )
    wave.question_sets.add(questions)
    if plan.nation:
        wave.nations.set(Term.objects.filter(pk=plan.nation))
    Wave.objects.filter(pk=wave.pk).update(published_at=None)
    examples.add_criteria(wave, by=team)
    Wave.objects.filter(pk=wave.pk).update(published_at=wave.published_at)
    return wave


def the_readers(waves: Sequence[Wave], staff: Mapping[str, User]) -> list[User]:
    """Two invented people, the demo’s assessor and its team read for every wave, and the partner
    for its own."""
    found = [staff["assessor"]]
    for who, name in READERS.items():
        found.append(accounts.account_for(f"{who}@demo.invalid", name=name))
    for wave in waves:
        for user in [*found, staff["team"], *([staff["partner"]] if wave.partner_id else [])]:
            accounts.grant_role(user, "ASSESSOR", by=None, scope=wave.scope)
    return found


def noon(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))


class Maker:
    """Makes applications, one number each, so that nobody applies twice."""

    def __init__(self, inventor: Inventor, groups: Sequence[EligibilityGroup], rng: Random) -> None:
        self.inventor, self.groups, self.rng = inventor, groups, rng
        self.number = 0

    def joiners(self, wave: Wave) -> None:
        """Members who joined in the weeks after the wave was decided came in by it."""
        joined = Member.objects.filter(
            joined_on__gt=wave.decide_by, joined_on__lte=wave.decide_by + 30 * DAY
        ).select_related("organisation")
        if wave.partner_id:
            joined = joined.filter(nation=wave.partner_id)
        made = []
        for member in joined.order_by("pk"):
            one = self.one(wave, member, Status.JOINED, f"{member.ref}@demo.invalid")
            one.member, one.user_id = member, member.user_id
            one.ended_at = noon(member.joined_on)
            made.append(one)
        self.save(wave, made)

    def others(self, wave: Wave, counts: Mapping[Status, int]) -> None:
        nations = [wave.partner_id] if wave.partner_id else None
        made = []
        for status, count in counts.items():
            for _ in range(count):
                nation = self.rng.choice(nations or NATIONS)
                person = applicants.somebody(self.number, nation, self.inventor, self.rng)
                address = f"applicant-{self.number}@demo.invalid"
                made.append(self.one(wave, person, status, address))
        self.save(wave, made)

    def one(self, wave: Wave, person: Member, status: Status, address: str) -> Application:
        self.number += 1
        unsent = status in (Status.DRAFT, Status.LAPSED)
        one = applicants.application(
            wave, person, status, address=address, groups=self.groups, rng=self.rng,
            sent_at=None if unsent else self.sent_at(wave),
        )  # fmt: skip
        if status == Status.WITHDRAWN and one.sent_at:
            one.ended_at = one.sent_at + DAY
        return one

    def sent_at(self, wave: Wave) -> datetime.datetime:
        """Two in five are sent on the last day."""
        last = min(wave.closes_at, timezone.now())
        hours = (last - wave.opens_at) / datetime.timedelta(hours=1)
        late = wave.closes_at <= last and self.rng.random() < 0.4
        back = self.rng.uniform(0.02, min(24, hours)) if late else self.rng.uniform(0.1, hours)
        return last - datetime.timedelta(hours=back)

    def save(self, wave: Wave, made: Sequence[Application]) -> None:
        Application.objects.bulk_create(made, batch_size=500)
        questions = list(wave.question_sets.get().questions.order_by("order"))
        Answer.objects.bulk_create(
            (
                answer
                for one in made
                for answer in applicants.answers(
                    one, questions, self.rng, first=99 if one.sent_at else self.rng.randint(1, 3)
                )
            ),
            batch_size=500,
        )

    def own(self, wave: Wave, guest: User) -> None:
        """The demo’s guest has begun to apply, and may go on."""
        person = applicants.somebody(self.number, "nation:england", self.inventor, self.rng)
        person.name = guest.name
        mine = self.one(wave, person, Status.DRAFT, guest.email)
        mine.user = guest
        self.save(wave, [mine])

    def invited(self, wave: Wave, *, by: User) -> None:
        """A few people were asked in by name, and have not answered."""
        for number in range(3):
            person = applicants.somebody(9000 + number, "nation:wales", self.inventor, self.rng)
            Invitation.objects.create(
                wave=wave, kind="APPLY" if number else "APPROVED", name=person.name, by=by,
                email=f"invited-{number}@demo.invalid", digest=f"{self.rng.getrandbits(256):064x}",
                made_at=wave.opens_at, expires_at=wave.opens_at + 30 * DAY,
            )  # fmt: skip


NATIONS = (
    ["nation:england"] * 14 + ["nation:wales"] * 3 + ["nation:scotland"] * 3
    + ["nation:northern-ireland"] * 2 + ["nation:ireland"] * 2
)  # fmt: skip
