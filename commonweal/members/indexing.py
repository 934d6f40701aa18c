"""What the search index is told of people and organisations: to each audience what it may see."""

import datetime
from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from commonweal.members import queries
from commonweal.members.models import Audience, Member, Organisation, Term
from commonweal.members.profiles import Profile, seen_by
from commonweal.search import services as search
from commonweal.search.services import Entry

PERSON = "person"
ORGANISATION = "organisation"
READERS = (Audience.EVERYONE, Audience.MEMBERS)
CHUNK = 500
# Facets of organisations: whether people can still say they work there.
OPEN, CLOSED = "state:open", "state:closed"


def entries(member: Member, *, on: datetime.date) -> list[Entry]:
    """One entry for each audience that may see this member on this day; none for former members."""
    return [
        _person_entry(profile, member.sort_name, viewer)
        for viewer in READERS
        if (profile := seen_by(member, viewer, on=on)) is not None
    ]


def index_member(member: Member) -> None:
    """Bring the index up to date with one member. Call it inside the transaction of the change."""
    index_members([member.pk])


def index_members(ids: Iterable[int]) -> None:
    """Bring the index up to date with many members, a few hundred at a time."""
    today = timezone.localdate()
    for chunk in _chunks(ids):
        _index_people(queries.people_to_index(chunk), on=today)


def index_organisations(ids: Iterable[int]) -> None:
    """Bring the index up to date with organisations and with the members who name them."""
    for chunk in _chunks(ids):
        _index_organisations(chunk)
        index_members(queries.ids_of_members_at(chunk))


def reindex_all() -> Iterator[int]:
    """Tell the index everything again, as after a change of the controlled lists.

    Works while it is read from, and gives the number of organisations and people done so far.
    """
    done = 0
    for chunk in _chunks(queries.organisation_ids()):
        _index_organisations(chunk)
        done += len(chunk)
        yield done
    for chunk in _chunks(queries.member_ids()):
        index_members(chunk)
        done += len(chunk)
        yield done


@transaction.atomic
def _index_people(members: Iterable[Member], *, on: datetime.date) -> None:
    shown: list[Entry] = []
    for member in members:
        own = entries(member, on=on)
        shown += own
        if not own:
            search.put(PERSON, member.ref, [])
    search.put_many(shown)


@transaction.atomic
def _index_organisations(ids: list[int]) -> None:
    search.put_many(
        _organisation_entry(organisation, viewer)
        for organisation in queries.organisations_to_index(ids)
        for viewer in READERS
    )


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _person_entry(profile: Profile, sort: str, viewer: Audience) -> Entry:
    workplace = profile.organisation
    single = (profile.background, profile.role_type, profile.sector, profile.nation)
    words = [
        profile.place,
        profile.purpose,
        profile.offer_note,
        profile.ask_note,
        *([alias.name for alias in workplace.aliases.all()] if workplace else []),
        *_labels([term for term in single if term is not None]),
        *_labels(profile.offers, "Offers: "),
        *_labels(profile.asks, "Asks for: "),
        *_labels(profile.interests, "Interested in: "),
        *_labels(profile.skills, "Good at: "),
    ]
    return Entry(
        kind=PERSON,
        ref=profile.ref,
        audience=viewer.value,
        title=profile.name,
        summary=", ".join(filter(None, [profile.role_title, workplace.name if workplace else ""])),
        body="\n".join(filter(None, words)),
        facets=_person_facets(profile),
        url=reverse("members:person", args=[profile.ref]),
        sort=sort,
        image=photo_address(profile),
    )


def photo_address(profile: Profile) -> str:
    if not profile.photo:
        return ""
    return f"{reverse('members:photo', args=[profile.ref])}?{profile.photo}"


def _person_facets(profile: Profile) -> tuple[str, ...]:
    single = (profile.nation, profile.sector, profile.role_type, profile.background)
    facets = [term.key for term in single if term is not None]
    if profile.organisation is not None and profile.organisation.type_id is not None:
        facets.append(profile.organisation.type_id)
    facets += [term.key for term in (*profile.interests, *profile.skills)]
    facets += [f"offer:{term.key}" for term in profile.offers]
    facets += [f"ask:{term.key}" for term in profile.asks]
    return tuple(facets)


def _organisation_entry(organisation: Organisation, viewer: Audience) -> Entry:
    described = [term.label for term in (organisation.type, organisation.nation) if term]
    if organisation.closed_on is not None:
        described.append("closed")
    parent = organisation.parent.name if organisation.parent else ""
    words = [organisation.code, organisation.region, parent]
    words += [alias.name for alias in organisation.aliases.all()]
    keys = (organisation.type_id, organisation.sector_id, organisation.nation_id)
    return Entry(
        kind=ORGANISATION,
        ref=str(organisation.pk),
        audience=viewer.value,
        title=organisation.name,
        summary=", ".join(described),
        body="\n".join(filter(None, words)),
        facets=(*filter(None, keys), CLOSED if organisation.closed_on else OPEN),
        url=reverse("members:organisation", args=[organisation.pk]),
        sort=organisation.sort_name,
    )


def _labels(terms: Iterable[Term], lead: str = "") -> list[str]:
    """A line for each term, after what it is to them. In all its languages, to be found in each."""
    lines = []
    for term in terms:
        others = ", ".join(filter(None, [term.label_cy, term.label_ga]))
        lines.append(f"{lead}{term.label} ({others})" if others else f"{lead}{term.label}")
    return lines
