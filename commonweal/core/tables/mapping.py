"""A mapping says how the columns of somebody else's file become the fields of an import.

It is a TOML file; docs/guide/import.md explains every line of it.
"""

import re
import string
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from commonweal.core.errors import Refused
from commonweal.core.tables.values import Field
from commonweal.core.text import fold

KEPT_CAPITALS = frozenset({"NHS", "CCG", "ICB", "UK", "GP", "HSC", "NI", "ICS", "CSU", "PCN"})
SMALL_WORDS = frozenset({"and", "of", "the", "for", "in", "on", "at", "with"})


@dataclass(frozen=True)
class Pattern:
    """The field is `result` where the text it was given matches `when`."""

    when: re.Pattern[str]
    result: str


@dataclass(frozen=True)
class Mapping:
    """How one kind of file is read. Columns are matched without regard to capitals."""

    kind: str
    source: str = ""
    about: str = ""
    delimiter: str = ""
    encoding: str = ""
    repeats: str = "refuse"
    ragged: str = "refuse"
    header: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    title_case: tuple[str, ...] = ()
    columns: AnyMapping[str, tuple[str, ...]] = field(default_factory=dict)
    templates: AnyMapping[str, str] = field(default_factory=dict)
    constants: AnyMapping[str, str] = field(default_factory=dict)
    values: AnyMapping[str, AnyMapping[str, str]] = field(default_factory=dict)
    patterns: AnyMapping[str, tuple[Pattern, ...]] = field(default_factory=dict)
    skip: tuple[tuple[str, frozenset[str]], ...] = ()
    options: AnyMapping[str, str] = field(default_factory=dict)
    shipped: bool = False

    def fitted(
        self, columns: Sequence[str], fields: Sequence[Field]
    ) -> tuple["Mapping", tuple[str, ...]]:
        """This mapping with the names as the file writes them, and notes on what is left out.

        Raises `Refused` when a column is missing that the import cannot do without.
        """
        spelling = {fold(name): name for name in columns if name}
        notes: list[str] = []
        feeds: dict[str, tuple[str, ...]] = {}
        needed = {item.name for item in fields if item.required}
        for name, wanted in self.columns.items():
            found = [spelling[fold(each)] for each in wanted if fold(each) in spelling]
            if found:
                feeds[name] = (found[0],)
            else:
                notes += _missing(name, wanted, columns, required=name in needed)
        templates = {}
        for name, template in self.templates.items():
            lost = [slot for slot in slots(template) if fold(slot) not in spelling]
            if lost:
                notes += _missing(name, lost, columns, required=name in needed)
            else:
                templates[name] = _respelt(template, spelling)
        skip = tuple((spelling.get(fold(name), name), texts) for name, texts in self.skip)
        used = {feed[0] for feed in feeds.values()} | {name for name, _ in skip}
        used |= {slot for template in templates.values() for slot in slots(template)}
        left = [name for name in columns if name and name not in used]
        if left and not self.shipped:  # ours leave columns out on purpose
            notes.append(f"Columns that are not used: {', '.join(left)}.")
        return replace(self, columns=feeds, templates=templates, skip=skip), tuple(notes)

    def passes_over(self, cells: AnyMapping[str, str]) -> bool:
        """Whether this row is one that the mapping leaves out on purpose."""
        return any(fold(cells.get(name, "")) in texts for name, texts in self.skip)

    def apply(self, cells: AnyMapping[str, str]) -> dict[str, str]:
        """The fields of one row, as text, those that are empty left out."""
        taken = dict(self.constants)
        for name, feed in self.columns.items():
            if text := cells[feed[0]].strip():
                taken[name] = text
        for name, template in self.templates.items():
            if any(cells[slot].strip() for slot in slots(template)):
                taken[name] = " ".join(_filled(template, cells).split())
        return self._translated(taken)

    def _translated(self, taken: dict[str, str]) -> dict[str, str]:
        for name, patterns in self.patterns.items():
            text = taken.get(name, "")
            taken[name] = next((each.result for each in patterns if each.when.search(text)), text)
        for name, known in self.values.items():
            text = taken.get(name, "")
            taken[name] = known.get(fold(text), known.get("*", text) if text else "")
        for name in self.title_case:
            taken[name] = titled(taken.get(name, ""))
        return {name: text for name, text in taken.items() if text}

    def origin(self, name: str) -> str:
        """The column, as the file names it, that a field comes from."""
        if name in self.columns:
            return self.columns[name][0]
        used = slots(self.templates.get(name, ""))
        return " + ".join(used) if used else name


def _filled(template: str, cells: AnyMapping[str, str]) -> str:
    # Not str.format: a column may be called “Account.Name”, which format would look inside.
    parts = string.Formatter().parse(template)
    return "".join(text + (cells[slot] if slot else "") for text, slot, _, _ in parts)


def own(kind: str, columns: Sequence[str], fields: Sequence[Field]) -> Mapping:
    """The mapping of our own files, whose columns are named for the fields."""
    names = {fold(name) for name in columns}
    return Mapping(
        kind,
        columns={
            item.name: (item.name,) for item in fields if item.required or fold(item.name) in names
        },
    )


def slots(template: str) -> list[str]:
    """The columns a template takes text from."""
    try:
        return [slot for _, slot, _, _ in string.Formatter().parse(template) if slot]
    except ValueError:
        raise Refused(f"The template “{template}” has a brace without its partner.") from None


def _respelt(template: str, spelling: dict[str, str]) -> str:
    parts = string.Formatter().parse(template)
    return "".join(
        text + (f"{{{spelling[fold(slot)]}}}" if slot else "") for text, slot, _, _ in parts
    )


def _missing(
    name: str, wanted: Sequence[str], columns: Sequence[str], *, required: bool
) -> list[str]:
    named = " or ".join(f"“{each}”" for each in wanted)
    if required:
        has = ", ".join(each for each in columns if each)
        raise Refused(f"The file has no column {named}, needed for {name}. Line 1 has: {has}.")
    return [f"The file has no column {named}, so {name} stays as it is."]


def titled(text: str) -> str:
    """A name written in capitals, as people write it: “LEEDS TRUST” becomes “Leeds Trust”."""
    return " ".join(_titled_word(word, first=not place) for place, word in enumerate(text.split()))


def _titled_word(word: str, *, first: bool) -> str:
    if word.strip("()") in KEPT_CAPITALS:
        return word
    if word.lower() in SMALL_WORDS and not first:
        return word.lower()
    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)?", lambda part: part[0].capitalize(), word)
