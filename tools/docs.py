"""Writes the pages of docs/ that are made from code. With --check, says which are out of date."""

import importlib
import importlib.util
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commonweal.core.states import Machine

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


STATES_HEAD = """# States

<!-- Made by `make docs` from the steps.py of each app. Do not edit. -->

What goes through states, which step may follow which, and whose turn it is. No other step can be
taken: `core.states.move` refuses it, and of two people who take a step at once it lets one through.
"""


def states_page() -> str:
    """Each machine as a diagram, and a table of its states."""
    return STATES_HEAD + "".join(machine_section(machine) for machine in machines())


def machines() -> "list[Machine]":
    """Every state machine there is: those in the steps.py of an app, by name."""
    from django.apps import apps  # noqa: PLC0415 -- after the environment is cleared

    from commonweal.core.states import Machine  # noqa: PLC0415 -- needs the apps

    found = []
    for app in apps.get_app_configs():
        if app.name.startswith("commonweal.") and importlib.util.find_spec(f"{app.name}.steps"):
            module = importlib.import_module(f"{app.name}.steps")
            found += [one for one in vars(module).values() if isinstance(one, Machine)]
    return sorted(found, key=lambda machine: machine.name)


def machine_section(machine: "Machine") -> str:
    from commonweal.core.states import diagram  # noqa: PLC0415 -- needs the apps

    rows = []
    for state, label in machine.labels.items():
        following = "; ".join(machine.labels[step] for step in machine.steps[state]) or "nothing"
        rows.append(f"| {label} | `{state}` | {machine.owners[state]} | {following} |\n")
    return (
        f"\n## {machine.name.replace('_', ' ').capitalize()}\n\n"
        f"```mermaid\n{diagram(machine)}```\n\n"
        f"| State | In the database | Whose turn it is | What may follow |\n|---|---|---|---|\n"
        f"{''.join(rows)}"
    )


def processing_page() -> str:
    """The record of processing, from what every model declares."""
    from commonweal.stewardship import processing  # noqa: PLC0415 -- needs the apps

    return processing.page()


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "states.md": states_page,
    "processing.md": processing_page,
}


def plain_environment() -> None:
    """Forget whatever this machine has set, so that the page tells of no machine."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    os.environ.clear()
    os.environ.update(kept, COMMONWEAL_VAR=tempfile.gettempdir(), SECRET_KEY="for the docs")
    os.environ["DJANGO_SETTINGS_MODULE"] = "commonweal.config.settings"


def set_up() -> None:
    """Make the apps known, as `commonweal` does."""
    import django  # noqa: PLC0415 -- after the environment is cleared

    django.setup()


def main() -> int:
    """Write, or check, each page. The exit code."""
    plain_environment()
    set_up()
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
