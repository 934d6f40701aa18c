"""Taking people from a file: an account to sign in with, and a member."""

import datetime
import secrets
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from commonweal.core.errors import Refused
from commonweal.core.models import User
from commonweal.core.tables.importing import Item, Plan
from commonweal.core.tables.mapping import Mapping
from commonweal.core.tables.values import BadCell
from commonweal.core.text import fold
from commonweal.members import indexing
from commonweal.members.imports import by_hand
from commonweal.members.imports.person import FIELDS, People
from commonweal.members.imports.places import Places
from commonweal.members.models import Member, MemberTerm, Organisation

UNKNOWN_PLACES = ("refuse", "add", "leave")
PLACE_FIELDS = ("organisation_code", "organisation_id", "organisation")
WRITTEN = (
    "user", "external_id", "name", "sort_name", "pronouns", "role_title", "background", "clinical",
    "role_type", "seniority", "seniority_rule", "sector", "nation", "organisation", "place",
    "purpose", "joined_on", "left_on", "left_reason",
)  # fmt: skip


@dataclass
class Change:
    """One member as a row leaves them, and what of it is new."""

    member: Member
    account: User | None = None
    new_place: str = ""
    terms: set[tuple[str, str]] = field(default_factory=set)
    differs: bool = False

    def set(self, name: str, value: Any) -> None:
        if getattr(self.member, name) != value:
            setattr(self.member, name, value)
            self.differs = True


class Known:
    """Everything here that a batch of rows could be about, read at once."""

    def __init__(self, rows: Sequence[AnyMapping[str, Any]], source: str) -> None:
        ids = [external(source, row.get("external_id", "")) for row in rows]
        emails = [row["email"] for row in rows if "email" in row]
        self.accounts = {user.email: user for user in User.objects.filter(email__in=emails)}
        found = {m.pk: m for m in Member.objects.filter(external_id__in=filter(None, ids))}
        owners = [user.pk for user in self.accounts.values()]
        found |= {m.pk: m for m in Member.objects.filter(user__in=owners)}
        self.by_external = {m.external_id: m for m in found.values() if m.external_id}
        self.by_account = {m.user_id: m for m in found.values() if m.user_id}
        self.by_hand = by_hand.attributes_changed(found)
        self.terms: dict[int, set[tuple[str, str]]] = {}
        for pk, kind, term in MemberTerm.objects.filter(member__in=found).values_list(
            "member_id", "kind", "term_id"
        ):
            self.terms.setdefault(pk, set()).add((kind, term))
        self.places = Places(
            codes=[row.get("organisation_code", "") for row in rows],
            external_ids=[external(source, row.get("organisation_id", "")) for row in rows],
            names=[row.get("organisation", "") for row in rows],
        )


