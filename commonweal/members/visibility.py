"""Who may see which field of a profile. All that shows, finds or counts members asks here."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from commonweal.members.models import Audience, Member

# What a new member's fields are until they say otherwise. The name decides whether they are listed.
DEFAULTS: dict[str, Audience] = {
    "name": Audience.MEMBERS,
    "pronouns": Audience.MEMBERS,
    "role_title": Audience.MEMBERS,
    "background": Audience.MEMBERS,
    "clinical": Audience.MEMBERS,
    "role_type": Audience.MEMBERS,
    "seniority": Audience.NOBODY,
    "sector": Audience.MEMBERS,
    "nation": Audience.MEMBERS,
    "organisation": Audience.MEMBERS,
    "place": Audience.MEMBERS,
    "purpose": Audience.MEMBERS,
    "interests": Audience.MEMBERS,
    "skills": Audience.MEMBERS,
    "offers": Audience.MEMBERS,
    "asks": Audience.MEMBERS,
    "photo": Audience.MEMBERS,
    "links": Audience.MEMBERS,
    "joined_on": Audience.MEMBERS,
}

LABELS: dict[str, str] = {
    "name": "Name",
    "pronouns": "Pronouns",
    "role_title": "Role title",
    "background": "Professional background",
    "clinical": "Whether your main role is clinical",
    "role_type": "Kind of role",
    "seniority": "Seniority, as estimated",
    "sector": "Sector",
    "nation": "Nation",
    "organisation": "Organisation",
    "place": "Place",
    "purpose": "What you want from the community",
    "interests": "Interests",
    "skills": "Skills",
    "offers": "What you offer",
    "asks": "What you ask for",
    "photo": "Photo",
    "links": "Links",
    "joined_on": "When you joined",
}


def audience_of(member: Member, field: str) -> Audience:
    """Who may see this field of this member."""
    return Audience(member.visibility.get(field, DEFAULTS[field]))


def may_see(member: Member, field: str, viewer: Audience) -> bool:
    """Whether a reader standing in `viewer` sees it: EVERYONE for a visitor, else MEMBERS."""
    chosen = audience_of(member, field)
    return chosen == Audience.EVERYONE or (
        chosen == Audience.MEMBERS and viewer == Audience.MEMBERS
    )


def visible_to(viewer: Audience, *fields: str) -> Q:
    """The same rule as a condition on members: all these fields are open to this reader."""
    open_to = [Audience.EVERYONE]
    if viewer == Audience.MEMBERS:
        open_to.append(Audience.MEMBERS)
    condition = Q()
    for field in fields:
        chosen = Q(**{f"visibility__{field}__in": [audience.value for audience in open_to]})
        if DEFAULTS[field] in open_to:
            chosen |= Q(**{f"visibility__{field}__isnull": True})
        condition &= chosen
    return condition


def choices_of(member: Member) -> dict[str, Audience]:
    """Every field with who may see it, defaults filled in."""
    return {field: audience_of(member, field) for field in DEFAULTS}


@dataclass(frozen=True)
class Row:
    """One field of a profile, what the member said there, and who may see it."""

    field: str
    label: str
    said: str
    audience: Audience


def rows(member: Member, said: Mapping[str, str]) -> list[Row]:
    """Every field in the order of the profile. `said` is what `profiles.said` gives."""
    return [
        Row(field, LABELS[field], said.get(field, ""), audience)
        for field, audience in choices_of(member).items()
    ]


def hidden_labels(member: Member) -> list[str]:
    """The names of the fields this member keeps to themselves and the team."""
    chosen = choices_of(member).items()
    return [LABELS[field] for field, audience in chosen if audience == Audience.NOBODY]
