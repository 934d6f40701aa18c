"""Every figure of a snapshot as files: table, chart, pixels and everything said about it."""

import csv
import datetime
import io
import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from commonweal.core.errors import Refused
from commonweal.core.tables.writing import safe
from commonweal.impact.charts import drawing, style
from commonweal.impact.figures import (
    engagement,
    equality,
    joining,
    leaving,
    membership,
    people,
)
from commonweal.impact.figures.headlines import headlines
from commonweal.impact.figures.registry import Cell, Content, Figure, declared
from commonweal.impact.snapshot.frozen import Frozen

# Importing a module of figures declares them.
MODULES = (membership, people, engagement, joining, equality, leaving)
INDEX = "index.json"
Progress = Callable[[str, int, int], None]


def silent(stage: str, done: int, total: int) -> None:
    """Progress nobody watches."""


def figures() -> list[Figure]:
    """Every figure there is, by number."""
    return declared()


def draw_all(frozen: Frozen, folder: Path, *, progress: Progress = silent) -> None:
    """Write NN-slug.csv, .svg, .png and .json for every figure, and index.json, to `folder`.

    The same snapshot and settings give the same bytes. Figures that are there are replaced, all at
    once. Raises `Refused` for a folder that holds anything but figures.
    """
    folder = folder.absolute()
    _check(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        _draw(frozen, partial, progress)
        if folder.exists():
            shutil.rmtree(folder)
        partial.chmod(0o755)
        partial.replace(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _check(folder: Path) -> None:
    if folder.exists() and (
        not folder.is_dir() or (any(folder.iterdir()) and not (folder / INDEX).is_file())
    ):
        raise Refused(f"{folder} holds something other than figures. Choose another folder.")


def _draw(frozen: Frozen, folder: Path, progress: Progress) -> None:
    every = figures()
    index: dict[str, Any] = {
        "as_of": frozen.as_of.isoformat(),
        "colours": style.colours(),
        "community": frozen.community,
        "figures": [],
        "headlines": [asdict(each) for each in headlines(frozen)],
        "invented": frozen.invented,
        "snapshot": frozen.digest,
    }
    for done, figure in enumerate(every, start=1):
        content = figure.make(frozen)
        said = describe(figure, content, frozen)
        _save(folder, figure, content, said)
        index["figures"].append(
            {key: said[key] for key in ("number", "slug", "title", "file_name", "drawn")}
        )
        progress(figure.title, done, len(every))
    (folder / INDEX).write_text(_json(index), encoding="utf-8")


def describe(figure: Figure, content: Content, frozen: Frozen) -> dict[str, Any]:
    """Everything about a figure that a page or a reader of the files needs, as plain values."""
    return {
        "number": figure.number,
        "slug": figure.slug,
        "title": figure.title,
        "description": figure.description,
        "file_name": figure.file_name,
        "words": content.words,
        "n": content.n,
        "unit": content.unit,
        "coverage": content.coverage,
        "source": f"{frozen.community}: {figure.source[0].lower()}{figure.source[1:]}",
        "as_of": frozen.as_of.isoformat(),
        "snapshot": frozen.digest,
        "invented": frozen.invented,
        "caveats": [*content.caveats, *figure.caveats],
        "columns": [asdict(column) for column in content.columns],
        "rows": [[_plain(cell) for cell in row] for row in content.rows],
        "drawn": content.chart is not None,
    }


def _save(folder: Path, figure: Figure, content: Content, said: dict[str, Any]) -> None:
    (folder / f"{figure.file_name}.json").write_text(_json(said), encoding="utf-8")
    (folder / f"{figure.file_name}.csv").write_text(csv_of(content), encoding="utf-8", newline="")
    if content.chart is None:
        return
    label = "Invented data. " if said["invented"] else ""
    drawn = drawing.svg(
        content.chart(),
        name=f"figure-{figure.number}",
        title=figure.title,
        words=f"{label}{content.words}",
    )
    (folder / f"{figure.file_name}.svg").write_text(drawn, encoding="utf-8")
    (folder / f"{figure.file_name}.png").write_bytes(drawing.png(drawn))


def csv_of(content: Content) -> str:
    """The table of a figure, as a spreadsheet shows it: no cell is run as a formula."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(column.label for column in content.columns)
    writer.writerows([_written(_plain(cell)) for cell in row] for row in content.rows)
    return lines.getvalue()


def _written(cell: str | int | float | None) -> str | int | float | None:
    """Numbers stay numbers, below nought too; words are kept from being a formula."""
    return safe(cell) if isinstance(cell, str) else cell


def _plain(cell: Cell) -> str | int | float | None:
    return cell.isoformat() if isinstance(cell, datetime.date) else cell


def _json(said: dict[str, Any]) -> str:
    return json.dumps(said, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