class PeopleImporter:
    """Matches by external id, then by e-mail address. What people changed themselves stays."""

    kind = "people"
    fields = FIELDS
    one_of = (("external_id", "email"), ("name", "last_name", "first_name"))

    def __init__(self, mapping: Mapping, *, today: datetime.date) -> None:
        self.source = mapping.source
        self.unknown_place = mapping.options.get("unknown_organisation", "refuse")
        if self.unknown_place not in UNKNOWN_PLACES:
            raise Refused(
                f"In the mapping, unknown_organisation must be one of: {', '.join(UNKNOWN_PLACES)}."
            )
        self.people = People()

    def identities(self, values: AnyMapping[str, Any]) -> dict[str, str]:
        given = [name for name in ("external_id", "email") if name in values]
        return {f"{name}:{values[name]}": name for name in given}

    def plan(self, items: Sequence[Item]) -> Plan:
        plan = Plan()
        known = Known([item.values for item in items], self.source)
        changes = []
        for item in items:
            try:
                change = self._change(item.values, known, plan)
            except BadCell as fault:
                plan.faults.append((item, fault))
                continue
            changes.append(change)
            if not change.member.pk:
                plan.added += 1
            elif change.differs:
                plan.changed += 1
            else:
                plan.unchanged += 1
        plan.write = lambda: _write(changes)
        return plan

    def finish(self) -> dict[str, int]:
        """Nothing is left over between batches."""
        return {}

    def _change(self, row: AnyMapping[str, Any], known: Known, plan: Plan) -> Change:
        member = self._match(row, known)
        theirs = known.by_hand.get(member.pk, set())
        change = Change(member)
        for name, value in self.people.wanted(row, member).items():
            if name not in theirs:
                change.set(name, value)
        if "organisation_id" not in theirs:
            self._set_place(change, row, known.places, plan)
        if "role_title" not in theirs:
            for name, value in self.people.seniority(row, member).items():
                change.set(name, value)
        self._set_account(change, row, known, plan)
        said = {
            (kind.value, term) for kind, term in self.people.listed(row) if kind.label not in theirs
        }
        change.terms = said - known.terms.get(member.pk, set())
        change.differs = change.differs or bool(change.terms)
        return change

    def _match(self, row: AnyMapping[str, Any], known: Known) -> Member:
        """The member a row is about, or a new one. Raises `BadCell` when it points at two."""
        external_id = external(self.source, row.get("external_id", ""))
        account = known.accounts.get(row.get("email", ""))
        by_account = known.by_account.get(account.pk) if account else None
        member = known.by_external.get(external_id)
        if member and by_account and member.pk != by_account.pk:
            raise BadCell("email", "Somebody else here has this e-mail address.")
        member = member or by_account
        if member is None:
            return Member(external_id=external_id or None, joined_on=row["joined_on"])
        return member

    def _set_account(
        self, change: Change, row: AnyMapping[str, Any], known: Known, plan: Plan
    ) -> None:
        member = change.member
        external_id = external(self.source, row.get("external_id", ""))
        if external_id and not member.external_id:
            change.set("external_id", external_id)
        if "email" not in row:
            return
        account = known.accounts.get(row["email"])
        if member.user_id is None:
            change.account = account or _account(row["email"], member.name)
            change.differs = True
        elif account is None:
            plan.note("E-mail addresses that differ, left: people change their own")

    def _set_place(
        self, change: Change, row: AnyMapping[str, Any], places: Places, plan: Plan
    ) -> None:
        if not any(name in row for name in PLACE_FIELDS):
            return
        place = self._place(row, places)
        if place is not None:
            change.set("organisation_id", place.pk)
        elif "organisation" in row and self.unknown_place == "add":
            plan.note("People whose organisation is new and is added by name")
            change.new_place = row["organisation"]
            change.differs = True
        elif self.unknown_place == "leave":
            plan.note("People whose organisation is not known here, left empty")
        else:
            name = next(name for name in PLACE_FIELDS if name in row)
            raise BadCell(name, f"There is no organisation “{row[name]}” here.")

    def _place(self, row: AnyMapping[str, Any], places: Places) -> Organisation | None:
        code, text = row.get("organisation_code", ""), row.get("organisation", "")
        found = places.coded(code) if code else None
        found = found or places.from_source(external(self.source, row.get("organisation_id", "")))
        return found or (next(iter(places.named(text)), None) if text else None)


def _account(email: str, name: str) -> User:
    """An account that has no password and cannot be given the empty one."""
    unusable = UNUSABLE_PASSWORD_PREFIX + secrets.token_urlsafe(30)
    return User(email=email, name=name, password=unusable)


def external(source: str, text: str) -> str:
    """An id as it is kept: with the name of the system it comes from before it."""
    return f"{source}:{text}" if source and text else text


def _write(changes: Sequence[Change]) -> None:
    changes = [change for change in changes if change.differs or not change.member.pk]
    _write_accounts([change for change in changes if change.account])
    _write_places([change for change in changes if change.new_place])
    new = [change.member for change in changes if not change.member.pk]
    old = [change.member for change in changes if change.member.pk]
    Member.objects.bulk_create(new, batch_size=500)
    Member.objects.bulk_update(old, WRITTEN, batch_size=100)
    MemberTerm.objects.bulk_create(
        [
            MemberTerm(member=change.member, kind=kind, term_id=term)
            for change in changes
            for kind, term in sorted(change.terms)
        ],
        ignore_conflicts=True,
    )
    indexing.index_members(change.member.pk for change in changes)


def _write_accounts(changes: Sequence[Change]) -> None:
    """Accounts nobody has a password for. Signing in by code proves the address."""
    new = [change.account for change in changes if change.account and not change.account.pk]
    User.objects.bulk_create(new)
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=user, email=user.email, primary=True, verified=False) for user in new]
    )
    for change in changes:
        change.member.user = change.account


def _write_places(changes: Sequence[Change]) -> None:
    new: dict[str, Organisation] = {}
    for change in changes:
        folded = fold(change.new_place)
        new.setdefault(folded, Organisation(name=change.new_place, sort_name=folded))
    Organisation.objects.bulk_create(new.values())
    for change in changes:
        change.member.organisation = new[fold(change.new_place)]
    indexing.index_organisations(place.pk for place in new.values())
