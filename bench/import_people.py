"""Importing people: seconds and memory, at two sizes, against 100,000 in 60 s and constant memory.

    .venv/bin/python bench/import_people.py              10,000 and 100,000 invented people
    .venv/bin/python bench/import_people.py 1000000      at this size

Each size runs in a process of its own, on an empty SQLite database in a temporary folder, deleted
afterwards; DATABASE_URL names another database, which must be empty.
"""

import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES, BAR_SECONDS = (10_000, 100_000), 60
TITLES = (
    "Consultant anaesthetist", "Ward manager", "Director of nursing", "Improvement lead",
    "Programme manager", "Physiotherapist", "Patient representative", "Chief executive",
    "Data analyst", "Wizard",
)  # fmt: skip
NATIONS = ("England", "Scotland", "Cymru", "Northern Ireland", "Ireland")
COLUMNS = (
    "external_id", "email", "name", "joined_on", "role_title", "nation", "sector", "clinical",
    "organisation_code", "place", "interests", "offers",
)  # fmt: skip


def write_people(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(count):
            writer.writerow(
                [
                    f"bench:{number}",
                    f"person{number}@example.org",
                    f"Invented Person {number}",
                    f"{2015 + number % 8}-{1 + number % 12:02}-{1 + number % 28:02}",
                    TITLES[number % len(TITLES)],
                    NATIONS[number % len(NATIONS)],
                    "health",
                    "yes" if number % 3 == 0 else "no",
                    f"B{number % 200}",
                    "Leeds",
                    "flow; patient-safety",
                    "coaching",
                ]
            )


def write_organisations(path: Path) -> None:
    lines = [f"B{number},Invented Trust {number}" for number in range(200)]
    path.write_text("code,name\n" + "\n".join(lines) + "\n", encoding="utf-8")


def one_size(count: int) -> None:
    """Run in the child: the import alone is measured, its peak memory against that before it."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    folder = Path(os.environ["COMMONWEAL_VAR"])
    write_organisations(folder / "places.csv")
    write_people(folder / "people.csv", count)
    call_command("import", "organisations", str(folder / "places.csv"))
    before = resource.getrusage(resource.RUSAGE_SELF)
    start = time.perf_counter()
    call_command("import", "people", str(folder / "people.csv"))
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"{count:,} people: {seconds:.1f} s, of which {cpu:.1f} s of CPU; "
        f"{count / seconds:,.0f} a second; memory {before.ru_maxrss / 1024:.0f} MB before, "
        f"{after.ru_maxrss / 1024:.0f} MB at its peak"
    )
    if count == SIZES[-1]:
        print(f"  the bar is {BAR_SECONDS} s: {seconds / BAR_SECONDS:.2f} of it")


def main(sizes: list[int]) -> None:
    for count in sizes or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            environment = {
                **os.environ,
                "COMMONWEAL_VAR": folder,
                "DJANGO_SETTINGS_MODULE": "commonweal.config.settings",
            }
            subprocess.run(
                [sys.executable, __file__, "--one", str(count)], env=environment, check=True
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one_size(int(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]])
