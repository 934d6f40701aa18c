"""Taking organisations from a file."""

import datetime
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from commonweal.core.tables.importing import Item, Plan
from commonweal.core.tables.mapping import Mapping
from commonweal.core.tables.values import BadCell, Field, Kind
from commonweal.core.text import fold
from commonweal.members import indexing
from commonweal.members.imports.places import Places
from commonweal.members.imports.terms import Terms
from commonweal.members.models import Organisation, OrganisationAlias, Vocabulary

FIELDS = (
    Field("name", "Its name", required=True, length=250, known_as=("organisation", "title")),
    Field("code", "Its code in a national register", length=40, known_as=("org code", "ods code")),
    Field("external_id", "Its id in the system the file came from", length=100, known_as=("id",)),
    Field("type", "What kind of organisation", known_as=("organisation type", "org type")),
    Field("sector", "Health, social care, both or neither"),
    Field("nation", "The nation it is in", known_as=("country",)),
    Field("region", "The region of that nation", length=120),
    Field("parent", "Code, id or name of the body above it", length=250, known_as=("parent code",)),
    Field("closed_on", "The day it closed", Kind.DATE, known_as=("closed", "close date")),
    Field("aliases", "Other names, with semicolons between them", Kind.WORDS),
)
TERMS = {
    "type": Vocabulary.ORGANISATION_TYPE,
    "sector": Vocabulary.SECTOR,
    "nation": Vocabulary.NATION,
}
PLAIN = ("code", "region", "closed_on", "external_id")


@dataclass
class Change:
    """One organisation as a row leaves it, and what of it is new."""

    place: Organisation
    parent: str = ""
    aliases: list[str] = field(default_factory=list)
    differs: bool = False


