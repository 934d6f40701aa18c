"""What one row says of a person, turned into what is kept of a member."""

import datetime
from collections.abc import Mapping as AnyMapping
from functools import cache
from typing import Any

from commonweal.core.tables.values import BadCell, Field, Kind
from commonweal.core.text import fold
from commonweal.members import seniority
from commonweal.members.imports.terms import Terms
from commonweal.members.models import Member, MemberTerm, SeniorityRule, Vocabulary

FIELDS = (
    Field(
        "external_id",
        "Their id in the system the file came from",
        length=100,
        known_as=("id", "contact id", "user id", "member id", "person"),
    ),
    Field("email", "Their e-mail address", Kind.EMAIL, length=254, known_as=("e-mail address",)),
    Field("name", "Their whole name", known_as=("full name", "display name", "displayname")),
    Field("first_name", "Their first name", length=100, known_as=("given name", "forename")),
    Field("last_name", "Their last name", length=100, known_as=("family name", "surname")),
    Field(
        "joined_on",
        "The day they joined",
        Kind.DATE,
        required=True,
        known_as=("joined", "join date", "date joined", "member since", "created date"),
    ),
    Field("left_on", "The day they left", Kind.DATE, known_as=("left", "leaving date")),
    Field("left_reason", "Why they left", known_as=("reason for leaving",)),
    Field("pronouns", "Their pronouns", length=40),
    Field("role_title", "Their job title", known_as=("title", "job title", "role")),
    Field("background", "Their professional background", known_as=("profession",)),
    Field("clinical", "Whether their main role is clinical", Kind.YES_NO),
    Field("role_type", "What kind of role"),
    Field("seniority", "Their seniority; estimated from the job title when not given"),
    Field("sector", "Health, social care, both or neither"),
    Field("nation", "The nation they are in", known_as=("country", "mailing country")),
    Field("organisation_code", "The code of where they work", length=40, known_as=("org code",)),
    Field("organisation_id", "The id of where they work, in that system", length=100),
    Field(
        "organisation",
        "The name of where they work",
        length=250,
        known_as=("organization", "employer", "account name", "company"),
    ),
    Field("place", "Their town or area", length=120, known_as=("city", "town", "location")),
    Field("purpose", "What they want from the community", length=5000),
    Field("interests", "Their interests", Kind.WORDS),
    Field("skills", "Their skills", Kind.WORDS),
    Field("offers", "Skills they offer to share", Kind.WORDS),
    Field("asks", "Skills they ask for help with", Kind.WORDS),
)
TEXTS = ("pronouns", "role_title", "clinical", "place", "purpose", "joined_on", "left_on")
TERMS = {
    "background": Vocabulary.BACKGROUND,
    "role_type": Vocabulary.ROLE_TYPE,
    "sector": Vocabulary.SECTOR,
    "nation": Vocabulary.NATION,
    "left_reason": Vocabulary.LEFT_REASON,
}
LISTS = {
    "interests": (MemberTerm.Kind.INTEREST, Vocabulary.INTEREST),
    "skills": (MemberTerm.Kind.SKILL, Vocabulary.SKILL),
    "offers": (MemberTerm.Kind.OFFER, Vocabulary.SKILL),
    "asks": (MemberTerm.Kind.ASK, Vocabulary.SKILL),
}


class People:
    """Reads rows about people by the controlled lists and the rules of seniority."""

    def __init__(self) -> None:
        self.terms = Terms()
        rules = list(SeniorityRule.objects.order_by("order"))

        @cache
        def estimate(title: str) -> SeniorityRule | None:
            return seniority.estimate(title, rules)

        self._estimate = estimate

    def wanted(self, row: AnyMapping[str, Any], member: Member) -> dict[str, Any]:
        """The attributes a row asks for. Raises `BadCell` when they cannot be true together."""
        wanted = {name: row[name] for name in TEXTS if name in row}
        for name, vocabulary in TERMS.items():
            if name in row:
                wanted[f"{name}_id"] = self.terms.key(vocabulary, name, row[name])
        wanted |= {"name": _name(row), "sort_name": fold(_name(row))}
        _check_leaving(wanted, member)
        return wanted

    def seniority(self, row: AnyMapping[str, Any], member: Member) -> dict[str, Any]:
        """Seniority as the row says it, or as the rules estimate it from the member's title.

        Empty when the team has corrected it; and what a file gave once is not estimated over.
        """
        if member.seniority_corrected_by_id:
            return {}
        if given := row.get("seniority"):
            key = self.terms.key(Vocabulary.SENIORITY, "seniority", given)
            same = key == member.seniority_id
            return {} if same else {"seniority_id": key, "seniority_rule_id": None}
        if not member.role_title or seniority.is_corrected(member):
            return {}
        rule = self._estimate(member.role_title)
        if rule is None:
            return {"seniority_id": seniority.NOT_CLEAR, "seniority_rule_id": None}
        return {"seniority_id": rule.seniority_id, "seniority_rule_id": rule.pk}

    def listed(self, row: AnyMapping[str, Any]) -> set[tuple[MemberTerm.Kind, str]]:
        """The interests, skills, offers and asks of a row: kind and term."""
        return {
            (kind, self.terms.key(vocabulary, name, word))
            for name, (kind, vocabulary) in LISTS.items()
            for word in row.get(name, ())
        }


def _name(row: AnyMapping[str, Any]) -> str:
    parts = (row.get("first_name", ""), row.get("last_name", ""))
    return row.get("name", "") or " ".join(filter(None, parts))


def _check_leaving(wanted: AnyMapping[str, Any], member: Member) -> None:
    joined: datetime.date = wanted.get("joined_on", member.joined_on)
    left: datetime.date | None = wanted.get("left_on", member.left_on)
    reason = wanted.get("left_reason_id", member.left_reason_id)
    if left and left < joined:
        raise BadCell(
            "left_on", f"They left on {left.isoformat()}, before joining on {joined.isoformat()}."
        )
    if left and not reason:
        raise BadCell("left_reason", "They left, so it must say why.")
    if reason and not left:
        raise BadCell("left_on", "There is a reason for leaving, so it must say when.")
