"""Reading what is kept about one person, as their archive shows it."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.apps import apps
from django.db.models import Field, FileField, ForeignKey, Model, Q
from django.utils import timezone

from commonweal.core import text
from commonweal.core.jinja import day, moment
from commonweal.core.letters.redacting import redacted
from commonweal.core.models import AuditEntry, User
from commonweal.core.privacy import holding, registry
from commonweal.core.privacy.declaring import Declared
from commonweal.core.privacy.people import Person

# Whoever has one of these could act as the person, so a copy says only that there is one.
SECRET = {
    "digest", "password", "pseudonym", "sealed", "secret", "session_data", "session_key", "token",
    "token_secret",
}  # fmt: skip
SECRETS = {"account.EmailConfirmation.key", "mfa.Authenticator.data"}
# What these hold may name whoever the person did something to.
OTHERS = {
    "admin.LogEntry.change_message", "admin.LogEntry.object_repr", "core.FileJob.message",
    "core.FileJob.outcome",
}  # fmt: skip
# Words that may hold a link with which one needs no sign-in.
LETTERS = {"core.Letter.body", "core.SentMail.body"}
ABOUT_OTHERS = "Kept, but not given out: it is about somebody else, or may be."
WITHHELD = "Kept, but not given out: it would let whoever reads this copy act as you."
# What serves the others, and tells little that does not stand before it in a copy.
LAST = ("core", "search")
YOU, SOMEBODY_ELSE = "you", "somebody else"
BATCH = 500

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Item:
    """One field of one row: its name, what it is in words, its value, and the value in words."""

    name: str
    label: str
    value: Any
    words: str


@dataclass(frozen=True)
class StoredFile:
    """A file that belongs to a row: where it goes in the archive, and how to read it."""

    address: str
    field: "FileField"
    name: str


@dataclass(frozen=True)
class Part:
    """All that one table holds about the person."""

    declared: Declared
    rows: tuple[tuple[Item, ...], ...]
    files: tuple[StoredFile, ...]


def parts(person: Person, *, progress: Progress | None = None) -> list[Part]:
    """What every declared table holds about the person, tables without a row included.

    What they have not been told yet is left out.

    `progress` is told the title of each part, how many are done and how many there are.
    """
    declared = sorted(registry.declarations(), key=lambda one: _place(one.model))
    own = {one.model: holding.told(one.model, person, own_rows(one, person)) for one in declared}
    own[AuditEntry] = holding.told(AuditEntry, person, _audited(own))
    found = []
    for number, one in enumerate(declared):
        if progress is not None:
            progress(one.title, number, len(declared))
        found.append(_part(one, person, own))
    return found


def _place(model: type[Model]) -> tuple[bool, int, int]:
    """Where a table stands in a copy: the community first, then accounts, packages at the end."""
    labels = [config.label for config in apps.get_app_configs()]
    config = apps.get_app_config(model._meta.app_label)
    ours = config.name.startswith("commonweal.")
    below = config.label in LAST
    models = list(config.get_models())
    return (not ours, len(labels) if below else labels.index(config.label), models.index(model))


Own = dict[type[Model], dict[Any, Any]]


def own_rows(declared: Declared, person: Person) -> dict[Any, Any]:
    """The rows of one table that are the person's, by primary key and in its order."""
    found = {row.pk: row for row in declared.of(person)}
    return dict(sorted(found.items()))


def _audited(own: Own) -> dict[Any, Any]:
    """What the person did, and what was done to any of their rows."""
    found = dict(own.get(AuditEntry, {}))
    targets = [
        f"{model._meta.label}:{pk}"
        for model, rows in own.items()
        if model is not AuditEntry
        for pk in rows
    ]
    for batch in _batches(targets):
        found |= {row.pk: row for row in AuditEntry.objects.filter(Q(target__in=batch))}
    return dict(sorted(found.items()))


