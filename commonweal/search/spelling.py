"""The words each audience can find, and how a name may be mistyped and still be recognised."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import F

from commonweal.search.engines import engine
from commonweal.search.models import Document, Spelling
from commonweal.search.words import (
    all_words,
    index_words,
    nearest,
    slips_allowed,
    variants,
    word_token,
)

MOST_ENDINGS = 20
MOST_NEAR = 6
SHORTEST_BEGINNING = 3


def learn(documents: Iterable[Document]) -> None:
    """Know the words of these documents, and the likely slips of the words in their titles."""
    names: dict[str, set[str]] = defaultdict(set)
    words: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        names[document.audience].update(index_words(document.title))
        words[document.audience].update(all_words(document))
    for audience, found in words.items():
        _add(audience, {(word, word) for word in found - _known(audience, found)})
    for audience, found in names.items():
        new = found - _known_names(audience, found)
        _add(
            audience,
            {(slip, word) for word in new for slip in variants(word, slips_allowed(word))},
        )


def forget(words: Iterable[tuple[str, str]]) -> None:
    """Drop the (audience, word) pairs that no document uses any more.

    A name must not live on in the list of spellings after its owner has hidden or left.
    """
    for audience, word in words:
        if not engine().matches([[word_token(audience, word)]], 1):
            Spelling.objects.filter(audience=audience, word=word).delete()


def endings(audience: str, beginning: str) -> list[str]:
    """Words this audience can find that begin so, the first few in order."""
    if len(beginning) < SHORTEST_BEGINNING:
        return []
    rows = Spelling.objects.filter(
        audience=audience, word__gte=beginning, word__lt=beginning + chr(0x10FFFF)
    )
    found = rows.order_by("word").values_list("word", flat=True).distinct()
    return list(found[:MOST_ENDINGS])


def near(audience: str, words: Sequence[str]) -> Mapping[str, list[str]]:
    """For each word, the names this audience can find that it may be a slip of, closest first."""
    slips = {word: variants(word, slips_allowed(word)) for word in words if slips_allowed(word)}
    rows = Spelling.objects.filter(
        audience=audience, variant__in=sorted(set().union(*slips.values()))
    ).values_list("variant", "word")
    names: dict[str, list[str]] = defaultdict(list)
    for variant, name in rows:
        names[variant].append(name)
    return {
        word: nearest(word, (name for slip in found for name in names[slip]), MOST_NEAR)
        for word, found in slips.items()
    }


def _add(audience: str, pairs: Iterable[tuple[str, str]]) -> None:
    Spelling.objects.bulk_create(
        [Spelling(audience=audience, variant=variant, word=word) for variant, word in pairs],
        ignore_conflicts=True,
    )


def _known(audience: str, words: Iterable[str]) -> set[str]:
    rows = Spelling.objects.filter(audience=audience, variant=F("word"), variant__in=words)
    return set(rows.values_list("word", flat=True))


def _known_names(audience: str, words: Iterable[str]) -> set[str]:
    rows = Spelling.objects.filter(audience=audience, word__in=words).exclude(variant=F("word"))
    return set(rows.values_list("word", flat=True).distinct())
