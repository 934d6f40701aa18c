"""The last hour before a wave closes: a thousand people apply, on SQLite and on PostgreSQL.

    .venv/bin/python -m bench.applications                 SQLite, and PostgreSQL where it answers
    .venv/bin/python -m bench.applications --people 100    fewer

Each applicant begins, opens the link in the mail, fills in every part (each saved while it is typed
and again with the button), and sends, every third of them twice at the same moment. The web server,
the task worker and the clock run as in `commonweal serve`; everything goes over HTTP. Applicants go
as fast as the server lets them, so that an hour's work is done in the minutes printed.

Bar: none lost, none doubled, no error page, every word kept, and done within the hour.
"""

import argparse
import datetime
import http.client
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from typing import Any

PORT = 8791
HOUR = 3600
AT_ONCE = 24
PARTS = re.compile(r'href="(/join/applications/\w+/parts/[\w-]+/)')
LINK = re.compile(r"/join/links/[\w~.:-]+/")


class Browser:
    """Somebody's browser: one connection, cookies, and how long each answer took."""

    def __init__(self, number: int) -> None:
        self.address = f"10.{number // 65536}.{number // 256 % 256}.{number % 256}"
        self.cookies: dict[str, str] = {}
        self.took: list[float] = []
        self.bad: list[str] = []

    def go(self, path: str, data: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, where it leads, and the page."""
        headers = {"X-Forwarded-For": self.address, "Host": "localhost"}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if data is not None:
            data = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), **data}
            body = urllib.parse.urlencode(data)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        started = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
        connection.request("POST" if body is not None else "GET", path, body, headers)
        answer = connection.getresponse()
        page = answer.read().decode()
        connection.close()
        self.took.append(time.perf_counter() - started)
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        if answer.status >= 400:
            self.bad.append(f"{answer.status} at {path}")
        return answer.status, answer.getheader("Location") or "", page


def what_they_type(number: int, slug: str, choices: dict[str, str]) -> dict[str, str]:
    """The fields of one part, different for everybody."""
    words = f"Applicant {number} on {slug}: " + "what I did, and what I learnt. " * 12
    return {
        "name": f"Applicant {number}",
        "role_title": f"Role {number}",
        "nation": "nation:wales",
        "group": choices["group"],
        "answer": choices.get(slug.removeprefix("question-"), words.strip()),
    }


def apply(number: int, wave: str, choices: dict[str, str], letters: Any) -> Browser:
    """One applicant from the page of the wave to the application sent."""
    me = Browser(number)
    start = f"/join/waves/{wave}/start/"
    me.go(start)
    _, own, _ = me.go(start, {"email": f"applicant{number}@example.org"})
    _, _, page = me.go(own)
    for path in dict.fromkeys(PARTS.findall(page)):
        typed = what_they_type(number, path.rstrip("/").rpartition("/")[2], choices)
        me.go(path)
        me.go(f"{path}save/", typed)
        me.go(path, typed)
    link = letters(f"applicant{number}@example.org")
    me.go(link)
    me.go(link, {})
    me.go(f"{own}send/")
    send(me, own, twice=number % 3 == 0)
    return me


def send(me: Browser, own: str, *, twice: bool) -> None:
    declared = {"declared": "on"}
    if twice:
        again = threading.Thread(target=me.go, args=(f"{own}send/", declared))
        again.start()
        me.go(f"{own}send/", declared)
        again.join()
    else:
        me.go(f"{own}send/", declared)


def wave_to_apply_in() -> tuple[str, dict[str, str]]:
    """An open wave that closes within the hour, and the keys of the choices it asks for."""
    from django.utils import timezone

    from commonweal.core.models import User
    from commonweal.joining.models import EligibilityGroup, Wave
    from commonweal.joining.services import examples

    by = User.objects.create_user("bench@example.org")
    examples.add_groups(by=by)
    questions = examples.make_question_set(by=by)
    now = timezone.now()
    wave = Wave.objects.create(
        name="The wave of the bench",
        opens_at=now - datetime.timedelta(days=20),
        closes_at=now + datetime.timedelta(hours=1),
        decide_by=timezone.localdate() + datetime.timedelta(days=30),
        published_at=now,
    )
    wave.question_sets.add(questions)
    choices = {one.key: one.choices[0][0] for one in questions.questions.filter(kind="ONE")}
    return wave.ref, {"group": EligibilityGroup.objects.order_by("order")[0].key, **choices}


def link_in_the_mail(address: str) -> str:
    """The way back that was mailed to somebody."""
    from django.db import connection

    from commonweal.core.models import Letter

    for _ in range(200):
        for body in Letter.objects.filter(to=address).values_list("body", flat=True):
            if found := LINK.search(body):
                connection.close()
                return found.group()
        time.sleep(0.1)
    raise RuntimeError(f"No mail for {address}")


def one(people: int) -> None:
    """Serve an empty community of this engine, let everybody apply, and count."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    wave, choices = wave_to_apply_in()
    command = [sys.executable, "-m", "commonweal.config.cli", "serve"]
    server = subprocess.Popen(command, start_new_session=True)
    try:
        until_it_answers()
        started = time.monotonic()
        with ThreadPoolExecutor(AT_ONCE) as crowd:
            done = list(
                crowd.map(lambda n: apply(n, wave, choices, link_in_the_mail), range(people))
            )
        seconds = time.monotonic() - started
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)
    report(people, done, seconds, choices)


