"""What the community keeps about its members, why, and for how long."""

import datetime

from commonweal.core.privacy.declaring import Basis, Erasure, Keep, Rows, nothing_personal, personal
from commonweal.core.privacy.people import Person, of_member
from commonweal.members.erasing import erase_member
from commonweal.members.indexing import PERSON
from commonweal.members.models import (
    Absence,
    Member,
    MemberLink,
    MemberTerm,
    Organisation,
    OrganisationAlias,
    SeniorityRule,
    Term,
)
from commonweal.search.models import Document

YEARS = datetime.timedelta(days=365.25)
NOBODY = "Former member"
SEEN = "Whoever the member chose, field by field: everyone, members, or the team alone."
TWO_YEARS = (
    "It is removed two years after somebody left: until then they may come back and find it."
)


def pages(person: Person) -> Rows:
    """What the index holds of the person, once for each audience."""
    refs = of_member(Member, "pk")(person).values("ref")
    return Document.objects.filter(kind=PERSON, ref__in=refs)


personal(
    Member,
    title="Your membership and profile",
    purpose="To know who belongs, and to let members be found by what they chose to show.",
    basis=Basis.CONTRACT,
    holds={
        "ref": "The random name of their page",
        "user": "Their account",
        "external_id": "Their number in the list they were imported from",
        "name": "Name",
        "sort_name": "Name, as it is sorted",
        "pronouns": "Pronouns",
        "role_title": "Role title",
        "background": "Professional background",
        "clinical": "Whether the role is clinical",
        "role_type": "Type of role",
        "seniority": "Seniority, estimated from the role title or corrected",
        "seniority_rule": "The rule it was estimated by",
        "seniority_corrected_by": "Who corrected it",
        "sector": "Sector",
        "nation": "Nation",
        "organisation": "Organisation",
        "place": "Place",
        "purpose": "What they want from the community",
        "offer_note": "What they offer, in their words",
        "ask_note": "What they ask for, in their words",
        "photo": "Photo",
        "visibility": "Who may see which field",
        "joined_on": "The day they joined",
        "left_on": "The day they left",
        "left_reason": "Why they left",
        "left_by_themselves": "Whether they ended it themselves",
        "paused_on": "Since when they take a break",
        "paused_until": "Until when they take a break",
        "erased_on": "The day they were erased",
        "updated_at": "When it was last changed",
    },
    stays=("sector", "nation", "joined_on", "left_on", "left_reason", "erased_on"),
    of=of_member(Member, "pk"),
    erasure=Erasure.BLANK,
    erase=erase_member,
    seen_by=SEEN,
    keep=[
        Keep(
            2 * YEARS,
            "left_on",
            "What they said of themselves is removed two years after they left: until then they "
            "may come back and find it.",
            fields=("pronouns", "place", "purpose", "offer_note", "ask_note", "photo"),
        ),
        Keep(
            6 * YEARS,
            "left_on",
            "Name, role and workplace are removed six years after they left: by then nobody has "
            "to answer for what was agreed with them.",
            fields=("name", "sort_name", "role_title", "organisation", "external_id"),
            blank={"name": NOBODY, "sort_name": NOBODY.lower()},
        ),
    ],
    forever=(
        "Nation, sector and the days of joining and leaving stay, without a name, so that counts "
        "of past years stay true."
    ),
)  # fmt: skip

personal(
    Absence,
    title="When you were away",
    purpose="To count each time somebody belonged as what it was.",
    basis=Basis.INTERESTS,
    holds={
        "member": "Who was away",
        "left_on": "The day they left",
        "back_on": "The day they came back",
        "left_reason": "Why they left",
        "left_by_themselves": "Whether they left themselves",
    },
    of=of_member(Absence, "member"),
    erasure=Erasure.KEEP,
    seen_by="The team. Figures count it without names.",
    forever="Counts of past years stay true. Without the name it tells of nobody.",
)

personal(
    MemberTerm,
    title="Your interests, skills, offers and asks",
    purpose="To let members find one another by what they know, offer and ask for.",
    basis=Basis.CONTRACT,
    holds={
        "member": "Who said so",
        "kind": "Interest, skill, offer or ask",
        "term": "What it is",
    },
    of=of_member(MemberTerm, "member"),
    erasure=Erasure.DELETE,
    seen_by=SEEN,
    keep=[Keep(2 * YEARS, "member__left_on", TWO_YEARS)],
    forever="It stays while they belong, until they change it.",
)

personal(
    MemberLink,
    title="Your links",
    purpose="To lead to more of a member’s work.",
    basis=Basis.CONTRACT,
    holds={"member": "Whose link it is", "label": "What it is called", "url": "Address"},
    of=of_member(MemberLink, "member"),
    erasure=Erasure.DELETE,
    seen_by=SEEN,
    keep=[Keep(2 * YEARS, "member__left_on", TWO_YEARS)],
    forever="It stays while they belong, until they change it.",
)

personal(
    Document,
    title="How you can be found",
    purpose="To find people, organisations and pages quickly, and show no more than each may see.",
    basis=Basis.CONTRACT,
    holds={
        "title": "Name",
        "summary": "Role and workplace",
        "body": "The rest of what this audience may see",
        "facets": "What the person can be narrowed down by",
        "audience": "Who can find it",
        "url": "Address of the page",
        "image": "Address of the photo",
    },
    plain=("kind", "ref", "sort"),
    of=pages,
    erasure=Erasure.DELETE,
    seen_by="Everyone finds what is for everyone, members what is for members.",
    forever="It is a copy of what a profile shows, and changes and goes with it at once.",
)

nothing_personal(
    Term, SeniorityRule, because="It is a list of words to choose from, or of rules about words."
)
nothing_personal(Organisation, OrganisationAlias, because="It names organisations, not people.")
