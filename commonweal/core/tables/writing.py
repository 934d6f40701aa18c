"""Writing CSV that a spreadsheet shows as text, whatever somebody typed into their profile."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

# A cell that starts so would be run as a formula by a spreadsheet.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(text: str) -> str:
    """The cell with an apostrophe before it when a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(RISKY) else text


def unsafe(text: str) -> str:
    """What `safe` was given: the apostrophe it added is taken off again."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(RISKY) else text


def lines(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The file as text, line by line, so that it can be sent while it is made."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in _with_header(header, rows):
        writer.writerow([safe(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _with_header(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    yield header
    yield from rows
