"""What retention would do tonight, and what it did."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace

from commonweal.core.privacy import keeping, registry
from commonweal.core.privacy.declaring import Outside
from commonweal.stewardship.models import RetentionRun
from commonweal.stewardship.queries.parts import heading_of, in_words, within

EMPTIED, REMOVED = "emptied", "removed"


@dataclass(frozen=True)
class Line:
    """One rule in words, and how many rows it finds."""

    key: str
    app: str
    what: str
    how: str
    why: str
    rows: int = 0

    @property
    def part(self) -> str:
        """The part of community life it belongs to."""
        return heading_of(self.app).title

    @property
    def words(self) -> str:
        """Which part, and what of it, in one line."""
        return f"{self.part}, {within(self.what)}"


def forecast(now: datetime.datetime) -> list[Line]:
    """What a run at this moment would do, rule by rule. Nothing is changed."""
    known = {rule.key: line for line, rule in rule_lines()}
    found = [replace(known[rule.key], rows=rows) for rule, rows in keeping.forecast(now)]
    outside = [replace(line, rows=what.due(now)) for line, what in outside_lines() if what.due]
    return [*found, *outside]


def rule_lines() -> Iterator[tuple[Line, keeping.Rule]]:
    """Every rule in words, in the order in which they are carried out."""
    for rule in keeping.rules():
        what = in_words(rule.model)
        if rule.keep.fields:
            what = f"{what}: {'; '.join(map(within, rule.fields))}"
        how = EMPTIED if rule.keep.fields else REMOVED
        app = rule.model._meta.app_label
        yield Line(rule.key, app, what, how, rule.keep.why), rule


def outside_lines() -> Iterator[tuple[Line, Outside]]:
    """What is removed that is in no model."""
    for what in registry.outside():
        if what.remove is not None:
            key = f"{what.app}:{what.title}"
            yield Line(key, what.app, what.title, REMOVED, what.how_long), what


def runs(*, before: int | None, limit: int) -> list[RetentionRun]:
    """What was done, latest first, from below the run numbered `before`."""
    found = RetentionRun.objects.select_related("by").order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found[:limit])