def _batches(targets: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(targets)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _part(declared: Declared, person: Person, own: Own) -> Part:
    mine = own[declared.model].values()
    files = tuple(file for row in mine for file in _files(row))
    if declared.export is not None:
        rows = tuple(_given(declared, row) for row in declared.export(person))
    else:
        rows = tuple(_plain(declared, row, person, own) for row in mine)
    return Part(declared, rows, files)


def _given(declared: Declared, row: dict[str, Any]) -> tuple[Item, ...]:
    """A row as the app that keeps it gives it."""
    return tuple(
        Item(name, declared.holds.get(name) or _spelt(name), value, told(value))
        for name, value in row.items()
    )


def _plain(declared: Declared, row: Any, person: Person, own: Own) -> tuple[Item, ...]:
    return tuple(
        _item(row, field, declared.holds[field.name], person, own)
        for field in declared.model._meta.concrete_fields
        if field.name in declared.holds
    )


# The codes of the audit log, as people read them.
SPELT: dict[str, Callable[[Any], str]] = {
    "core.AuditEntry.action": text.deed,
    "core.AuditEntry.target": text.thing,
    "core.AuditEntry.detail": text.told,
}


def _item(row: Any, field: "Field[Any, Any]", label: str, person: Person, own: Own) -> Item:
    value = getattr(row, field.attname)
    if reason := withheld(row, field, own):
        value = reason if value else None
    elif f"{field.model._meta.label}.{field.name}" in LETTERS:
        value = redacted(value)
    elif isinstance(field, ForeignKey):
        value = _relation(row, field, value, person, own)
    elif isinstance(field, FileField):
        value = _address(row, field) if value else ""
    return Item(field.name, label, value, _words(row, field, value))


def _words(row: Any, field: "Field[Any, Any]", value: Any) -> str:
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    spelt = SPELT.get(f"{field.model._meta.label}.{field.name}", told)
    return spelt(value) if value else told(value)


def withheld(row: Any, field: "Field[Any, Any]", own: Own) -> str:
    """Why a value must not be given to the person whose row it is, or nothing."""
    label = f"{field.model._meta.label}.{field.name}"
    if field.name in SECRET or label in SECRETS:
        return WITHHELD
    words = _is_words(field) and not field.choices
    return ABOUT_OTHERS if label in OTHERS or (words and _hangs_on_others(row, own)) else ""


def _hangs_on_others(row: Any, own: Own) -> bool:
    """Whether a row belongs to somebody else's, as what a reader noted about an application."""
    above = [
        (field.remote_field.model, getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if isinstance(field, ForeignKey) and not field.null and _tells_of(field.remote_field.model)
    ]
    mine = [own[model][pk] for model, pk in above if pk in own[model]]
    return bool(above) and all(_hangs_on_others(parent, own) for parent in mine)


def _tells_of(model: type[Model]) -> bool:
    """Whether rows of this model are about people, and not merely made by somebody."""
    declared = registry.declared(model)
    if declared is None or model is User:
        return False
    fields = {field.name: field for field in model._meta.concrete_fields}
    return any(_is_words(fields[name]) for name in declared.holds if name in fields)


def _is_words(field: "Field[Any, Any]") -> bool:
    return field.get_internal_type() in {"CharField", "EmailField", "JSONField", "TextField"}


def _relation(
    row: Any, field: "ForeignKey[Any, Any]", value: Any, person: Person, own: Own
) -> str | None:
    """What a row points to. Other people stay unnamed, whoever they are."""
    if value is None:
        return None
    model = field.remote_field.model
    mine = value in own.get(model, {})
    if model is User:
        return YOU if person.user is not None and value == person.user.pk else SOMEBODY_ELSE
    if value == person.member and _is_person(model):
        return YOU
    if model in own and (mine or _tells_of(model)):
        kind = str(model._meta.verbose_name)
        return f"your {kind} {value}" if mine else f"the {kind} of {SOMEBODY_ELSE}"
    return str(getattr(row, field.name))


def _is_person(model: type[Model]) -> bool:
    """Whether a row of this model is somebody, as an account has one of it."""
    return any(
        field.one_to_one and field.related_model is User for field in model._meta.concrete_fields
    )


def _files(row: Any) -> Iterator[StoredFile]:
    for field in row._meta.concrete_fields:
        if not isinstance(field, FileField):
            continue
        stored = getattr(row, field.name)
        if stored and stored.storage.exists(stored.name):
            yield StoredFile(_address(row, field), field, stored.name)


def _address(row: Any, field: "FileField") -> str:
    name = str(getattr(row, field.name).name)
    return f"files/{row._meta.label_lower}-{row.pk}-{name.rpartition('/')[2]}"


def told(value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime.datetime):
        return moment(value if timezone.is_aware(value) else timezone.make_aware(value))
    if isinstance(value, datetime.date):
        return day(value)
    if isinstance(value, dict):
        return "; ".join(f"{_spelt(str(key))}: {told(one)}" for key, one in value.items())
    if isinstance(value, (list, tuple, set)):
        return ", ".join(told(one) for one in value)
    return "" if value is None else str(value)


def _spelt(name: str) -> str:
    words = name.removesuffix("_id").replace("_", " ")
    return words[:1].upper() + words[1:]
