"""The record of processing: what every model declares, in words, part by part."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from commonweal.core.privacy import registry
from commonweal.core.privacy.declaring import Declared, Erasure, Outside
from commonweal.stewardship.queries.parts import PARTS, heading_of, in_words, within

COLUMNS = (
    "part", "whose", "what", "fields", "why", "lawful basis", "special category", "who sees it",
    "how long", "when somebody is erased", "table",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """What one table, or one kind of file, keeps of people."""

    what: str
    fields: tuple[str, ...]
    why: str
    basis: str
    special: str
    seen_by: str
    how_long: tuple[str, ...]
    erased: str
    table: str


@dataclass(frozen=True)
class Part:
    """One part of community life: whose data it keeps, and what."""

    key: str
    title: str
    whose: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Without:
    """Tables that hold nothing of anybody, and why."""

    because: str
    tables: tuple[str, ...]


def record() -> list[Part]:
    """Every part of the community that keeps something of people."""
    found = _entries()
    others = [heading for app in sorted(found) if (heading := heading_of(app)) not in PARTS]
    parts = [
        Part(
            heading.key,
            heading.title,
            heading.whose,
            tuple(entry for app in heading.apps for entry in found.get(app, ())),
        )
        for heading in (*PARTS, *others)
    ]
    return [part for part in parts if part.entries]


def in_short() -> list[Part]:
    """The record for the public page: what is kept for the same reason stands together."""
    return [replace(part, entries=tuple(_joined(part.entries))) for part in record()]


def _joined(entries: Iterable[Entry]) -> Iterator[Entry]:
    found: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        found.setdefault((entry.why, entry.basis), []).append(entry)
    for first, *rest in found.values():
        names = [first.what, *(within(one.what) for one in rest)]
        how_long = dict.fromkeys(words for one in (first, *rest) for words in one.how_long)
        yield replace(first, what=", ".join(names), how_long=tuple(how_long))


def without() -> list[Without]:
    """The tables that hold nothing of anybody, those with the same reason together."""
    found: dict[str, list[str]] = {}
    for model, because in registry.without().items():
        found.setdefault(because, []).append(in_words(model))
    ordered = sorted(found.items(), key=lambda one: sorted(one[1]))
    return [Without(because, tuple(sorted(tables))) for because, tables in ordered]


def rows() -> Iterator[tuple[str, ...]]:
    """The record as rows of a table, under COLUMNS."""
    for part in record():
        for entry in part.entries:
            yield (
                part.title, part.whose, entry.what, "; ".join(entry.fields), entry.why,
                entry.basis, entry.special, entry.seen_by, " ".join(entry.how_long),
                entry.erased, entry.table,
            )  # fmt: skip


def _entries() -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for declared in registry.declarations():
        found.setdefault(declared.model._meta.app_label, []).append(_entry(declared))
    for what in registry.outside():
        found.setdefault(what.app, []).append(_outside_entry(what))
    return found


def _entry(declared: Declared) -> Entry:
    rules = dict.fromkeys(rule.why for rule in declared.keep)
    return Entry(
        what=in_words(declared.model),
        fields=tuple(map(within, declared.holds.values())),
        why=_sentence(declared.purpose),
        basis=_sentence(declared.basis.value),
        special=_sentence(declared.special) if declared.special else "",
        seen_by=_sentence(declared.seen_by),
        how_long=tuple(map(_sentence, filter(None, [*rules, declared.forever]))),
        erased=_erased(declared),
        table=declared.model._meta.label,
    )


def _outside_entry(what: Outside) -> Entry:
    basis = _sentence(what.basis.value)
    return Entry(
        what.title, (what.holds,), what.purpose, basis, "", what.seen_by, (what.how_long,),
        what.erased, "",
    )  # fmt: skip


def _erased(declared: Declared) -> str:
    said = _sentence(declared.erasure.value)
    if declared.erasure == Erasure.BLANK and declared.stays:
        left = ", ".join(within(declared.holds[name]) for name in declared.stays)
        return f"{said} What stays: {left}."
    return said


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."
