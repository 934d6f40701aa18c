"""What a snapshot says of itself, and whether its files are still those that were frozen."""

import datetime
import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from commonweal.core.errors import Refused
from commonweal.impact.snapshot.tables import COLUMNS, SCHEMA_VERSION

NAME = "manifest.json"


@dataclass(frozen=True)
class File:
    """One Parquet file: the table it belongs to, its rows and the SHA-256 of its bytes."""

    name: str
    table: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`left_out` counts ledger rows of people who had not joined by `as_of`."""

    community: str
    invented: bool
    as_of: datetime.date
    files: tuple[File, ...]
    left_out: int
    schema: int = SCHEMA_VERSION

    def text(self) -> str:
        """The manifest as it is written: the same facts, the same bytes."""
        said = asdict(self) | {"as_of": self.as_of.isoformat(), "rows": self.rows()}
        return json.dumps(said, indent=2, sort_keys=True, ensure_ascii=False) + "\n"

    def digest(self) -> str:
        """One name for everything in the snapshot."""
        return hashlib.sha256(self.text().encode()).hexdigest()

    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        return {
            table: sum(file.rows for file in self.files if file.table == table) for table in COLUMNS
        }

    def of(self, table: str) -> list[str]:
        """The names of the files of one table, in order."""
        return [file.name for file in self.files if file.table == table]


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read(folder: Path) -> Manifest:
    """The manifest of the snapshot in `folder`. Raises `Refused` where there is none to be read."""
    try:
        said = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Refused(f"There is no snapshot in {folder}: {NAME} is missing.") from None
    except (ValueError, OSError):
        raise Refused(f"{NAME} in {folder} cannot be read.") from None
    version = said.get("schema") if isinstance(said, dict) else None
    if version != SCHEMA_VERSION:
        raise Refused(
            f"{NAME} in {folder} says schema {version}; this Commonweal reads schema "
            f"{SCHEMA_VERSION}."
        )
    try:
        return _manifest(said)
    except (KeyError, TypeError, ValueError):
        raise Refused(f"{NAME} in {folder} is not complete.") from None


def _manifest(said: dict[str, Any]) -> Manifest:
    files = tuple(File(**file) for file in said["files"])
    for file in files:
        if Path(file.name).name != file.name:
            raise ValueError(file.name)
    return Manifest(
        community=str(said["community"]),
        invented=bool(said["invented"]),
        as_of=datetime.date.fromisoformat(said["as_of"]),
        files=files,
        left_out=int(said["left_out"]),
    )


def verify(folder: Path) -> Manifest:
    """The manifest, after every file was found to be the one that was frozen.

    Raises `Refused`, naming the file, where one is missing or changed.
    """
    manifest = read(folder)
    for file in manifest.files:
        path = folder / file.name
        if not path.is_file():
            raise Refused(f"The snapshot in {folder} is not complete: {file.name} is missing.")
        if sha256(path) != file.sha256:
            raise Refused(
                f"The snapshot in {folder} has been changed: {file.name} is not the file that "
                "was frozen."
            )
    missing = sorted(set(COLUMNS) - {file.table for file in manifest.files})
    if missing:
        raise Refused(f"{NAME} in {folder} names no file for {', '.join(missing)}.")
    return manifest
