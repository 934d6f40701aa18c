"""Freezing the community and drawing all its figures: wall time, and memory as the ledger grows.

    python -m bench figures                         all, about three minutes
    .venv/bin/python bench/figures.py 120000        5,000 members and 8 years against 15 s
    .venv/bin/python bench/figures.py 1000000 10000000   memory at these ledger lengths

Everything is invented and made by SQL in an SQLite database of its own, deleted afterwards.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

MEMBERS, DAYS, BAR_SECONDS = 5_000, 8 * 365, 15
LEDGER, LONGER = 120_000, [1_000_000, 4_000_000]
BAR_MEMORY = 1.15

MEMBER_SQL = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {members})
INSERT INTO members_member (ref, name, sort_name, pronouns, role_title, place, purpose, offer_note,
  ask_note, photo, visibility, updated_at, joined_on, organisation_id, clinical, background_id,
  role_type_id, seniority_id, nation_id, sector_id)
SELECT 'bench' || i, 'Invented ' || i, 'invented ' || i, '', '', '', '', '', '', '', '{{}}',
  '2023-04-01', date('2015-03-01', '+' || (i * 7919 % {days}) || ' days'), i % 200 + 1,
  CASE i % 10 WHEN 0 THEN NULL ELSE i % 7 < 2 END,
  (SELECT key FROM (SELECT key, row_number() OVER (ORDER BY key) - 1 AS p
    FROM members_term WHERE vocabulary = 'background') WHERE p = i % 19),
  (SELECT key FROM (SELECT key, row_number() OVER (ORDER BY key) - 1 AS p
    FROM members_term WHERE vocabulary = 'roletype') WHERE p = i % 14),
  (SELECT key FROM (SELECT key, row_number() OVER (ORDER BY key) - 1 AS p
    FROM members_term WHERE vocabulary = 'seniority') WHERE p = i % 6),
  'nation:england', 'sector:health' FROM n
"""
ORGANISATION_SQL = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
INSERT INTO members_organisation (id, code, name, sort_name, region, type_id)
SELECT i, 'B' || i, 'Invented ' || i, 'invented ' || i, '',
  (SELECT key FROM (SELECT key, row_number() OVER (ORDER BY key) - 1 AS p
    FROM members_term WHERE vocabulary = 'orgtype') WHERE p = i % 18) FROM n
"""
LEDGER_SQL = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})
INSERT INTO engagement_participation (member_id, offer, depth, mode, part, day, central,
  what, key, recorded_at)
SELECT (i * 7919) % {members} + 1, CASE i % 5 WHEN 0 THEN 'COFFEE' WHEN 1 THEN 'EVENT'
    WHEN 2 THEN 'RESOURCE' WHEN 3 THEN 'GROUP' ELSE 'VOTE' END,
  'LIGHT', 'ONLINE', 'TOOK_PART', date('2015-03-01', '+' || (i / {a_day}) || ' days'), 1, '',
  printf('bench:%010d', i), '2023-04-01' FROM n
"""


def fill(rows: int) -> None:
    """Invent the community, with a ledger of this length."""
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(ORGANISATION_SQL)
        cursor.execute(MEMBER_SQL.format(members=MEMBERS, days=DAYS))
        cursor.execute(
            LEDGER_SQL.format(rows=rows, members=MEMBERS, a_day=max(1, rows // DAYS + 1))
        )


def run(*arguments: str) -> tuple[float, float]:
    """Seconds of wall time and the most memory used, in MB, of one command."""
    start = time.perf_counter()
    pid = os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "commonweal.config.cli", *arguments],
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, usage = os.wait4(pid, 0)
    if status:
        raise SystemExit(f"{arguments[0]} failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def measure(rows: int, folder: Path) -> tuple[float, float, float, float]:
    snapshot, figures = str(folder / "snapshot"), str(folder / "figures")
    froze, froze_mb = run("snapshot", "--as-of", "2023-04-01", "--out", snapshot)
    drew, drew_mb = run("figures", "--snapshot", snapshot, "--out", figures)
    return froze, froze_mb, drew, drew_mb


def one(rows: int) -> tuple[float, float]:
    """Seconds for snapshot and figures together, and the snapshot's memory in MB; printed too."""
    with tempfile.TemporaryDirectory(prefix="commonweal-bench-") as var:
        os.environ["COMMONWEAL_VAR"] = var
        os.environ["DJANGO_SETTINGS_MODULE"] = "commonweal.config.settings"
        pid = os.fork()
        if pid == 0:
            import django

            django.setup()
            fill(rows)
            os._exit(0)
        if os.waitpid(pid, 0)[1]:
            raise SystemExit("The community could not be invented")
        froze, froze_mb, drew, drew_mb = measure(rows, Path(var))
    print(
        f"{MEMBERS:,} members, {rows:,} ledger rows: snapshot {froze:.1f} s, {froze_mb:.0f} MB; "
        f"figures {drew:.1f} s, {drew_mb:.0f} MB",
        flush=True,
    )
    return froze + drew, froze_mb


def main() -> int:
    """The exit code: 1 where the bar of time, or of flat memory, is not held."""
    lengths = [int(given) for given in sys.argv[1:]] or [LEDGER, *LONGER]
    found = {rows: one(rows) for rows in lengths}
    held = True
    if LEDGER in found:
        seconds = found[LEDGER][0]
        held = seconds <= BAR_SECONDS
        print(f"  {seconds:.1f} s of {BAR_SECONDS} s allowed: ratio {seconds / BAR_SECONDS:.2f}")
    long = [found[rows][1] for rows in sorted(found) if rows > LEDGER]
    if len(long) > 1:
        ratio = long[-1] / long[0]
        held = held and ratio <= BAR_MEMORY
        print(f"  memory of the longest to that of the shortest: {ratio:.2f}, bar {BAR_MEMORY}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
