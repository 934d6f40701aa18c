"""Writes the pages of docs/ that are made from code. With --check, says which are out of date."""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1] / "docs"

SETTINGS_HEAD = """# Settings

<!-- Made by `make docs` from commonweal/config/settings.py. Do not edit. -->

Everything that differs from one community to another is an environment variable. None is needed to
start. A flag is on for `1`, `true`, `yes` and `on`. A list is separated by commas.

| Name | What it is without being set | What it does |
|---|---|---|
"""


def settings_page() -> str:
    """The table of all settings, in the order in which the settings file reads them."""
    from commonweal.config.settings import ENV  # noqa: PLC0415 -- after the environment is cleared

    rows = []
    for one in ENV.settings:
        default = f"`{one.default}`" if one.default else "nothing"
        rows.append(f"| `{one.name}` | {default} | {one.doc} |\n")
    return SETTINGS_HEAD + "".join(rows)


PAGES: dict[str, Callable[[], str]] = {"settings.md": settings_page}


def plain_environment() -> None:
    """Forget whatever this machine has set, so that the page tells of no machine."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    os.environ.clear()
    os.environ.update(kept, COMMONWEAL_VAR=tempfile.gettempdir(), SECRET_KEY="for the docs")
    os.environ["DJANGO_SETTINGS_MODULE"] = "commonweal.config.settings"


def main() -> int:
    """Write, or check, each page. The exit code."""
    plain_environment()
    stale = []
    for name, make in PAGES.items():
        page, text = DOCS / name, make()
        if page.exists() and page.read_text() == text:
            continue
        if "--check" in sys.argv:
            stale.append(name)
        else:
            page.write_text(text)
            print(f"Wrote docs/{name}")
    for name in stale:
        print(f"docs/{name} is out of date. Run: make docs")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
