"""Reading snapshots, and the published figures as files on disk."""

import datetime
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from commonweal.impact.charts.drawing import for_page
from commonweal.impact.figures.words import day, minus
from commonweal.impact.models import Snapshot

KINDS = {"csv": "text/csv; charset=utf-8", "svg": "image/svg+xml", "png": "image/png"}


@dataclass(frozen=True)
class Published:
    """The figures of one published snapshot. Never computed here, only read."""

    pk: int
    folder: Path
    index: dict[str, Any]

    @property
    def as_of(self) -> datetime.date:
        return datetime.date.fromisoformat(self.index["as_of"])

    def figures(self) -> list[dict[str, Any]]:
        """Everything about every figure, in order, with the chart as a page shows it."""
        return [self._read(entry) for entry in self.index["figures"]]

    def figure(self, slug: str) -> dict[str, Any] | None:
        """The same of one figure, or None."""
        entry = self._entry(slug)
        return None if entry is None else self._read(entry)

    def file(self, slug: str, kind: str) -> Path | None:
        """The file of a figure in one of its kinds, or None where there is none."""
        entry = self._entry(slug)
        if entry is None or kind not in KINDS:
            return None
        path = self.folder / f"{entry['file_name']}.{kind}"
        return path if path.is_file() else None

    def download_name(self, path: Path) -> str:
        """What the file is called on somebody's machine. Invented figures say so there too."""
        return f"invented-{path.name}" if self.index["invented"] else path.name

    def _entry(self, slug: str) -> dict[str, Any] | None:
        return next((each for each in self.index["figures"] if each["slug"] == slug), None)

    def _read(self, entry: dict[str, Any]) -> dict[str, Any]:
        stem = self.folder / entry["file_name"]
        said: dict[str, Any] = json.loads(stem.with_suffix(".json").read_text(encoding="utf-8"))
        drawn = stem.with_suffix(".svg").read_text(encoding="utf-8") if entry["drawn"] else ""
        return said | {
            "day": datetime.date.fromisoformat(said["as_of"]),
            "svg": for_page(drawn, self.index["colours"]),
            "table": [
                [
                    cell(value, column["kind"])
                    for value, column in zip(row, said["columns"], strict=True)
                ]
                for row in said["rows"]
            ],
        }


def cell(value: str | float | None, kind: str) -> str:
    """A value of a figure's table as a page writes it."""
    if value is None:
        return "not shown"
    if kind == "day":
        return day(datetime.date.fromisoformat(str(value))).replace(" ", "\N{NO-BREAK SPACE}")
    if kind == "share":
        return f"{100 * float(value):.1f}%"
    return str(value) if kind == "text" else minus(f"{value:,}")


def published() -> Published | None:
    """The figures of the newest published snapshot whose files are here, or None."""
    newest = Snapshot.objects.exclude(published_at=None).order_by("-published_at", "-pk")
    for pk, folder in newest.values_list("pk", "folder")[:5]:
        figures = figures_folder(folder)
        if (figures / "index.json").is_file():
            return Published(pk, figures, json.loads((figures / "index.json").read_text("utf-8")))
    return None


def figures_folder(folder: str) -> Path:
    """Where the figures of the snapshot in `folder` are."""
    return Path(settings.SNAPSHOT_ROOT) / folder / "figures"


def snapshots() -> QuerySet[Snapshot]:
    """Every snapshot that was asked for, newest first."""
    return Snapshot.objects.select_related("asked_by", "published_by").order_by("-asked_at", "-pk")


def working() -> bool:
    """Whether a snapshot is waiting or being made."""
    return Snapshot.objects.filter(status__in=["WAITING", "RUNNING"]).exists()
