"""Turn the XML of one Stack Exchange site into CSV that `commonweal import` takes.

    python bench/realdata/stackexchange_to_csv.py FOLDER OUT

writes OUT/people.csv and OUT/participation.csv. No name and no text of anybody is carried over.
"""

import csv
import gzip
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import iterparse

SITE_ITSELF = "-1"
POSTS = {"1": "question", "2": "answer"}


def rows(folder: Path, table: str) -> Iterator[dict[str, str]]:
    """The rows of one table, a row in memory at a time."""
    with gzip.open(folder / f"{table}.xml.gz", "rb") as file:
        for _, element in iterparse(file):
            if element.tag == "row":
                yield dict(element.attrib)
            element.clear()


def people(folder: Path) -> Iterator[list[str]]:
    for user in rows(folder, "Users"):
        if user["Id"] != SITE_ITSELF:
            yield [user["Id"], user["CreationDate"][:10]]


def participation(folder: Path) -> Iterator[list[str]]:
    """What users wrote. Votes are left out: the published ones do not say whose they are."""
    for post in rows(folder, "Posts"):
        kind, user = POSTS.get(post["PostTypeId"]), post.get("OwnerUserId", SITE_ITSELF)
        if kind and user != SITE_ITSELF:
            yield [user, post["CreationDate"][:10], kind, f"post:{post['Id']}"]
    for comment in rows(folder, "Comments"):
        user = comment.get("UserId", SITE_ITSELF)
        if user != SITE_ITSELF:
            yield [user, comment["CreationDate"][:10], "comment", f"comment:{comment['Id']}"]


def write(path: Path, header: list[str], lines: Any) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        count = 0
        for line in lines:
            writer.writerow(line)
            count += 1
    print(f"{count} rows are in {path}.")


def main(folder: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    write(out / "people.csv", ["user", "joined"], people(folder))
    write(out / "participation.csv", ["user", "day", "what", "key"], participation(folder))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
