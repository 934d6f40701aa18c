"""Joins the fragments of changelog.d into a new section of CHANGELOG.md, and removes them."""

import datetime
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KINDS = {"added": "Added", "changed": "Changed", "fixed": "Fixed", "removed": "Removed"}
MARK = "<!-- releases below, newest first -->\n"


def fragments(folder: Path) -> dict[str, list[Path]]:
    """The fragments of each kind, by name."""
    return {kind: sorted(folder.glob(f"*.{kind}.md")) for kind in KINDS}


def section(version: str, day: datetime.date, found: dict[str, list[Path]]) -> str:
    """What the changelog says of one release."""
    lines = [f"\n## {version}, {day:%-d %B %Y}\n"]
    for kind, paths in found.items():
        if paths:
            lines.append(f"\n### {KINDS[kind]}\n")
            lines += [f"- {path.read_text().strip()}\n" for path in paths]
    return "".join(lines)


def join(root: Path, version: str, day: datetime.date) -> None:
    """Add the section of this release. Raises `SystemExit` where there is nothing to tell."""
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        raise SystemExit("Name the version, as in: make changelog VERSION=1.2.0")
    found = fragments(root / "changelog.d")
    if not any(found.values()):
        raise SystemExit("There is no fragment in changelog.d.")
    page = root / "CHANGELOG.md"
    head, mark, releases = page.read_text().partition(MARK)
    page.write_text(head + mark + section(version, day, found) + releases)
    for paths in found.values():
        for path in paths:
            path.unlink()


if __name__ == "__main__":
    join(ROOT, [*sys.argv, ""][1], datetime.datetime.now(datetime.UTC).date())
