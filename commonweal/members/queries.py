"""Reading members, organisations and the controlled lists."""

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from commonweal.core.rules import is_evaluator, is_steward, is_team
from commonweal.members import rules
from commonweal.members.models import (
    NOT_CLEAR,
    Absence,
    Audience,
    Member,
    Organisation,
    SeniorityRule,
    Term,
    Vocabulary,
)
from commonweal.members.profiles import Profile, seen_by, whole
from commonweal.members.visibility import visible_to


def viewer_audience(user: Any) -> Audience:
    """Where a reader stands: with the members, or with everyone.

    Members, the team, stewards and evaluators read as members do; visitors, guests, partners and
    former members read what is open to everyone.
    """
    inside = (rules.is_current_member, is_team, is_steward, is_evaluator)
    return Audience.MEMBERS if any(rule(user) for rule in inside) else Audience.EVERYONE


def term_labels() -> dict[str, str]:
    """Every term's label in the reader's language, by key, retired ones included."""
    language = get_language() or "en"
    return {term.key: term.label_in(language) for term in Term.objects.all()}


def nations_in_words(scopes: Collection[str]) -> dict[str, str]:
    """The names of the nations a role may be limited to, by scope."""
    labels = term_labels()
    return {scope: labels[scope] for scope in scopes if scope in labels}


def terms(*lists: Vocabulary, kept: Iterable[str | None] = ()) -> QuerySet[Term]:
    """The terms people may choose from, in order, with those they chose before (`kept`)."""
    offered = Q(vocabulary__in=lists) & (Q(retired=False) | Q(key__in=[key for key in kept if key]))
    return Term.objects.filter(offered).order_by("vocabulary", "order", "key")


@dataclass(frozen=True)
class WordList:
    """One controlled list as it is published."""

    name: str
    key: str
    terms: tuple[Term, ...]


def word_lists() -> list[WordList]:
    """Every controlled list with its terms, without those no longer offered."""
    said = list(terms(*Vocabulary))
    return [
        WordList(
            name=vocabulary.label,
            key=vocabulary.value,
            terms=tuple(term for term in said if term.vocabulary == vocabulary),
        )
        for vocabulary in Vocabulary
    ]


def organisation_filters() -> dict[str, list[Term]]:
    """What the list of organisations can be narrowed by: nations and types."""
    found = list(terms(Vocabulary.NATION, Vocabulary.ORGANISATION_TYPE))
    return {
        vocabulary.value: [term for term in found if term.vocabulary == vocabulary]
        for vocabulary in (Vocabulary.NATION, Vocabulary.ORGANISATION_TYPE)
    }


def seniority_rules() -> list[SeniorityRule]:
    """The published rules in the order they are tried."""
    return list(SeniorityRule.objects.select_related("seniority").order_by("order"))


def current(on: datetime.date) -> Q:
    """The condition of belonging on this day."""
    return Q(joined_on__lte=on) & (Q(left_on=None) | Q(left_on__gt=on))


def away_on(day: datetime.date) -> QuerySet[Absence]:
    """The absences of those who did not belong on this day, and came back since."""
    return Absence.objects.filter(left_on__lte=day, back_on__gt=day)


def paused(on: datetime.date) -> Q:
    """The condition of taking a break on this day."""
    return Q(paused_on__isnull=False) & (Q(paused_until=None) | Q(paused_until__gt=on))


def shows_break(member: Member, viewer: Audience, *, on: datetime.date) -> bool:
    """Whether this reader is told that somebody takes a break: members are, nobody else."""
    return viewer == Audience.MEMBERS and member.is_paused(on)


def has_paused_mail(address: str) -> bool:
    """Whether the member with this address takes a break today, and so gets no mail but what they
    need."""
    today = timezone.localdate()
    wanted = Member.objects.filter(paused(today), user__email=address.strip().lower())
    return wanted.exists()


def paused_among(refs: Iterable[str], *, on: datetime.date) -> set[str]:
    """Those of these people who take a break on this day, in one query."""
    found = Member.objects.filter(paused(on), ref__in=list(refs))
    return set(found.values_list("ref", flat=True))


