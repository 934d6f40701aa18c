"""A snapshot opened for reading: lazy tables that mean the same on Polars and on Spark."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from commonweal.core.errors import Refused
from commonweal.impact.snapshot import manifest
from commonweal.impact.snapshot.tables import COLUMNS

Table = nw.LazyFrame[Any]
Reader = Callable[[list[str]], Any]


@dataclass(frozen=True)
class Frozen:
    """The community on a day. Tables are pseudonymised; columns are in `snapshot.tables`."""

    as_of: datetime.date
    community: str
    invented: bool
    digest: str
    tables: Mapping[str, Table]

    @property
    def members(self) -> Table:
        """Everybody who had joined, whether or not they had left."""
        return self.tables["members"]

    @property
    def current(self) -> Table:
        """Those who belonged on the day."""
        return self.members.filter(nw.col("left_on").is_null())

    @property
    def participation(self) -> Table:
        return self.tables["participation"]

    @property
    def organisations(self) -> Table:
        return self.tables["organisations"]

    def labels(self, vocabulary: str) -> dict[str, str]:
        """The controlled list in its own order: label by key."""
        return {row["term"]: row["label"] for row in self._terms(vocabulary)}

    def within(self, vocabulary: str, broader: str) -> set[str]:
        """The key `broader` and every key of the list that belongs under it."""
        kept = {broader}
        terms = self._terms(vocabulary)
        while more := {t["term"] for t in terms if t["broader"] in kept} - kept:
            kept |= more
        return kept

    def offers(self) -> dict[str, str]:
        """Label by code of what people could take part in."""
        rows = collected(self.tables["offers"])
        return {row["offer"]: row["label"] for row in sorted(rows, key=lambda row: row["offer"])}

    def _terms(self, vocabulary: str) -> list[dict[str, Any]]:
        rows = collected(self.tables["terms"].filter(nw.col("vocabulary") == vocabulary))
        return sorted(rows, key=lambda row: (row["order"], row["term"]))


def collected(table: Table) -> list[dict[str, Any]]:
    """The rows of a small result, on whichever engine it was worked out."""
    spark = table.implementation.is_pyspark()
    found = table.collect("pyarrow") if spark else table.collect("polars")
    rows: list[dict[str, Any]] = found.rows(named=True)
    return rows


def counted(table: Table, *names: str) -> dict[Any, int]:
    """How many rows there are of each value of one column, or of each tuple of several."""
    rows = collected(table.group_by(*names).agg(nw.len().alias("n")))
    if len(names) == 1:
        return {row[names[0]]: row["n"] for row in rows}
    return {tuple(row[name] for name in names): row["n"] for row in rows}


def opened(folder: Path, *, engine: str = "polars") -> Frozen:
    """The snapshot in `folder`, after its files were found unchanged.

    Raises `Refused` where they were not, or where the engine is not installed.
    """
    said = manifest.verify(folder)
    reader = ENGINES[engine]()
    return Frozen(
        as_of=said.as_of,
        community=said.community,
        invented=said.invented,
        digest=said.digest(),
        tables={
            table: nw.from_native(reader([str(folder / name) for name in said.of(table)]))
            for table in COLUMNS
        },
    )


def _polars() -> Reader:
    return pl.scan_parquet


def _spark() -> Reader:
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 -- an extra, and slow to load
    except ImportError:
        raise Refused(
            "The engine spark is not installed here. Install commonweal[spark], and Java 17."
        ) from None
    session = (
        SparkSession.builder.appName("commonweal")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "8")
        .getOrCreate()
    )
    return lambda paths: session.read.parquet(*paths)


ENGINES: dict[str, Callable[[], Reader]] = {"polars": _polars, "spark": _spark}
