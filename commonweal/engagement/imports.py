"""Taking participation from a file, into the ledger."""

import datetime
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from typing import Any

from commonweal.core.errors import Refused
from commonweal.core.tables.importing import Item, Plan
from commonweal.core.tables.mapping import Mapping
from commonweal.core.tables.values import BadCell, Field, Kind
from commonweal.core.text import fold
from commonweal.engagement import services
from commonweal.engagement.models import Depth, Mode, Part, Participation
from commonweal.engagement.offers import OFFERS
from commonweal.members.models import Member

FIELDS = (
    Field(
        "person",
        "The person's id in the system the file came from",
        length=100,
        known_as=("contact id", "external id", "user id", "owner user id", "member id", "id"),
    ),
    Field("email", "The person's e-mail address", Kind.EMAIL, length=254),
    Field(
        "offer", "What they took part in, by its code or name", required=True, known_as=("type",)
    ),
    Field(
        "day",
        "The day they took part",
        Kind.DATE,
        required=True,
        known_as=("date", "first responded date", "creation date", "attended on"),
    ),
    Field("part", "Took part, contributed or led", known_as=("role",)),
    Field("depth", "Light, substantive or ongoing, when it is not as usual for the offer"),
    Field("mode", "Online, in person or own time, when it is not as usual for the offer"),
    Field("central", "Whether the team ran it, when it is not as usual", Kind.YES_NO),
    Field(
        "what", "Which one: the name of the event, group or project", known_as=("event", "title")
    ),
    Field("key", "What makes this row different from every other in that system", length=120),
)
BEFORE_JOINING = ("refuse", "take")


def _choices(choices: Any) -> dict[str, str]:
    return {
        fold(text).replace(" ", "_"): value
        for value, label in choices.choices
        for text in (value, label)
    }


PARTS, DEPTHS, MODES = _choices(Part), _choices(Depth), _choices(Mode)
NAMES = {fold(text): offer.code for offer in OFFERS.values() for text in (offer.code, offer.label)}


class ParticipationImporter:
    """Matches people by external id, then by e-mail address. Rows are only ever added."""

    kind = "participation"
    fields = FIELDS
    one_of = (("person", "email"),)

    def __init__(self, mapping: Mapping, *, today: datetime.date) -> None:
        self.source = mapping.source
        self.before_joining = mapping.options.get("before_joining", "refuse")
        if self.before_joining not in BEFORE_JOINING:
            raise Refused(
                f"In the mapping, before_joining must be one of: {', '.join(BEFORE_JOINING)}."
            )

    def identities(self, values: AnyMapping[str, Any]) -> dict[str, str]:
        named = next((name for name in ("key", "person") if name in values), "email")
        return {self._key(values): named}

    def plan(self, items: Sequence[Item]) -> Plan:
        plan = Plan()
        members = self._members([item.values for item in items])
        keys = [self._key(item.values) for item in items]
        known = {row.key: row for row in Participation.objects.filter(key__in=keys)}
        new = []
        for item in items:
            try:
                row = self._row(item.values, members)
                _refuse_difference(row, known.get(row.key))
            except BadCell as fault:
                plan.faults.append((item, fault))
                continue
            if row.key in known:
                plan.unchanged += 1
            else:
                plan.added += 1
                new.append(row)
        plan.write = lambda: services.record_many(new)
        return plan

    def finish(self) -> dict[str, int]:
        """Nothing is left over between batches."""
        return {}

    def _key(self, row: AnyMapping[str, Any]) -> str:
        """What a row stands for: its own key, or else who, what, which and when."""
        if "key" in row:
            return services.short_key(self._external(row["key"]))
        who = row.get("person") or row.get("email", "")
        told = (row["offer"], row["day"].isoformat(), row.get("part", ""), row.get("what", ""))
        return services.short_key(":".join([self.source or "file", who, *told]))

    def _members(self, rows: Sequence[AnyMapping[str, Any]]) -> dict[str, Member]:
        ids = [self._external(row["person"]) for row in rows if "person" in row]
        emails = [row["email"] for row in rows if "email" in row]
        fields = ("external_id", "joined_on", "left_on", "user__email")
        found = {}
        for wanted in ({"external_id__in": ids}, {"user__email__in": emails}):
            for member in Member.objects.filter(**wanted).select_related("user").only(*fields):
                if member.external_id:
                    found[f"id:{member.external_id}"] = member
                if member.user:
                    found[f"mail:{member.user.email}"] = member
        return found

    def _external(self, text: str) -> str:
        return f"{self.source}:{text}" if self.source else text

    def _row(self, row: AnyMapping[str, Any], members: dict[str, Member]) -> Participation:
        member = self._member(row, members)
        offer = NAMES.get(fold(row["offer"]))
        if offer is None:
            known = ", ".join(OFFERS)
            raise BadCell("offer", f"There is no offer “{row['offer']}”. The offers are: {known}.")
        return services.entry(
            member,
            offer,
            day=row["day"],
            key=self._key(row),
            part=_chosen(PARTS, "part", row, Part.TOOK_PART),
            what=row.get("what", ""),
            depth=_chosen(DEPTHS, "depth", row, ""),
            mode=_chosen(MODES, "mode", row, ""),
            central=row.get("central"),
        )

    def _member(self, row: AnyMapping[str, Any], members: dict[str, Member]) -> Member:
        person, email, day = row.get("person", ""), row.get("email", ""), row["day"]
        member = members.get(f"id:{self._external(person)}") or members.get(f"mail:{email}")
        if member is None:
            name = "person" if person else "email"
            raise BadCell(name, f"There is nobody here with the id or address “{person or email}”.")
        if day < member.joined_on and self.before_joining == "refuse":
            raise BadCell("day", f"They joined later, on {member.joined_on.isoformat()}.")
        if member.left_on and day > member.left_on:
            raise BadCell("day", f"They had left by then, on {member.left_on.isoformat()}.")
        return member


def _chosen(known: dict[str, str], name: str, row: AnyMapping[str, Any], usual: str) -> str:
    if name not in row:
        return usual
    found = known.get(fold(row[name]).replace(" ", "_"))
    if found is None:
        choices = ", ".join(sorted(set(known.values())))
        raise BadCell(name, f"“{row[name]}” is not one of: {choices}.")
    return found


def _refuse_difference(row: Participation, known: Participation | None) -> None:
    if known and (known.member_id, known.offer, known.day, known.part) != (
        row.member_id,
        row.offer,
        row.day,
        row.part,
    ):
        raise BadCell("key", "This is in the ledger already, told differently. It stays as it is.")
