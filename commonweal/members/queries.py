"""Reading members, organisations and the controlled lists."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from commonweal.core.rules import is_evaluator, is_steward, is_team
from commonweal.members.models import Audience, Member, Organisation, SeniorityRule, Term
from commonweal.members.rules import is_current_member


def viewer_audience(user: Any) -> Audience:
    """Where a reader stands: with the members, or with everyone.

    Members, the team, stewards and evaluators read as members do; visitors, guests, partners and
    former members read what is open to everyone.
    """
    inside = (is_current_member, is_team, is_steward, is_evaluator)
    return Audience.MEMBERS if any(rule(user) for rule in inside) else Audience.EVERYONE


def term_labels() -> dict[str, str]:
    """Every term's label in the reader's language, by key, retired ones included."""
    language = get_language() or "en"
    return {term.key: term.label_in(language) for term in Term.objects.all()}


def seniority_rules() -> QuerySet[SeniorityRule]:
    """The published rules in the order they are tried."""
    return SeniorityRule.objects.select_related("seniority").order_by("order")


def people_to_index(ids: Iterable[int]) -> QuerySet[Member]:
    """These members with all that a profile is made of, in five queries for any number."""
    return (
        Member.objects.filter(pk__in=list(ids))
        .select_related(
            "background", "role_type", "seniority", "sector", "nation", "organisation__type"
        )
        .prefetch_related("terms__term", "links", "organisation__aliases")
        .order_by("pk")
    )


def organisations_to_index(ids: Iterable[int]) -> QuerySet[Organisation]:
    return (
        Organisation.objects.filter(pk__in=list(ids))
        .select_related("type", "nation", "parent")
        .prefetch_related("aliases")
        .order_by("pk")
    )


def member_ids() -> Iterator[int]:
    return Member.objects.order_by("pk").values_list("pk", flat=True).iterator()


def organisation_ids() -> Iterator[int]:
    return Organisation.objects.order_by("pk").values_list("pk", flat=True).iterator()


def ids_of_members_at(organisations: Sequence[int]) -> Iterator[int]:
    working = Member.objects.filter(organisation__in=organisations).order_by("pk")
    return working.values_list("pk", flat=True).iterator()
