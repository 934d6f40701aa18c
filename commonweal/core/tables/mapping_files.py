"""Reading a mapping from its TOML file, and saying plainly what is wrong with one."""

import codecs
import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from commonweal.core.errors import Refused
from commonweal.core.tables.mapping import Mapping, Pattern
from commonweal.core.text import fold

SHIPPED = Path(__file__).resolve().parents[2] / "mappings"
REPEATS = ("refuse", "skip")
RAGGED = ("refuse", "fill")
TEXTS = ("kind", "source", "about", "delimiter", "encoding", "repeats", "ragged")
LISTS = ("header", "dates", "title_case")
# Python calls these encodings of text, but no file is written in them.
NOT_FOR_FILES = ("idna", "punycode", "undefined")
TABLES = ("columns", "templates", "constants", "values", "patterns", "options")


def load(name: str, *, folder: str = "") -> Mapping:
    """A mapping by the name of one that ships with Commonweal, or by the path of a file.

    `folder` is the one in which those for another use than imports ship.
    """
    ours = name in shipped(folder)
    path = SHIPPED / folder / f"{name}.toml" if ours else Path(name)
    if not path.is_file():
        known = ", ".join(shipped(folder))
        raise Refused(f"There is no mapping “{name}”. Those that ship are: {known}.")
    try:
        return replace(parse(tomllib.loads(path.read_text(encoding="utf-8"))), shipped=ours)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"The mapping “{name}” is not readable TOML: {error}.") from None
    except RecursionError:
        raise Refused(f"The mapping “{name}” has lists nested too deeply to read.") from None


def shipped(folder: str = "") -> list[str]:
    """The mappings that come with Commonweal."""
    return sorted(path.stem for path in (SHIPPED / folder).glob("*.toml"))


def parse(data: dict[str, Any]) -> Mapping:
    """A mapping from its TOML. Raises `Refused` with what is wrong in it."""
    data = dict(data)
    skip = data.pop("skip", [])
    unknown = sorted(set(data) - {*TEXTS, *LISTS, *TABLES})
    if unknown:
        raise Refused(f"The mapping has a part nobody knows: {', '.join(unknown)}.")
    _check_shapes(data, skip)
    _check_contents(data)
    _check_reading(data)
    plain: dict[str, Any] = {name: data[name] for name in TEXTS if name in data}
    plain |= {name: tuple(data[name]) for name in LISTS if name in data}
    return Mapping(
        **plain,
        columns={
            name: (feed,) if isinstance(feed, str) else tuple(feed)
            for name, feed in data.get("columns", {}).items()
        },
        templates=data.get("templates", {}),
        constants=data.get("constants", {}),
        values={
            name: {key if key == "*" else fold(key): value for key, value in known.items()}
            for name, known in data.get("values", {}).items()
        },
        patterns={
            name: tuple(_pattern(name, each) for each in rules)
            for name, rules in data.get("patterns", {}).items()
        },
        skip=tuple((each["column"], frozenset(map(fold, each["values"]))) for each in skip),
        options=data.get("options", {}),
    )


def _check_shapes(data: dict[str, Any], skip: Any) -> None:
    for names, kind, word in (
        (TEXTS, str, "text"),
        (LISTS, list, "a list"),
        (TABLES, dict, "a table"),
    ):
        for name in names:
            if name in data and not isinstance(data[name], kind):
                raise Refused(f"In the mapping, “{name}” must be {word}.")
    if not data.get("kind"):
        raise Refused('The mapping does not say its kind, such as kind = "people".')
    for name, allowed in (("repeats", REPEATS), ("ragged", RAGGED)):
        if data.get(name, allowed[0]) not in allowed:
            raise Refused(f"In the mapping, “{name}” must be one of: {', '.join(allowed)}.")
    if not isinstance(skip, list) or not all(map(_is_skip, skip)):
        raise Refused("In the mapping, each [[skip]] needs a column and values.")


def _is_skip(each: Any) -> bool:
    return (
        isinstance(each, dict)
        and isinstance(each.get("column"), str)
        and _are_texts(each.get("values"))
    )


def _are_texts(each: Any) -> bool:
    return isinstance(each, list) and all(isinstance(text, str) for text in each)


def _is_feed(each: Any) -> bool:
    return isinstance(each, str) or (_are_texts(each) and bool(each))


def _is_translation(each: Any) -> bool:
    return isinstance(each, dict) and all(isinstance(text, str) for text in each.values())


def _is_text(each: Any) -> bool:
    return isinstance(each, str)


def _is_list(each: Any) -> bool:
    return isinstance(each, list)


# What each line of a table must hold, and how a sentence says so.
CONTENTS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "columns": (_is_feed, "text, or a list of texts"),
    "templates": (_is_text, "text"),
    "constants": (_is_text, "text"),
    "options": (_is_text, "text"),
    "values": (_is_translation, "a table of texts"),
    "patterns": (_is_list, "a list of tables"),
}


def _check_contents(data: dict[str, Any]) -> None:
    for part in LISTS:
        if not _are_texts(data.get(part, [])):
            raise Refused(f"In the mapping, “{part}” must hold only texts.")
    for part, (fits, word) in CONTENTS.items():
        for name, each in data.get(part, {}).items():
            if not fits(each):
                raise Refused(f"In the mapping, “{name}” in [{part}] must be {word}.")


def _check_reading(data: dict[str, Any]) -> None:
    """Refuse what Python could not read a file with."""
    delimiter, encoding = data.get("delimiter", ""), data.get("encoding", "")
    if delimiter and (len(delimiter) > 1 or delimiter in '"\r\n\0'):
        raise Refused("In the mapping, “delimiter” must be one character, such as a semicolon.")
    if encoding and not _is_encoding(encoding):
        raise Refused(f"In the mapping, “{encoding}” is not an encoding, such as utf-8 or cp1252.")


def _is_encoding(name: str) -> bool:
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    # Python's own open() asks this way too, and there is no public one.
    return found._is_text_encoding and found.name not in NOT_FOR_FILES  # noqa: SLF001


def _pattern(name: str, each: Any) -> Pattern:
    try:
        return Pattern(re.compile(each["when"], re.IGNORECASE), each["is"] + "")
    except (re.error, KeyError, TypeError, RecursionError, OverflowError):
        raise Refused(
            f"In the mapping, each of [[patterns.{name}]] needs a regular expression “when” "
            "and a text “is”."
        ) from None
