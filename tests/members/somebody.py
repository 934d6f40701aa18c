"""Somebody who has said everything there is to say, each thing in words found nowhere else."""

import datetime
import io

from django.core.files.base import ContentFile
from PIL import Image

from commonweal.members.models import Member, MemberLink, MemberTerm, OrganisationAlias
from tests.factories import EVERYONE, MemberFactory, OrganisationFactory

TODAY = datetime.date(2023, 5, 4)

# Field: the words by which a page or an index entry would give it away.
WORDS = {
    "pronouns": ["canarypronoun"],
    "role_title": ["canaryrole"],
    "background": ["Midwife"],
    "clinical": ["Main role"],
    "role_type": ["Digital and informatics"],
    "seniority": ["Early career"],
    "sector": ["Social care"],
    "nation": ["Ireland"],
    "organisation": ["Canaryworks"],
    "place": ["canaryplace"],
    "purpose": ["canarypurpose"],
    "interests": ["Maternity and newborn"],
    "skills": ["Modelling and simulation"],
    "offers": ["Writing funding bids", "canaryoffer"],
    "asks": ["Storytelling and film", "canaryask"],
    "photo": ["/photo/"],
    "links": ["canarylink"],
    "joined_on": ["15 January 2020"],
}
# Field: the facets by which it could be found, counted and sorted.
FACETS = {
    "background": ["background:midwife"],
    "role_type": ["roletype:digital"],
    "sector": ["sector:social-care"],
    "nation": ["nation:ireland"],
    "organisation": ["orgtype:ambulance"],
    "interests": ["interest:maternity"],
    "skills": ["skill:simulation"],
    "offers": ["offer:skill:bids"],
    "asks": ["ask:skill:storytelling"],
}
NOT_INDEXED = {"pronouns", "clinical", "seniority", "links", "joined_on"}


def jpeg(side: int = 8, **options) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (side, side), "teal").save(drawn, "JPEG", **options)
    return drawn.getvalue()


def somebody(**visibility: str) -> Member:
    """Everything open to everyone but the fields given."""
    organisation = OrganisationFactory(name="Canaryworks", type_id="orgtype:ambulance")
    OrganisationAlias.objects.create(
        organisation=organisation, name="Canaryworks too", sort_name="canaryworks too"
    )
    member = MemberFactory(
        name="Somebody Somewhere",
        pronouns="canarypronoun",
        role_title="canaryrole",
        background_id="background:midwife",
        clinical=True,
        role_type_id="roletype:digital",
        seniority_id="seniority:early",
        sector_id="sector:social-care",
        nation_id="nation:ireland",
        organisation=organisation,
        place="canaryplace",
        purpose="canarypurpose",
        offer_note="canaryoffer",
        ask_note="canaryask",
        visibility=EVERYONE | visibility,
    )
    kinds = {"INTEREST": "interest:maternity", "SKILL": "skill:simulation", "OFFER": "skill:bids"}
    for kind, term in {**kinds, "ASK": "skill:storytelling"}.items():
        MemberTerm.objects.create(member=member, kind=kind, term_id=term)
    MemberLink.objects.create(member=member, label="canarylink", url="https://example.org/")
    member.photo.save(f"{member.ref}-1a2b.jpg", ContentFile(jpeg()))
    return member
