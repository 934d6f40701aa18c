"""The lists that ship with the product, loaded by a migration and then the team's to change."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


def rows(name: str) -> Iterator[dict[str, str]]:
    """The lines of one shipped list."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def load_terms(term_model: Any) -> None:
    """Add the shipped terms that are not there yet; what the team changed stays."""
    positions: dict[str, int] = {}
    terms = []
    for row in rows("terms.csv"):
        vocabulary = row["key"].partition(":")[0]
        positions[vocabulary] = positions.get(vocabulary, 0) + 10
        terms.append(
            term_model(
                key=row["key"],
                vocabulary=vocabulary,
                label=row["label"],
                label_cy=row["label_cy"],
                label_ga=row["label_ga"],
                broader_id=row["broader"] or None,
                order=positions[vocabulary],
            )
        )
    term_model.objects.bulk_create(terms, ignore_conflicts=True)


def load_seniority_rules(rule_model: Any) -> None:
    """Add the shipped rules that are not there yet."""
    rule_model.objects.bulk_create(
        [
            rule_model(
                order=int(row["order"]),
                pattern=row["pattern"],
                seniority_id=row["seniority"],
                because=row["because"],
            )
            for row in rows("seniority_rules.csv")
        ],
        ignore_conflicts=True,
    )
