"""How many people two snapshots differ by, so that no two published ones tell of a few."""

from pathlib import Path

import polars as pl

# What figures show people by, in tables with a row a person.
COMPARED = {"members": "person", "applications": "application"}


def apart(one: Path, other: Path) -> int | None:
    """The fewest rows, but not none, by which a table of two snapshots differs; None for none.

    A row differs when it is in one of them alone or says something else there. Columns and tables
    that one of the two does not have are left out.
    """
    found = [
        count
        for table, key in COMPARED.items()
        if (one / f"{table}.parquet").exists() and (other / f"{table}.parquet").exists()
        if (count := _different(one / f"{table}.parquet", other / f"{table}.parquet", key))
    ]
    return min(found, default=None)


def _different(one: Path, other: Path, key: str) -> int:
    first, second = pl.scan_parquet(one), pl.scan_parquet(other)
    names = [n for n in first.collect_schema().names() if n in second.collect_schema().names()]
    first, second = first.select(names), second.select(names)
    sides = [
        here.join(there, on=names, how="anti", nulls_equal=True).select(key)
        for here, there in ((first, second), (second, first))
    ]
    return int(pl.concat(sides).unique().select(pl.len()).collect().item())
