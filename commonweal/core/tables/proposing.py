"""A first mapping for a file nobody has described yet, guessed from the names of its columns."""

import json
import re
from collections.abc import Sequence

from commonweal.core.tables.source import Source
from commonweal.core.tables.values import Field
from commonweal.core.text import fold

EXAMPLES = 3


def proposal(source: Source, kind: str, fields: Sequence[Field]) -> str:
    """A mapping in TOML: what could be recognised, and every other field as a comment to fill."""
    found = _recognised(source.columns, fields)
    lines = [
        f"kind = {json.dumps(kind)}",
        f"source = {json.dumps(_slug(source.path.stem))}",
        "",
        "[columns]",
    ]
    lines += [
        f"{item.name} = {json.dumps(found[item.name], ensure_ascii=False)}"
        for item in fields
        if item.name in found
    ]
    lines += ["", "# Not found in this file. Fill in a column, or leave out:"]
    for item in fields:
        if item.name not in found:
            needed = "  (needed)" if item.required else ""
            lines.append(f'# {item.name} = ""  # {item.doc}{needed}')
    return "\n".join(lines) + "\n"


def examples(source: Source) -> dict[str, list[str]]:
    """The first few different things each column holds."""
    shown: dict[str, list[str]] = {name: [] for name in source.columns}
    for _, row in zip(range(200), source.rows(fill=True), strict=False):
        for name, text in row.cells.items():
            short = " ".join(text.split())[:40]
            if short and short not in shown[name] and len(shown[name]) < EXAMPLES:
                shown[name].append(short)
    return shown


def _recognised(columns: Sequence[str], fields: Sequence[Field]) -> dict[str, str]:
    by_name = {_bare(name): name for name in columns if name}
    found: dict[str, str] = {}
    for item in fields:
        for spelling in (item.name, *item.known_as):
            if (column := by_name.get(_bare(spelling))) and column not in found.values():
                found[item.name] = column
                break
    return found


def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(name))


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-") or "file"
