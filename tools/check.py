"""Runs the steps of `make test` and `make check`, one heading each, and sums up all tests."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools import machine
from tools.summary import Counts, read_counts

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PRODUCTION = {
    "SITE_URL": "https://commonweal.example",
    "SECRET_KEY": "for-this-check-only-" + "0123456789" * 4,
}
UNIT = "not browser and not spark"
WORKERS = ["-n", "2"]


@dataclass
class Report:
    """What has been seen so far: tests counted, steps that failed, suites left out and why."""

    counts: Counts = field(default_factory=Counts)
    failed: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


class Checks:
    """The steps, in order. Each runs whatever became of the one before."""

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch
        self.report = Report()
        self.seed = str(time.time_ns() % 1_000_000)

    def step(self, name: str, command: Sequence[str | Path], **env: str) -> None:
        """Run one command under a heading; its failure is noted, and counted as one."""
        code, seconds = self.shown(name, command, env)
        if code:
            self.report.failed.append(name)
            self.report.counts += Counts(failed=1)
        print(f"   {'FAILED' if code else 'ok'}, {seconds:.0f} s", flush=True)

    def suite(
        self, name: str, arguments: Sequence[str], python: Path | None = None, **env: str
    ) -> None:
        """Run pytest under a heading, and add up what it counted."""
        results = self.scratch / f"{len(list(self.scratch.iterdir()))}.xml"
        pytest = [python or sys.executable, "-m", "pytest", "-q", f"--junit-xml={results}"]
        command = [*pytest, f"--randomly-seed={self.seed}", *arguments]
        name_and_seed = f"{name} (random order {self.seed})"
        code, seconds = self.shown(name_and_seed, command, env)
        counts = read_counts(results)
        if code and not counts.failed:
            counts += Counts(failed=1)
        if code:
            self.report.failed.append(name)
        self.report.counts += counts
        print(f"   {counts}, {seconds:.0f} s", flush=True)

    def shown(
        self, name: str, command: Sequence[str | Path], env: dict[str, str]
    ) -> tuple[int, float]:
        print(f"\n== {name}", flush=True)
        started = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, env=os.environ | env, check=False)
        return done.returncode, time.monotonic() - started

    def leave_out(self, name: str, why: str) -> None:
        print(f"\n== {name}\n   left out: {why}", flush=True)
        self.report.left_out.append(f"{name}: {why}")

    def still(self) -> None:
        """All that can be seen without running the product's tests."""
        templates = sorted(str(path) for path in ROOT.glob("commonweal/*/jinja2"))
        tool = BIN.joinpath
        self.step("Format", [tool("ruff"), "format", "--check", "--quiet", "."])
        self.step("Lint", [tool("ruff"), "check", "--quiet", "."])
        self.step("Types", [tool("mypy"), "commonweal", "tools", "assets"])
        self.step("Imports point downwards", [tool("lint-imports"), "--no-cache"])
        for kind in ("jinja", "html"):
            djlint: list[str | Path] = [
                tool("djlint"),
                "--lint",
                "--quiet",
                "--extension",
                kind,
                *templates,
            ]
            self.step(f"Templates ({kind})", djlint)
        commonweal = tool("commonweal")
        self.step(
            "Every model has its migration", [commonweal, "makemigrations", "--check", "--dry-run"]
        )
        deploy: list[str | Path] = [commonweal, "check", "--deploy", "--fail-level", "WARNING"]
        self.step("Settings fit for production, migrations in line", deploy, **PRODUCTION)

    def unit(self, coverage: bool = False) -> None:
        """What one runs again and again, then what takes longer."""
        # Each alone covers only part: the gate is for all of them together.
        measured = ["--cov", "--cov-report=", "--cov-fail-under=0"] if coverage else []
        for name, which in (("Tests", "not slow"), ("Slow tests", "slow")):
            data = self.data(name.replace(" ", "-").lower())
            chosen = [*WORKERS, "-m", f"{UNIT} and {which}", *measured]
            self.suite(f"{name} on SQLite", chosen, COVERAGE_FILE=data)

    def postgres(self) -> None:
        """The same tests again on PostgreSQL, where one is running."""
        address, why_not = machine.postgres()
        if why_not:
            self.leave_out("Tests on PostgreSQL", why_not)
            return
        self.suite(
            "Tests on PostgreSQL",
            [*WORKERS, "-m", UNIT, "--create-db", "--cov", "--cov-report="],
            DATABASE_URL=f"{address}/commonweal_check_{os.getpid()}",
            COVERAGE_FILE=self.data("postgres"),
        )

    def coverage(self) -> None:
        """What the tests on all databases together have run, against the gate."""
        found = sorted(self.scratch.glob("coverage.*"))
        one = self.data("all")
        tool = BIN / "coverage"
        combine: list[str | Path] = [tool, "combine", "--quiet", *found]
        subprocess.run(combine, cwd=ROOT, env=os.environ | {"COVERAGE_FILE": one}, check=False)
        self.step("Coverage", [tool, "report"], COVERAGE_FILE=one)

    def data(self, name: str) -> str:
        return str(self.scratch / f"coverage.{name}")

    def browser(self) -> None:
        if why_not := machine.chromium():
            self.leave_out("Browser tests", why_not)
        else:
            self.suite("Browser tests", [*WORKERS, "-m", "browser"])

    def spark(self) -> None:
        python, why_not = machine.spark(ROOT)
        if why_not:
            self.leave_out("Figures on Spark", why_not)
        else:
            self.suite("Figures on Spark", ["-m", "spark"], python)

    def wheel(self) -> None:
        command = [sys.executable, "-m", "tools.wheel", str(self.scratch)]
        self.step("The wheel, in an empty environment", command)

    def finish(self) -> int:
        """Say what failed and what was left out, then the line that CI reads. The exit code."""
        print()
        for line in self.report.left_out:
            print(f"Left out: {line}")
        for name in self.report.failed:
            print(f"Failed: {name}")
        folder = ROOT / "build"
        folder.mkdir(exist_ok=True)
        (folder / "summary.txt").write_text(f"{self.report.counts}\n")
        print(self.report.counts, flush=True)
        return 1 if self.report.failed else 0


def run(what: str, checks: Checks) -> int:
    """Run the steps of one make target."""
    if what == "check":
        checks.still()
        checks.unit(coverage=True)
        checks.postgres()
        checks.coverage()
        checks.browser()
        checks.spark()
        checks.wheel()
    elif what == "test":
        checks.unit()
        checks.browser()
        checks.spark()
    elif what == "browser":
        checks.browser()
    else:
        checks.spark()
    return checks.finish()


def main() -> int:
    """Run what the command line names, away from the reader's own data."""
    scratch = Path(tempfile.mkdtemp(prefix="commonweal-check-"))
    os.environ["COMMONWEAL_VAR"] = str(scratch / "var")
    for name in ("DATABASE_URL", "DEMO", "PORT", "SITE_URL"):
        os.environ.pop(name, None)
    try:
        return run(sys.argv[1], Checks(scratch))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