def people() -> QuerySet[Member]:
    """Members with all that a profile is made of, in four queries for any number."""
    return Member.objects.select_related(
        "background",
        "role_type",
        "seniority",
        "seniority_rule",
        "sector",
        "nation",
        "organisation__type",
    ).prefetch_related("terms__term", "links")


def profile_for(user: Any, member: Member, *, on: datetime.date) -> Profile | None:
    """What this reader sees of a member on this day; None when there is nobody for them to see.

    Members see all of their own profile, and the team and stewards all of everybody's.
    """
    if user.has_perm(rules.EDIT_PROFILE, member) or user.has_perm(rules.SEE_ALL_MEMBERS):
        return whole(member)
    return seen_by(member, viewer_audience(user), on=on)


@dataclass(frozen=True)
class Shelf:
    """A stretch of a long list of members, and the cursor of the next stretch, empty at the end."""

    members: tuple[Member, ...]
    next: str


def members_at(
    organisation: Organisation, viewer: Audience, *, on: datetime.date, after: str, limit: int
) -> Shelf:
    """Current members whose name and workplace this reader may see, by name."""
    shown = visible_to(viewer, "name", "organisation")
    return _shelf(people().filter(current(on), shown, organisation=organisation), after, limit)


def unclear_seniority(*, on: datetime.date, after: str, limit: int) -> Shelf:
    """Current members whose title no rule matches and whom nobody has looked at, by name."""
    waiting = Member.objects.filter(current(on), seniority=NOT_CLEAR, seniority_corrected_by=None)
    return _shelf(waiting.select_related("organisation"), after, limit)


def _shelf(members: QuerySet[Member], after: str, limit: int) -> Shelf:
    """The members after the cursor: a sort name and a ref, so that it costs the same anywhere."""
    # PostgreSQL takes no NUL in a text, not even to compare it.
    name, comma, ref = after.replace("\0", "").rpartition(",")
    if comma:
        later = Q(sort_name__gt=name) | Q(sort_name=name, ref__gt=ref)
        # The first condition says nothing new; it lets the database begin in its index there.
        members = members.filter(later, sort_name__gte=name)
    rows = tuple(members.order_by("sort_name", "ref")[: limit + 1])
    more = len(rows) > limit
    rows = rows[:limit]
    return Shelf(rows, f"{rows[-1].sort_name},{rows[-1].ref}" if more else "")


def organisations() -> QuerySet[Organisation]:
    return Organisation.objects.select_related("type", "sector", "nation", "parent")


def open_organisations() -> QuerySet[Organisation]:
    """Those people can still say they work at."""
    return Organisation.objects.filter(closed_on=None)


def children_of(organisation: Organisation, *, limit: int) -> QuerySet[Organisation]:
    """The first organisations that belong to this one, by name."""
    return organisation.children.order_by("sort_name", "pk")[:limit]


def aliases_of(organisation: Organisation) -> list[str]:
    return list(organisation.aliases.order_by("sort_name").values_list("name", flat=True))


def people_to_index(ids: Iterable[int]) -> QuerySet[Member]:
    """Members with all that the index is told of them.

    Prefetched, not joined: hundreds of members share a few terms and organisations, which are then
    made once and not once a member.
    """
    members = Member.objects.filter(pk__in=list(ids)).order_by("pk")
    return members.prefetch_related(
        "background",
        "role_type",
        "seniority",
        "sector",
        "nation",
        "organisation__type",
        "organisation__aliases",
        "terms__term",
        "links",
    )


def organisations_to_index(ids: Iterable[int]) -> QuerySet[Organisation]:
    wanted = organisations().filter(pk__in=list(ids))
    return wanted.prefetch_related("aliases").order_by("pk")


def member_ids() -> Iterator[int]:
    return Member.objects.order_by("pk").values_list("pk", flat=True).iterator()


def organisation_ids() -> Iterator[int]:
    return Organisation.objects.order_by("pk").values_list("pk", flat=True).iterator()


def ids_of_members_at(organisations: Sequence[int]) -> Iterator[int]:
    working = Member.objects.filter(organisation__in=organisations).order_by("pk")
    return working.values_list("pk", flat=True).iterator()
