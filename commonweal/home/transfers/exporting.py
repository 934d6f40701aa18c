"""What the team can take away as CSV. A file of ours can be imported again as it stands."""

from collections.abc import Callable, Iterator

from commonweal.core import audit
from commonweal.core.models import FileJob, User
from commonweal.core.tables.writing import lines
from commonweal.engagement.models import Participation
from commonweal.engagement.offers import OFFERS
from commonweal.members.models import Member, MemberTerm, Organisation

CHUNK = 1000
Rows = Iterator[tuple[str, ...]]
PEOPLE = (
    "external_id", "email", "name", "joined_on", "left_on", "left_reason", "pronouns",
    "role_title", "background", "clinical", "role_type", "seniority", "sector", "nation",
    "organisation_code", "organisation", "place", "purpose", "interests", "skills", "offers",
    "asks",
)  # fmt: skip
ORGANISATIONS = (
    "name", "code", "external_id", "type", "sector", "nation", "region", "parent", "closed_on",
    "aliases",
)  # fmt: skip
PARTICIPATION = (
    "person", "email", "offer", "day", "part", "depth", "mode", "central", "what", "key",
)  # fmt: skip
OFFER = ("code", "label", "depth", "mode", "central")


def _text(value: object) -> str:
    """A value as a cell: nothing for nothing, yes and no, a day as 2019-03-05."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _code(key: str | None) -> str:
    return (key or "").partition(":")[2]


def people() -> Rows:
    members = (
        Member.objects.select_related("user", "organisation")
        .prefetch_related("terms")
        .order_by("pk")
        .iterator(chunk_size=CHUNK)
    )
    for member in members:
        yield _person(member)


def _person(member: Member) -> tuple[str, ...]:
    listed: dict[str, list[str]] = {}
    for said in sorted(member.terms.all(), key=lambda each: each.term_id):
        listed.setdefault(said.kind, []).append(_code(said.term_id))
    place = member.organisation
    return (
        member.external_id or "",
        member.user.email if member.user else "",
        member.name,
        _text(member.joined_on),
        _text(member.left_on),
        _code(member.left_reason_id),
        member.pronouns,
        member.role_title,
        _code(member.background_id),
        _text(member.clinical),
        _code(member.role_type_id),
        _code(member.seniority_id),
        _code(member.sector_id),
        _code(member.nation_id),
        place.code if place else "",
        place.name if place else "",
        member.place,
        member.purpose,
        *("; ".join(listed.get(kind, ())) for kind in MemberTerm.Kind.values),
    )


def organisations() -> Rows:
    places = (
        Organisation.objects.select_related("parent")
        .prefetch_related("aliases")
        .order_by("pk")
        .iterator(chunk_size=CHUNK)
    )
    for place in places:
        above = place.parent
        yield (
            place.name,
            place.code,
            place.external_id or "",
            _code(place.type_id),
            _code(place.sector_id),
            _code(place.nation_id),
            place.region,
            (above.code or above.external_id or above.name) if above else "",
            _text(place.closed_on),
            "; ".join(sorted(alias.name for alias in place.aliases.all())),
        )


def participation() -> Rows:
    rows = (
        Participation.objects.select_related("member__user")
        .order_by("day", "pk")
        .iterator(chunk_size=CHUNK)
    )
    for row in rows:
        user = row.member.user
        yield (
            row.member.external_id or "",
            user.email if user else "",
            row.offer,
            _text(row.day),
            row.part,
            row.depth,
            row.mode,
            _text(row.central),
            row.what,
            row.key,
        )


def offers() -> Rows:
    for offer in OFFERS.values():
        yield (offer.code, offer.label, offer.depth, offer.mode, _text(offer.central))


KINDS: dict[str, tuple[tuple[str, ...], Callable[[], Rows]]] = {
    "people": (PEOPLE, people),
    "organisations": (ORGANISATIONS, organisations),
    "participation": (PARTICIPATION, participation),
    "offers": (OFFER, offers),
}


def export(kind: str, *, by: User | None) -> Iterator[str]:
    """The lines of one export, made while they are read. That it was made is noted first."""
    job = FileJob.objects.create(
        kind=f"export:{kind}", status=FileJob.Status.DONE, file_name=f"{kind}.csv", by=by
    )
    audit.record(f"export.{kind}", by=by, on=job)
    header, rows = KINDS[kind]
    return lines(header, rows())
