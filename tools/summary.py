"""Adding up what several pytest runs counted."""

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree


@dataclass(frozen=True)
class Counts:
    """Tests passed, failed (errors included) and skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped
        )

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def read_counts(results: Path) -> Counts:
    """The counts of one run from its JUnit file; nothing at all when it never wrote one."""
    if not results.exists():
        return Counts()
    total = Counts()
    for suite in ElementTree.parse(results).getroot().iter("testsuite"):
        number = {
            key: int(suite.get(key, "0")) for key in ("tests", "failures", "errors", "skipped")
        }
        failed = number["failures"] + number["errors"]
        passed = number["tests"] - failed - number["skipped"]
        total += Counts(passed, failed, number["skipped"])
    return total
