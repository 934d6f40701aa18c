"""Who may see which field of a profile. All that shows, finds or counts members asks here."""

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