class OrganisationImporter:
    """Matches by code, then by external id, then by name or alias."""

    kind = "organisations"
    fields = FIELDS
    one_of: tuple[tuple[str, ...], ...] = ()

    def __init__(self, mapping: Mapping, *, today: datetime.date) -> None:
        self.source = mapping.source
        self.terms = Terms()
        self._waiting: dict[int, str] = {}

    def identities(self, values: AnyMapping[str, Any]) -> dict[str, str]:
        given = [name for name in ("code", "external_id") if name in values]
        known = {f"{name}:{values[name]}": name for name in given}
        return known or {f"name:{fold(values['name'])}": "name"}

    def plan(self, items: Sequence[Item]) -> Plan:
        plan = Plan()
        places = self._places(items)
        changes = []
        for item in items:
            try:
                change = self._change(item.values, places, plan)
            except BadCell as fault:
                plan.faults.append((item, fault))
                continue
            _count(change, plan)
            changes.append(change)
        plan.write = lambda: self._write(changes)
        return plan

    def finish(self) -> dict[str, int]:
        """Set the parents that came later in the file than their children."""
        waiting, self._waiting = self._waiting, {}
        lost = 0
        names = list(waiting.values())
        places = Places(codes=names, external_ids=map(self._external, names), names=names)
        children = Organisation.objects.in_bulk(list(waiting))
        changed = []
        for pk, text in waiting.items():
            parent = self._parent(text, places)
            if parent is None or parent.pk == pk:
                lost += 1
            elif children[pk].parent_id != parent.pk:
                children[pk].parent = parent
                changed.append(children[pk])
        Organisation.objects.bulk_update(changed, ["parent"], batch_size=200)
        indexing.index_organisations(place.pk for place in changed)
        return {"Bodies above that are not known here, left empty": lost} if lost else {}

    def _places(self, items: Sequence[Item]) -> Places:
        rows = [item.values for item in items]
        above = [row.get("parent", "") for row in rows]
        aliases = [name for row in rows for name in row.get("aliases", [])]
        return Places(
            codes=[*(row.get("code", "") for row in rows), *above],
            external_ids=map(
                self._external, [*(row.get("external_id", "") for row in rows), *above]
            ),
            names=[*(row["name"] for row in rows), *above, *aliases],
        )

    def _external(self, text: str) -> str:
        return f"{self.source}:{text}" if self.source and text else text

    def _parent(self, text: str, places: Places) -> Organisation | None:
        found = places.coded(text) or places.from_source(self._external(text))
        return found or next(iter(places.named(text)), None)

    def _match(self, row: AnyMapping[str, Any], places: Places) -> Organisation | None:
        """The organisation a row is about; None when it is new here."""
        code, external_id = row.get("code", ""), self._external(row.get("external_id", ""))
        found = (places.coded(code) if code else None) or places.from_source(external_id)
        if found:
            return found
        namesakes = [
            place
            for place in places.named(row["name"])
            if not (code and place.code) and not (external_id and place.external_id)
        ]
        still_open = [place for place in namesakes if place.closed_on is None]
        if len(still_open or namesakes) > 1:
            raise BadCell("name", "Several organisations have this name. Give its code.")
        return next(iter(still_open or namesakes), None)

    def _change(self, row: AnyMapping[str, Any], places: Places, plan: Plan) -> Change:
        wanted = {name: row[name] for name in PLAIN if name in row}
        for name, vocabulary in TERMS.items():
            if name in row:
                wanted[f"{name}_id"] = self.terms.key(vocabulary, name, row[name])
        if "external_id" in wanted:
            wanted["external_id"] = self._external(wanted["external_id"])
        place = self._match(row, places) or Organisation()
        aliases = list(row.get("aliases", []))
        # Found by another name it goes by: the name it has stays.
        known = {place.sort_name} if place.pk else set()
        if fold(row["name"]) not in known and not _is_alias(row["name"], place, places):
            aliases += [place.name] if place.pk else []
            wanted |= {"name": row["name"], "sort_name": fold(row["name"])}
        if place.pk and place.external_id:
            wanted.pop("external_id", None)
        change = Change(place, aliases=self._new_aliases(aliases, place, places, plan))
        change.differs = bool(change.aliases) or any(
            getattr(place, name) != value for name, value in wanted.items()
        )
        for name, value in wanted.items():
            setattr(place, name, value)
        self._set_parent(change, row.get("parent", ""), places)
        return change

    def _set_parent(self, change: Change, text: str, places: Places) -> None:
        if not text:
            return
        parent = self._parent(text, places)
        if parent is None:
            change.parent = text
        elif parent.pk != change.place.pk and parent.pk != change.place.parent_id:
            change.place.parent = parent
            change.differs = True

    def _new_aliases(
        self, names: list[str], place: Organisation, places: Places, plan: Plan
    ) -> list[str]:
        new = []
        for name in names:
            owner = places.owner_of_alias(name)
            if owner is None:
                new.append(name)
            elif owner != place.pk:
                plan.note("Other names left out, because another organisation has them")
        return new

    def _write(self, changes: Sequence[Change]) -> None:
        new = [change.place for change in changes if not change.place.pk]
        old = [change.place for change in changes if change.place.pk and change.differs]
        Organisation.objects.bulk_create(new, batch_size=500)
        Organisation.objects.bulk_update(
            old,
            [*PLAIN, "name", "sort_name", "type", "sector", "nation", "parent"],
            batch_size=200,
        )
        OrganisationAlias.objects.bulk_create(
            [
                OrganisationAlias(organisation=change.place, name=name, sort_name=fold(name))
                for change in changes
                for name in change.aliases
            ],
            ignore_conflicts=True,
        )
        self._waiting |= {change.place.pk: change.parent for change in changes if change.parent}
        indexing.index_organisations(place.pk for place in (*new, *old))


def _is_alias(name: str, place: Organisation, places: Places) -> bool:
    return place.pk is not None and places.owner_of_alias(name) == place.pk


def _count(change: Change, plan: Plan) -> None:
    if not change.place.pk:
        plan.added += 1
    elif change.differs:
        plan.changed += 1
    else:
        plan.unchanged += 1
