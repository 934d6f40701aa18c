"""Text as the index sees it: folded words, the tokens made of them, and likely slips."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from commonweal.core.text import fold
from commonweal.search.models import Audience, Document

APOSTROPHE = re.compile("['’`\u02bc]")
HYPHEN = re.compile("[-\u2010\u2011]")
SEGMENT = rf"[^\W_]+(?:{APOSTROPHE.pattern}[^\W_]+)*"
COMPOUND = re.compile(rf"{SEGMENT}(?:{HYPHEN.pattern}{SEGMENT})*")
LONGEST_WORD = 40
MOST_WORDS = 2_000
LONGEST_QUERY = 400
MOST_QUERY_WORDS = 8
# A word this long may have two slips; a shorter one has too many neighbours at that distance.
TWO_SLIPS_FROM = 8
ONE_SLIP_FROM = 4
# Variants of the start of a word suffice to find it, and are far fewer.
TELLING_LETTERS = 7
# Too common to tell documents apart, and often not in a profile that means the same.
SMALL_WORDS = frozenset(
    {
        "a",
        "about",
        "an",
        "and",
        "are",
        "as",
        "at",
        "by",
        "for",
        "from",
        "i",
        "in",
        "is",
        "of",
        "on",
        "or",
        "that",
        "the",
        "to",
        "who",
        "with",
    }
)
PREFIX = {Audience.EVERYONE: "e", Audience.MEMBERS: "m"}


def index_words(text: str) -> list[str]:
    """Every word by which this text can be found, each once: “O’Brien” also as “brien”."""
    words: dict[str, None] = {}
    for line in text.split("\n"):
        words.update(_line_words(line))
    return list(words)[:MOST_WORDS]


@lru_cache(maxsize=20_000)
def _line_words(line: str) -> dict[str, None]:
    """The words of one line. Kept, as labels and places of work recur in thousands of texts."""
    return {
        word[:LONGEST_WORD]: None
        for compound in COMPOUND.findall(fold(line))
        for word in ((compound,) if compound.isalnum() else _taken_apart(compound))
    }


def _taken_apart(compound: str) -> Iterator[str]:
    """A compound as one word, and its parts with and without what apostrophes cut off."""
    yield APOSTROPHE.sub("", HYPHEN.sub("", compound))
    for part in HYPHEN.split(compound):
        yield APOSTROPHE.sub("", part)
        yield from APOSTROPHE.split(part)


def query_words(text: str) -> list[str]:
    """The words somebody asks for, small words left out unless there are no others."""
    asked = [
        APOSTROPHE.sub("", part)[:LONGEST_WORD]
        for compound in COMPOUND.findall(fold(text[:LONGEST_QUERY]))
        for part in HYPHEN.split(compound)
    ]
    telling = [word for word in asked if word not in SMALL_WORDS]
    return list(dict.fromkeys(telling or asked))[:MOST_QUERY_WORDS]


def word_token(audience: str, word: str) -> str:
    """The word anywhere in a document of this audience."""
    return f"{PREFIX[Audience(audience)]}w{word}"


def title_token(audience: str, word: str) -> str:
    """The word in the title of a document of this audience."""
    return f"{PREFIX[Audience(audience)]}t{word}"


@lru_cache(maxsize=100)
def kind_token(audience: str, kind: str) -> str:
    return f"{PREFIX[Audience(audience)]}k{digest(kind)}"


@lru_cache(maxsize=20_000)
def facet_token(audience: str, kind: str, facet: str) -> str:
    """The facet on a document of this kind: one list to read where two would have to be met."""
    return f"{PREFIX[Audience(audience)]}f{digest(f'{kind} {facet}')}"


def digest(key: str) -> str:
    """Letters and digits only, whatever characters a key holds."""
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


class Words(NamedTuple):
    """The words one document can be found by: those of its title, and all."""

    document: Document
    title: list[str]
    all: list[str]

    def tokens(self) -> str:
        """Everything the index keeps of the document. Each token names the audience it is for."""
        audience, kind = self.document.audience, self.document.kind
        in_title, anywhere = title_token(audience, ""), word_token(audience, "")
        return " ".join(
            [
                kind_token(audience, kind),
                *(facet_token(audience, kind, facet) for facet in self.document.facet_keys()),
                *(in_title + word for word in self.title),
                *(anywhere + word for word in self.all),
            ]
        )


def words_of(document: Document) -> Words:
    text = f"{document.title}\n{document.summary}\n{document.body}"
    return Words(document, index_words(document.title), index_words(text))


def slips_allowed(word: str) -> int:
    """How many wrong letters a word of this length may have and still be recognised."""
    if len(word) < ONE_SLIP_FROM or word.isdigit():
        return 0
    return 2 if len(word) >= TWO_SLIPS_FROM else 1


def variants(word: str) -> set[str]:
    """The start of the word, with as many letters left out as it may have slips.

    Two words that are a few slips apart share one of these, wherever the slips are.
    """
    found = {word[:TELLING_LETTERS]}
    edge = found
    for _ in range(slips_allowed(word)):
        edge = {kept[:at] + kept[at + 1 :] for kept in edge for at in range(len(kept))}
        found = found | edge
    return found


def distance(left: str, right: str) -> int:
    """How many letters were added, lost, changed or swapped with the next between two words."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, letter in enumerate(left, 1):
        older, before = before, row
        row = [i]
        for j, other in enumerate(right, 1):
            cost = min(row[-1] + 1, before[j] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]


def nearest(word: str, candidates: Iterable[str], limit: int) -> list[str]:
    """The candidates within the slips this word is allowed, closest first."""
    allowed = slips_allowed(word)
    measured = sorted((distance(word, candidate), candidate) for candidate in set(candidates))
    return [candidate for slips, candidate in measured if slips <= allowed][:limit]
