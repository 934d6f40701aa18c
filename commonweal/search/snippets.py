"""Why a document was found, in the document's own words."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from commonweal.search.words import COMPOUND, index_words

BEFORE, LENGTH = 60, 180


@dataclass(frozen=True)
class Piece:
    """A stretch of plain text, and whether it is a word that was asked for."""

    text: str
    marked: bool


def snippet(text: str, wanted: Collection[str]) -> tuple[Piece, ...]:
    """The first line that holds a wanted word, cut to a readable length, its words marked.

    Nothing when no line does. The pieces are plain text: the page escapes them.
    """
    for line in text.splitlines():
        spans = _spans(line, wanted)
        if spans:
            return _cut(line, spans)
    return ()


def _spans(line: str, wanted: Collection[str]) -> list[tuple[int, int]]:
    # Folding can change the length of a text, so words are found in the text as it is shown.
    return [
        found.span()
        for found in COMPOUND.finditer(line)
        if not set(index_words(found[0])).isdisjoint(wanted)
    ]


def _cut(line: str, spans: list[tuple[int, int]]) -> tuple[Piece, ...]:
    start = _word_start(line, spans[0][0] - BEFORE)
    end = _word_end(line, max(start + LENGTH, spans[0][1]))
    pieces = [Piece("… ", False)] if start else []
    at = start
    for left, right in spans:
        if right <= end:
            pieces += [Piece(line[at:left], False), Piece(line[left:right], True)]
            at = right
    pieces.append(Piece(line[at:end].rstrip(), False))
    if end < len(line):
        pieces.append(Piece(" …", False))
    return tuple(piece for piece in pieces if piece.text)


def _word_start(line: str, at: int) -> int:
    space = re.compile(r"\s\S").search(line, max(at, 0))
    return space.start() + 1 if at > 0 and space else 0


def _word_end(line: str, at: int) -> int:
    space = re.compile(r"\s").search(line, min(at, len(line)))
    return space.start() if space else len(line)
