"""The demo's compact and who answered it, newcomers and their way in, breaks and returns."""

import datetime
from collections.abc import Mapping
from random import Random

from django.db import transaction

from commonweal.belonging.models import Compact, CompactAnswer, Signpost, WayIn
from commonweal.belonging.services import way_in
from commonweal.core.models import User
from commonweal.home.demo import shipped
from commonweal.home.demo.waves import noon
from commonweal.members import indexing
from commonweal.members.models import Absence, Member, Term

DAY = datetime.timedelta(days=1)
# Of those asked: who accepted, and who said that they do not.
ANSWERED, DECLINED = 0.58, 0.01
NEWCOMERS, ON_A_BREAK, RETURNED = 12, 0.008, 0.002
WHAT_CHANGED = (
    "There is a new point about being open when you, or those close to you, stand to gain. It was "
    "asked for by members who assess ideas. Nothing else has changed."
)


@transaction.atomic
def add(seed: int, *, until: datetime.date, staff: Mapping[str, User]) -> None:
    """Everything, where there is nothing yet."""
    if Signpost.objects.exists():
        return
    rng = Random(f"{seed}/belonging")  # noqa: S311
    own = Member.objects.filter(user=staff["member"]).first()
    signposts(until)
    breaks(until, rng)
    returns(until, rng)
    compact(until, staff["team"], rng, unanswered=own)
    ways_in(until, rng, own=own)


def signposts(until: datetime.date) -> None:
    for row in shipped.rows("signposts.csv"):
        one = Signpost.objects.create(
            kind=row["kind"],
            title=row["title"],
            url=row["address"],
            summary=row["summary"],
            on=until + int(row["days"]) * DAY if row["days"] else None,
        )
        one.interests.set(terms("interest", row["interests"]))
        one.nations.set(terms("nation", row["nations"]))


def terms(vocabulary: str, codes: str) -> list[Term]:
    return list(Term.objects.filter(pk__in=[f"{vocabulary}:{code}" for code in codes.split()]))


def breaks(until: datetime.date, rng: Random) -> None:
    """A few take a break, some of them until a day."""
    there = list(Member.objects.filter(left_on=None, user=None).order_by("pk"))
    chosen = rng.sample(there, max(1, round(len(there) * ON_A_BREAK)))
    for member in chosen:
        member.paused_on = until - rng.randint(5, 60) * DAY
        member.paused_until = until + rng.randint(10, 90) * DAY if rng.random() < 0.6 else None
        # Nobody takes a break from before they joined.
        member.paused_on = max(member.paused_on, member.joined_on)
    Member.objects.bulk_update(chosen, ["paused_on", "paused_until"])
    indexing.index_members(member.pk for member in chosen)


def returns(until: datetime.date, rng: Random) -> None:
    """A few left and came back after a year or so, in which they took part in nothing."""
    settled = Member.objects.filter(
        left_on=None, joined_on__lt=until - 1200 * DAY, participation=None
    ).order_by("pk")
    there = list(settled[:400])
    for member in rng.sample(there, min(len(there), max(1, round(len(there) * RETURNED * 10)))):
        left_on = member.joined_on + rng.randint(300, 700) * DAY
        Absence.objects.create(
            member=member,
            left_on=left_on,
            back_on=left_on + rng.randint(120, 400) * DAY,
            left_reason_id="left:changed-role",
            left_by_themselves=True,
        )


def compact(until: datetime.date, team: User, rng: Random, *, unanswered: Member | None) -> None:
    """The second version was published ten weeks ago; not everybody has answered it."""
    first = Compact.objects.order_by("version").first()
    if first is None:
        return
    published = noon(until - 70 * DAY)
    second = Compact.objects.create(
        version=first.version + 1,
        intro=first.intro,
        can_expect=first.can_expect,
        expected=first.expected,
        what_changed=WHAT_CHANGED,
        published_at=published,
        published_by=team,
    )
    shorter = "\n".join(first.expected.splitlines()[:-1])
    Compact.objects.filter(pk=first.pk).update(
        expected=shorter, published_at=noon(until - 900 * DAY)
    )
    answers = []
    for member in Member.objects.filter(left_on=None).order_by("pk"):
        known = noon(max(member.joined_on, until - 890 * DAY))
        if rng.random() < 0.9:
            answers.append(CompactAnswer(member=member, compact=first, said="AGREED", at=known))
        chance = rng.random()
        if chance < ANSWERED + DECLINED and member != unanswered:
            said = "AGREED" if chance < ANSWERED else "DECLINED"
            at = published + rng.uniform(0, 60) * DAY
            answers.append(CompactAnswer(member=member, compact=second, said=said, at=at))
    CompactAnswer.objects.bulk_create(answers, batch_size=1000)


def ways_in(until: datetime.date, rng: Random, *, own: Member | None) -> None:
    """The newest members have their way in, some of it done; so has the demo's own member."""
    newest = list(
        Member.objects.filter(left_on=None, joined_on__lte=until, user=None).order_by(
            "-joined_on", "pk"
        )[:NEWCOMERS]
    )
    for member in newest:
        made = way_in.make(member, by=None)
        do_some(made, rng.randint(0, made.steps.count()), until, rng.randint(1, 20))
    if own is not None:
        begin_way_in(own, until - 4 * DAY)


def begin_way_in(member: Member, since: datetime.date) -> None:
    """A way in of which one step is done."""
    WayIn.objects.filter(member=member).delete()
    do_some(way_in.make(member, by=None), 1, since + DAY, 1)


def has_way_in(member: Member) -> bool:
    """Whether a way in is on the front page, with something left to do and nothing declined."""
    mine = WayIn.objects.filter(member=member, dismissed_at=None, done_at=None)
    return mine.exclude(steps__dismissed_at__isnull=False).exists()


def do_some(made: WayIn, done: int, on: datetime.date, age: int) -> None:
    """The first few steps were done on this day, of a way in made so many days before."""
    for step in list(made.steps.order_by("order"))[:done]:
        step.done_at = noon(on)
        step.save(update_fields=["done_at"])
    WayIn.objects.filter(pk=made.pk).update(made_at=noon(on - age * DAY))
