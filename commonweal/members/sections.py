"""The parts of a profile that members fill in, each on a page of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms

from commonweal.members import services, visibility
from commonweal.members.forms import LINKS, About, Exchange, PhotoAndLinks, Visibility, Work
from commonweal.members.models import Member
from commonweal.members.profiles import said, whole


@dataclass(frozen=True)
class Section:
    """One page of the profile: its words, its form, what it shows at first, what saving does."""

    title: str
    hint: str
    form: type[forms.Form]
    initial: Callable[[Member], dict[str, Any]]
    save: Callable[..., None]
    is_done: Callable[[Member], bool]
    template: str = "members/edit_section.jinja"


def undone(member: Member) -> list[str]:
    """The slugs of the parts in which the member has not said the main thing yet."""
    return [slug for slug, part in SECTIONS.items() if not part.is_done(member)]


def _about(member: Member) -> dict[str, Any]:
    return {
        "name": member.name,
        "pronouns": member.pronouns,
        "place": member.place,
        "nation": member.nation_id,
    }


def _work(member: Member) -> dict[str, Any]:
    return {
        "role_title": member.role_title,
        "role_type": member.role_type_id,
        "sector": member.sector_id,
        "background": member.background_id,
        "clinical": {True: "yes", False: "no", None: ""}[member.clinical],
    }


def _exchange(member: Member) -> dict[str, Any]:
    profile = whole(member)
    return {
        "purpose": member.purpose,
        "interests": [term.key for term in profile.interests],
        "skills": [term.key for term in profile.skills],
        "offers": [term.key for term in profile.offers],
        "offer_note": member.offer_note,
        "asks": [term.key for term in profile.asks],
        "ask_note": member.ask_note,
    }


def _photo(member: Member) -> dict[str, Any]:
    initial: dict[str, Any] = {"has_photo": bool(member.photo)}
    for number, link in zip(LINKS, whole(member).links, strict=False):
        initial |= {f"label_{number}": link.label, f"url_{number}": link.url}
    return initial


def _visibility(member: Member) -> dict[str, Any]:
    return {**visibility.choices_of(member), "said": said(member)}


SECTIONS = {
    "about": Section(
        title="About you",
        hint="Your name, your pronouns and where you are",
        form=About,
        initial=_about,
        save=services.update_about,
        is_done=lambda member: member.nation_id is not None,
    ),
    "work": Section(
        title="Your work",
        hint="Your organisation, role, sector and background",
        form=Work,
        initial=_work,
        save=services.update_work,
        is_done=lambda member: bool(member.role_title),
        template="members/edit_work.jinja",
    ),
    "exchange": Section(
        title="What you want and offer",
        hint="What brings you here, your interests, and what you can help with",
        form=Exchange,
        initial=_exchange,
        save=services.update_exchange,
        is_done=lambda member: bool(member.purpose),
    ),
    "photo": Section(
        title="Photo and links",
        hint="A face people will know again, and where to see more of your work",
        form=PhotoAndLinks,
        initial=_photo,
        save=services.update_photo_and_links,
        is_done=lambda member: bool(member.photo),
        template="members/edit_photo.jinja",
    ),
    "visibility": Section(
        title="Who sees what",
        hint="For each thing you said: everyone, members, or only you and the team",
        form=Visibility,
        initial=_visibility,
        save=services.set_visibility,
        is_done=lambda member: bool(member.visibility),
        template="members/edit_visibility.jinja",
    ),
}
