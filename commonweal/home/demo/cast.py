"""The demo's accounts become members: each takes the place of somebody invented who fits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from commonweal.core.models import User
from commonweal.core.text import fold
from commonweal.home.demo.plan import IRELAND, Place, Segment
from commonweal.home.demo_accounts import NAMES
from commonweal.members import indexing
from commonweal.members import services as members
from commonweal.members.models import Audience, Member, MemberLink, MemberTerm
from commonweal.members.visibility import DEFAULTS

CORRECTED = 3  # So many unclear titles the team has looked at already.


@dataclass(frozen=True)
class Part:
    """What one account's member is like. Job and organisation stay those of the place taken."""

    nation: str
    segment: Segment
    role_type: str
    pronouns: str
    purpose: str
    offer_note: str
    ask_note: str
    interests: tuple[str, ...]
    skills: tuple[str, ...]
    offers: tuple[str, ...]
    asks: tuple[str, ...]


CAST = {
    "member": Part(
        IRELAND,
        Segment.KEEN,
        "roletype:improvement",
        "she/her",
        "I want to find people who have shortened waits for older patients and kept them short. "
        "I am new to measuring change over time and would like to learn it properly.",
        "I can share how we run our weekly huddles, and I am happy to read a draft.",
        "I would like to sit beside somebody who is good with run charts for an afternoon.",
        ("waiting-times", "older-people", "flow"),
        ("facilitation", "project-management"),
        ("facilitation",),
        ("run-charts", "measurement"),
    ),
    "convenor": Part(
        "nation:wales",
        Segment.LEADING,
        "roletype:improvement",
        "he/him",
        "I bring together people who improve care in rural places, where the nearest colleague is "
        "an hour away. Ein nod yw dysgu gyda’n gilydd, yn y ddwy iaith.",
        "I have run a special interest group for years and can help you start yours.",
        "I am looking for somebody who can help us tell our stories on film.",
        ("networks", "primary-care", "health-inequalities", "co-production"),
        ("facilitation", "network-weaving", "coaching"),
        ("facilitation", "network-weaving"),
        ("storytelling",),
    ),
    "assessor": Part(
        "nation:england",
        Segment.KEEN,
        "roletype:research",
        "she/her",
        "I care about good ideas getting a fair reading, whoever writes them and however well they "
        "write. I want to learn how others weigh promise against polish.",
        "Ask me about planning an evaluation before the project starts.",
        "I would welcome a conversation with somebody who has used economic evidence well.",
        ("learning-systems", "health-inequalities", "mental-health"),
        ("evaluation", "qualitative", "writing"),
        ("evaluation", "writing"),
        ("health-economics",),
    ),
    "team": Part(
        "nation:england",
        Segment.OCCASIONAL,
        "roletype:improvement",
        "she/her",
        "I work in the community team and I am a member too. I want everybody who joins to meet "
        "one person worth knowing in their first month.",
        "I can introduce you to people, and help you find your way around.",
        "Tell me what would make this community worth an hour of your week.",
        ("networks", "workforce", "co-production"),
        ("network-weaving", "service-design"),
        ("network-weaving",),
        ("behaviour-change",),
    ),
}


def places_for(places: Sequence[Place]) -> dict[str, Place]:
    """The current member whose place fits each part best; the earliest of those who fit alike."""
    chosen: dict[str, Place] = {}
    for who, part in CAST.items():
        taken = {place.number for place in chosen.values()}
        free = [p for p in places if p.left_on is None and p.number not in taken]
        chosen[who] = max(free, key=lambda place: _fit(place, part))
    return chosen


def _fit(place: Place, part: Part) -> tuple[bool, bool, bool]:
    return (
        place.segment == part.segment,
        place.nation == part.nation,
        place.role.role_type == part.role_type,
    )


@transaction.atomic
def cast(
    accounts: Mapping[str, User], places: Sequence[Place], ids: Sequence[int]
) -> dict[str, Member]:
    """Give each account its member, once. `ids` holds the member of each place."""
    found = {}
    for who, place in places_for(places).items():
        member = Member.objects.get(pk=ids[place.number - 1])
        if member.user_id is None:
            become(member, accounts[who], NAMES[who], CAST[who])
        found[who] = member
    return found


def become(member: Member, user: User, name: str, part: Part) -> None:
    """Make an invented member the one this account belongs to."""
    member.user, member.name, member.sort_name = user, name, fold(name)
    member.pronouns, member.purpose = part.pronouns, part.purpose
    member.offer_note, member.ask_note = part.offer_note, part.ask_note
    member.visibility = {
        field: Audience.EVERYONE.value
        for field, usual in DEFAULTS.items()
        if usual == Audience.MEMBERS
    }
    member.save()
    member.terms.all().delete()
    MemberTerm.objects.bulk_create(
        MemberTerm(member=member, kind=kind, term_id=f"{list_}:{code}")
        for kind, list_, codes in (
            (MemberTerm.Kind.INTEREST, "interest", part.interests),
            (MemberTerm.Kind.SKILL, "skill", part.skills),
            (MemberTerm.Kind.OFFER, "skill", part.offers),
            (MemberTerm.Kind.ASK, "skill", part.asks),
        )
        for code in codes
    )
    MemberLink.objects.create(
        member=member, label="My notes (an invented page)", url="https://notes.example.org/"
    )
    indexing.index_member(member)


def correct_some(by: User) -> None:
    """The team has corrected a few unclear titles; the rest are left for the desk to show."""
    corrected = Member.objects.exclude(seniority_corrected_by=None).count()
    unclear = Member.objects.filter(seniority="seniority:not-clear").order_by("pk")
    due = min(CORRECTED, (unclear.count() + corrected) // 2) - corrected
    for member in unclear[: max(0, due)]:
        members.correct_seniority(member, "seniority:mid-level", by=by)