def until_it_answers() -> None:
    for _ in range(600):
        try:
            Browser(0).go("/join/")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The server did not answer within a minute.")


def is_as_typed(answer: Any, choices: dict[str, str]) -> bool:
    number = int(answer.application.name.split()[-1])
    typed = what_they_type(number, f"question-{answer.question.key}", choices)["answer"]
    # One of several is kept as a list of one key.
    return answer.value in (typed, [typed])


def report(people: int, done: list[Browser], seconds: float, choices: dict[str, str]) -> None:
    from commonweal.core.models import Letter
    from commonweal.joining.models import Answer, Application

    sent = Application.objects.filter(status="SENT")
    took = sorted(second for browser in done for second in browser.took)
    bad = [problem for browser in done for problem in browser.bad]
    kept = sum(
        is_as_typed(answer, choices)
        for answer in Answer.objects.select_related("application", "question").iterator()
    )
    copies = Letter.objects.filter(kind="joining.copy").count()
    print(f"  {people:,} applied in {seconds:.0f} s ({people / seconds:.1f} a second; bar 3,600 s)")
    print(
        f"  {len(took):,} requests, {len(took) / seconds:.0f} a second; half within "
        f"{1000 * statistics.median(took):.0f} ms, 99 in 100 within "
        f"{1000 * took[int(0.99 * len(took))]:.0f} ms, the slowest {took[-1]:.1f} s"
    )
    print(f"  sent: {sent.count():,}; by different addresses: "
          f"{sent.values('email').distinct().count():,}; copies by mail: {copies:,}")  # fmt: skip
    print(f"  answers: {Answer.objects.count():,}, of which as typed: {kept:,}")
    print(f"  error pages: {len(bad)} {bad[:3] or ''}")
    asked = Answer.objects.values("question").distinct().count()
    good = (
        sent.count() == people == copies
        and not bad
        and kept == Answer.objects.count() == people * asked
        and seconds < HOUR
    )
    print("  None lost, none doubled, no error page." if good else "  THE BAR DID NOT HOLD.")
    raise SystemExit(0 if good else 1)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--postgres", default="postgres://postgres@127.0.0.1:5432")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        one(arguments.people)
    failed = 0
    for engine, url in engines(arguments.postgres):
        print(engine, flush=True)
        with tempfile.TemporaryDirectory() as folder:
            env = {
                **os.environ, "COMMONWEAL_VAR": folder, "DATABASE_URL": url, "DEMO": "1",
                "PORT": str(PORT), "SITE_URL": f"http://localhost:{PORT}", "TRUSTED_PROXIES": "1",
                "SECRET_KEY": "bench", "DJANGO_SETTINGS_MODULE": "commonweal.config.settings",
            }  # fmt: skip
            command = [sys.executable, "-m", "bench.applications", "--one"]
            command += ["--people", str(arguments.people)]
            failed += subprocess.run(command, env=env, check=False).returncode != 0
    return 1 if failed else 0


def engines(server: str) -> list[tuple[str, str]]:
    """SQLite, and a database of its own on PostgreSQL where a server answers."""
    import psycopg

    found = [("SQLite", "")]
    try:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS bench_applications WITH (FORCE)")
            connection.execute("CREATE DATABASE bench_applications")
    except psycopg.OperationalError:
        print("No PostgreSQL answers here, so it is left out.")
        return found
    return [*found, ("PostgreSQL", f"{server}/bench_applications")]


if __name__ == "__main__":
    sys.exit(main())
