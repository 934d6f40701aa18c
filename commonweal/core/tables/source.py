"""Opening a CSV file somebody gave us: what it is, how it is encoded, whether it can be read.

The whole file is looked at before anything is taken from it, so that a broken one is refused with
a line and a reason while nothing has been written. Memory stays flat whatever its size.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from commonweal.core.errors import Refused

LONGEST_LINE = 1_000_000
DELIMITERS = ",;\t|"
CHUNK = 1 << 20
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
NO_CSV = {
    b"PK\x03\x04": "an Excel workbook or a ZIP archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
    b"SQLite format": "a database",
    b"PAR1": "a Parquet file",
}
OTHER_TEXT = (
    (re.compile(rb"<"), "a web page or XML"),
    # A column may well be called “[Name]”, so a bracket alone does not make JSON.
    (re.compile(rb"\{|\[\s*[\[{\"\d\]]"), "JSON"),
)


@dataclass(frozen=True)
class Row:
    """One record of the file: the line it starts on, and its cells by column name."""

    line: int
    cells: dict[str, str]
    fault: str = ""


@dataclass(frozen=True)
class Source:
    """A file that can be read: its columns, how many records follow, and what to say of it."""

    path: Path
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    has_header: bool
    records: int
    notes: tuple[str, ...] = field(default=())

    def rows(self, *, fill: bool = False) -> Iterator[Row]:
        """The records in order. A record of another width carries its `fault`.

        `fill` takes records that stop early as if the missing cells were empty.
        """
        records = _records(self.path, self.encoding, self.delimiter)
        if self.has_header:
            next(records)
        width = len(self.columns)
        for line, cells in records:
            if len(cells) < width and fill:
                cells += [""] * (width - len(cells))
            fault = "" if len(cells) == width else _width_fault(len(cells), width)
            yield Row(line, dict(zip(self.columns, cells, strict=False)), fault)


def open_source(
    path: Path, *, header: tuple[str, ...] = (), delimiter: str = "", encoding: str = ""
) -> Source:
    """Look at the whole file and say what it is.

    `header` names the columns of a file that has no header line. Raises `Refused`, with a line
    where there is one, for anything that is not a readable table.
    """
    _refuse_other_kinds(path)
    notes: tuple[str, ...] = ()
    if not encoding:
        encoding, notes = _encoding(path)
    delimiter = delimiter or _delimiter(path, encoding)
    records = _records(path, encoding, delimiter)
    columns = header
    if not header:
        columns = _header(next(records, (1, []))[1])
    count = sum(1 for _ in records)
    if not count:
        raise Refused("The file has a header and nothing under it.")
    return Source(path, encoding, delimiter, columns, not header, count, notes)


def _refuse_other_kinds(path: Path) -> None:
    if not path.is_file():
        raise Refused(f"There is no file called “{path}”.")
    with path.open("rb") as file:
        start = file.read(200)
    if not start.strip():
        raise Refused("The file is empty.")
    if kind := _other_kind(start):
        raise Refused(
            f"This is {kind}, not a CSV file. Save or unpack it as “CSV UTF-8” and try again."
        )


def _other_kind(start: bytes) -> str:
    """What a file that begins like this is, when it is no CSV."""
    for mark, kind in NO_CSV.items():
        if start.startswith(mark):
            return kind
    # Without marks of byte order and the zeros of UTF-16, text of any encoding begins alike.
    text = start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return next((kind for pattern, kind in OTHER_TEXT if pattern.match(text)), "")


def _encoding(path: Path) -> tuple[str, tuple[str, ...]]:
    """UTF-8 when the whole file is; UTF-16 when it says so; else Windows-1252, and a note."""
    with path.open("rb") as file:
        if file.read(2) in UTF16:
            return "utf-16", ()
    fault = _first_fault(path, "utf-8")
    if fault == 0:
        return "utf-8-sig", ()
    other = _first_fault(path, "cp1252")
    if other:
        raise Refused(
            f"Line {other} is written neither in UTF-8 nor in Windows-1252. "
            "Save the file as “CSV UTF-8” and try again."
        )
    return "cp1252", (
        f"The file is not UTF-8 (see line {fault}), so it was read as Windows-1252, "
        "the way Excel saves it. Check that accents look right.",
    )


def _first_fault(path: Path, encoding: str) -> int:
    """The first line that is not in this encoding, counted from 1; 0 when there is none."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return line + error.object[: error.start].count(b"\n")
            line += chunk.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return line
    return 0


def _delimiter(path: Path, encoding: str) -> str:
    """Whichever of the usual separators the first line has most of; a comma when it has none."""
    first = next(_lines(path, encoding), "")
    return max(DELIMITERS, key=first.count)


def _lines(path: Path, encoding: str) -> Iterator[str]:
    """Lines as they stand, none longer than memory should hold."""
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as text:
        number = 0
        while True:
            try:
                line = text.readline(LONGEST_LINE + 1)
            except UnicodeError:
                raise Refused(
                    f"The text breaks off after line {number}: the file is not whole."
                ) from None
            if not line:
                return
            number += 1
            if len(line) > LONGEST_LINE:
                raise Refused(
                    f"Line {number} is longer than a million characters. "
                    "A quotation mark or a line break is missing before it."
                )
            if "\0" in line:
                column = line.index("\0") + 1
                raise Refused(
                    f"Line {number} has a NUL character at position {column}. "
                    "This is not a text file, or it is damaged."
                )
            yield line


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it starts on; empty lines are passed over."""
    reader = csv.reader(_lines(path, encoding), delimiter=delimiter, strict=True)
    while True:
        start = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Refused(_csv_fault(start, str(error))) from None
        if any(cells):
            yield start, cells


def _csv_fault(line: int, error: str) -> str:
    if "field larger" in error or "unexpected end" in error:
        return (
            f"The record on line {line} opens a quotation mark that is never closed, "
            "or has a cell of more than 131,072 characters."
        )
    return (
        f"The record on line {line} has a quotation mark in the middle of a cell. "
        "Inside a quoted cell, write it twice."
    )


def _header(cells: list[str]) -> tuple[str, ...]:
    names = tuple(cell.strip() for cell in cells)
    for place, name in enumerate(names, start=1):
        if name and name in names[: place - 1]:
            raise Refused(f"Line 1 names the column “{name}” twice; column {place} is the second.")
    return names


def _width_fault(found: int, width: int) -> str:
    return f"This row has {found} cells where the header has {width}."
