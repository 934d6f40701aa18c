"""A member reduced to what one reader may see. Pages and the search index read nothing else."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.utils.formats import date_format

from commonweal.members.models import Audience, Member, MemberLink, MemberTerm, Organisation, Term
from commonweal.members.seniority import is_corrected
from commonweal.members.visibility import may_see


@dataclass(frozen=True)
class Profile:
    """What a reader sees of somebody. What is hidden from them is empty here, as if never said.

    `seniority_corrected` says that a person, not a rule, decided it.
    `photo` names the version of their photo, so that its address changes when the photo does.
    """

    ref: str
    name: str
    joined_on: datetime.date | None
    pronouns: str
    role_title: str
    background: Term | None
    clinical: bool | None
    role_type: Term | None
    seniority: Term | None
    seniority_corrected: bool
    sector: Term | None
    nation: Term | None
    organisation: Organisation | None
    place: str
    purpose: str
    interests: tuple[Term, ...]
    skills: tuple[Term, ...]
    offers: tuple[Term, ...]
    offer_note: str
    asks: tuple[Term, ...]
    ask_note: str
    photo: str
    links: tuple[MemberLink, ...]


# The choice of who may see it -> what it governs, and how that is read from a member.
TEXTS = ("pronouns", "role_title", "place", "purpose")
TERMS = ("background", "role_type", "seniority", "sector", "nation")
LISTS = {
    "interests": MemberTerm.Kind.INTEREST,
    "skills": MemberTerm.Kind.SKILL,
    "offers": MemberTerm.Kind.OFFER,
    "asks": MemberTerm.Kind.ASK,
}


def seen_by(member: Member, viewer: Audience, *, on: datetime.date) -> Profile | None:
    """The profile as a reader standing in `viewer` sees it on this day.

    None when there is nobody to see: the name is hidden from them, or the member is not a current
    one. The member's `terms`, their terms, `links` and `organisation` should be fetched beforehand.
    """
    if not member.is_current(on) or not may_see(member, "name", viewer):
        return None
    return _profile(member, {field for field in FIELDS if may_see(member, field, viewer)})


def seen_by_members(member: Member, *, on: datetime.date) -> Profile | None:
    return seen_by(member, Audience.MEMBERS, on=on)


def seen_by_everyone(member: Member, *, on: datetime.date) -> Profile | None:
    return seen_by(member, Audience.EVERYONE, on=on)


def whole(member: Member) -> Profile:
    """Everything, for the member and for the team."""
    return _profile(member, set(FIELDS))


# How a profile is read by each of those who may look at it, for the member to try.
READERS: dict[str, Callable[..., Profile | None]] = {
    "members": seen_by_members,
    "everyone": seen_by_everyone,
    "team": lambda member, on: whole(member),
}


def said(member: Member) -> dict[str, str]:
    """What a member said in each field, in a few words; fields left empty are not in it."""
    profile = whole(member)
    words = {field: str(getattr(profile, field) or "") for field in ("name", *TEXTS, *TERMS)}
    words["organisation"] = str(profile.organisation or "")
    words["clinical"] = {True: "Yes", False: "No", None: ""}[profile.clinical]
    words["photo"] = "You have one" if profile.photo else ""
    for field in LISTS:
        words[field] = ", ".join(str(term) for term in getattr(profile, field))
    words["links"] = ", ".join(link.label for link in profile.links)
    words["joined_on"] = date_format(member.joined_on, "j F Y")
    return {field: text for field, text in words.items() if text}


def _profile(member: Member, shown: set[str]) -> Profile:
    values: dict[str, Any] = {}
    for field in TEXTS:
        values[field] = getattr(member, field) if field in shown else ""
    for field in (*TERMS, "clinical", "organisation"):
        values[field] = getattr(member, field) if field in shown else None
    for field, kind in LISTS.items():
        values[field] = _terms(member, kind) if field in shown else ()
    return Profile(
        ref=member.ref,
        name=member.name,
        joined_on=member.joined_on if "joined_on" in shown else None,
        seniority_corrected="seniority" in shown and is_corrected(member),
        offer_note=member.offer_note if "offers" in shown else "",
        ask_note=member.ask_note if "asks" in shown else "",
        photo=_version(member) if "photo" in shown else "",
        links=tuple(member.links.all()) if "links" in shown else (),
        **values,
    )


def _version(member: Member) -> str:
    return PurePath(member.photo.name or "").stem.rpartition("-")[2]


def _terms(member: Member, kind: MemberTerm.Kind) -> tuple[Term, ...]:
    said = [row.term for row in member.terms.all() if row.kind == kind]
    return tuple(sorted(said, key=lambda term: (term.vocabulary, term.order)))


FIELDS = (*TEXTS, *TERMS, "clinical", "organisation", *LISTS, "photo", "links", "joined_on")
