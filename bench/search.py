"""What one page of the directory costs at 5,000, 50,000 and 500,000 people.

    .venv/bin/python -m bench.search [--sizes 5000 50000 500000] [--repeat 30] [--keep FOLDER]

Builds invented people through search.services.put_many in an SQLite file of its own for each size,
asks the same mix of pages as a member does, and prints queries and CPU milliseconds of each, with
the ratio of the largest size to the smallest. With --postgres SERVER (a postgres:// address without
a database name) it makes a database for each size there instead; the server works in a process of
its own, so that elapsed milliseconds are compared. --keep leaves the built indexes for next time.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

BAR = 1.3
PAGE = 20
FIRST = [
    "Margaret", "Gwen", "Siân", "Aoife", "Priya", "Mohammed", "Olu", "Fatima", "Declan",
    "Niamh", "Rhys", "Fiona", "Hamish",
]  # fmt: skip
FIRST += [
    "Wei", "Ana", "Tomasz", "Ifeoma", "Ravi", "Hannah", "Callum", "Eilidh", "Dafydd", "Sinéad",
    "Jamal", "Leila", "Petra",
]  # fmt: skip
STARTS = [
    "Mac", "Fitz", "Nor", "Hal", "Win", "Ash", "Brad", "Thorn", "Kes", "Lan", "Mar", "Pem",
    "Rud", "Sel", "Tre", "Wal", "Yor", "Ben",
]  # fmt: skip
MIDDLES = [
    "a", "e", "i", "o", "u", "an", "en", "in", "on", "ar", "er", "or", "ol", "al", "il", "ick",
    "ock", "and",
]  # fmt: skip
ENDS = [
    "ton", "son", "ley", "ham", "ford", "well", "worth", "by", "wick", "field", "man", "dale",
    "wood", "gate", "more", "land",
]  # fmt: skip
TOPICS = [
    "improvement", "flow", "safety", "coaching", "measurement", "huddles", "discharge",
    "frailty", "sepsis",
]  # fmt: skip
TOPICS += [
    "maternity", "outpatients", "theatres", "community", "prescribing", "culture", "leadership",
    "digital",
]  # fmt: skip
ROLES = ["Nurse", "Analyst", "Doctor", "Improvement lead", "Therapist", "Manager", "Researcher"]
NATIONS = ["england"] * 17 + ["scotland", "wales", "northern-ireland"]
SECTORS = ["health"] * 7 + ["social-care", "charity", "academic"]
TYPES = ["acute", "community", "mental-health", "ambulance", "board"]


def people(count: int) -> Iterator[Any]:
    """Invented people, the same every time: a fifth of them visible to everyone."""
    from commonweal.core.text import fold
    from commonweal.search.services import Entry

    dice = random.Random(1)
    for number in range(count):
        middle = dice.choice(MIDDLES) + (dice.choice(MIDDLES) if dice.random() < 0.2 else "")
        name = f"{dice.choice(FIRST)} {dice.choice(STARTS)}{middle}{dice.choice(ENDS)}"
        if number in (7, 2507):
            name = "Zebedee Quillfeather"
        interests = dice.sample(TOPICS, 3)
        nation, sector = dice.choice(NATIONS), dice.choice(SECTORS)
        role, kind = dice.choice(ROLES), dice.choice(TYPES)
        facets = (
            f"nation:{nation}", f"sector:{sector}", f"orgtype:{kind}",
            f"roletype:{role.lower().replace(' ', '-')}",
            *(f"interest:{topic}" for topic in interests),
            f"offer:skill:{dice.choice(TOPICS)}", f"ask:skill:{dice.choice(TOPICS)}",
        )  # fmt: skip
        body = (
            f"Ward {number % 9_000}\nI want to learn about {' and '.join(dice.sample(TOPICS, 4))}."
        )
        for audience in ("MEMBERS", "EVERYONE") if number % 5 == 0 else ("MEMBERS",):
            yield Entry(
                kind="person", ref=f"{number:010x}", audience=audience, title=name,
                summary=f"{role}, {kind.title()} organisation {number % 400}",
                body=body, facets=facets, url=f"/people/{number:010x}/", sort=fold(name),
            )  # fmt: skip


def deep(count: int, page: int) -> str:
    """The cursor of a page far into the A to Z."""
    from commonweal.search.cursors import Cursor, encode
    from commonweal.search.models import Document

    rows = Document.objects.filter(audience="MEMBERS", kind="person").order_by("sort", "id")
    place = rows.values_list("sort", "id")[min((page - 1) * PAGE, count - 2 * PAGE) - 1]
    return encode(Cursor(0, *place))


def mix(count: int) -> dict[str, dict[str, Any]]:
    """The pages asked for, by name, as the fields of an address."""
    return {
        "browse, page 1": {},
        "browse, page 500": {"after": deep(count, 500)},
        "common word": {"q": "improvement"},
        "rare name": {"q": "quillfeather"},
        "misspelt name": {"q": "zebedee quilfaether"},
        "one facet": {"nation": "wales"},
        "one facet, common": {"nation": "england"},
        "two facets, a word": {"nation": "wales", "sector": "health", "q": "flow"},
    }


def searches(count: int) -> dict[str, Callable[[], object]]:
    """The searches alone, without a page around them."""
    from commonweal.search.queries import search

    def call(fields: dict[str, Any]) -> Callable[[], object]:
        facets = [f"{key}:{value}" for key, value in fields.items() if key not in ("q", "after")]
        return lambda: search(
            fields.get("q", ""), audience="MEMBERS", kind="person", facets=facets,
            after=fields.get("after", ""), limit=PAGE,
        )  # fmt: skip

    return {name: call(fields) for name, fields in mix(count).items()}


def pages(count: int) -> dict[str, Callable[[], object]]:
    """The same as pages, from request to HTML, for a member who is signed in."""
    from django.test import Client

    from commonweal.core.models import User
    from commonweal.members.models import Member

    user, _ = User.objects.get_or_create(email="reader@example.org", defaults={"name": "Reader"})
    Member.objects.get_or_create(
        user=user, defaults={"name": "Reader", "sort_name": "reader", "joined_on": "2020-01-01"}
    )
    client = Client(headers={"host": "localhost"})
    client.force_login(user)

    def call(fields: dict[str, Any]) -> Callable[[], object]:
        def get() -> object:
            response = client.get("/people/", fields)
            assert (response.status_code, response.wsgi_request.user) == (200, user)
            return response

        return get

    return {name: call(fields) for name, fields in mix(count).items()}


def measure(work: Callable[[], object], repeat: int) -> tuple[int, float, float]:
    """Queries of one call, and the least CPU and elapsed milliseconds it took.

    The least, because other work on the machine only ever adds.
    """
    from django.db import connection

    run = []

    def note(execute: Callable[..., Any], *call: Any) -> Any:
        run.append(call)
        return execute(*call)

    work()
    with connection.execute_wrapper(note):
        work()
    cpu, elapsed = [], []
    for _ in range(repeat):
        started, clock = time.process_time(), time.perf_counter()
        work()
        cpu.append(time.process_time() - started)
        elapsed.append(time.perf_counter() - clock)
    return len(run), 1000 * min(cpu), 1000 * min(elapsed)


def build(count: int) -> None:
    """Fill the index unless it is full already, and say how long it took."""
    from django.core.management import call_command
    from django.db import connection

    from commonweal.search import services
    from commonweal.search.models import Document

    call_command("migrate", verbosity=0)
    if Document.objects.filter(audience="MEMBERS").count() >= count:
        return
    started = time.perf_counter()
    services.put_many(people(count))
    if connection.vendor == "postgresql":
        connection.cursor().execute("VACUUM ANALYZE")
    print(f"{count:,} people indexed in {time.perf_counter() - started:.0f} s", file=sys.stderr)


def one(count: int, repeat: int) -> None:
    """Build and measure one size in this process; the figures go to standard output as JSON."""
    import django

    django.setup()
    build(count)
    figures = {
        layer: {name: measure(work, repeat) for name, work in calls(count).items()}
        for layer, calls in (("search", searches), ("page", pages))
    }
    print(json.dumps(figures))


def run(count: int, folder: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    """Measure one size in a process of its own."""
    var = folder / str(count)
    (var / "static").mkdir(parents=True, exist_ok=True)
    environment = os.environ | {
        "COMMONWEAL_VAR": str(var),
        "SECRET_KEY": "bench",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    if arguments.postgres:
        environment["DATABASE_URL"] = database(arguments.postgres, f"bench_search_{count}")
    command = [sys.executable, "-m", "bench.search", "--one", str(count)]
    command += ["--repeat", str(arguments.repeat)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def database(server: str, name: str) -> str:
    """The address of a database of this name, made if it is not there."""
    import psycopg

    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).rowcount:
            connection.execute(f'CREATE DATABASE "{name}"')
    return f"{server}/{name}"


def show(layer: str, figures: dict[int, Any], column: int) -> bool:
    """Print one table; whether each page, and the mix as a whole, holds the bar."""
    sizes = list(figures)
    small, large = figures[sizes[0]][layer], figures[sizes[-1]][layer]
    heads = "".join(f"{size:>13,}" for size in sizes)
    print(f"\n{layer:22}{heads}   ratio  queries")
    totals = [0.0] * len(sizes)
    kept = True
    for name in small:
        row = [figures[size][layer][name][column] for size in sizes]
        totals = [total + value for total, value in zip(totals, row, strict=True)]
        ratio, queries = row[-1] / row[0], {figures[size][layer][name][0] for size in sizes}
        kept = kept and ratio <= BAR and large[name][0] <= small[name][0]
        cells = "".join(f"{value:>10.2f} ms" for value in row)
        print(f"{name:22}{cells}   {ratio:5.2f}  {' or '.join(map(str, sorted(queries)))}")
    cells = "".join(f"{value:>10.2f} ms" for value in totals)
    print(f"{'the whole mix':22}{cells}   {totals[-1] / totals[0]:5.2f}")
    return kept and totals[-1] / totals[0] <= BAR


def main() -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[5_000, 50_000, 500_000])
    parser.add_argument("--repeat", type=int, default=30)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--postgres", metavar="SERVER")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        one(arguments.one, arguments.repeat)
        return
    with tempfile.TemporaryDirectory(prefix="bench-search-") as temporary:
        folder = arguments.keep or Path(temporary)
        figures = {size: run(size, folder, arguments) for size in arguments.sizes}
    column = 2 if arguments.postgres else 1
    kept = [show(layer, figures, column) for layer in ("search", "page")]
    verdict = "hold" if kept[1] else "do NOT all hold"
    print(f"\nPages {verdict} the bar: at most {BAR} times the cost and no more queries.")


if __name__ == "__main__":
    main()
