"""The words each audience can find, and how a name may be mistyped and still be recognised."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from commonweal.search.engines import engine
from commonweal.search.models import Spelling
from commonweal.search.words import (
    TELLING_LETTERS,
    Words,
    nearest,
    slips_allowed,
    variants,
    word_token,
)

WHOLE = ""

MOST_ENDINGS = 20
MOST_NEAR = 6
SHORTEST_BEGINNING = 3


def learn(documents: Iterable[Words]) -> None:
    """Know the words of these documents, and the likely slips of the words in their titles."""
    names: dict[str, set[str]] = defaultdict(set)
    words: dict[str, set[str]] = defaultdict(set)
    for said in documents:
        names[said.document.audience].update(said.title)
        words[said.document.audience].update(said.all)
    for audience, found in words.items():
        new = found - _known(audience, found)
        engine().spell((audience, WHOLE, word) for word in new)
        new = names[audience] - _known_names(audience, names[audience])
        engine().spell((audience, slip, word) for word in new for slip in variants(word))


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
        audience=audience,
        variant=WHOLE,
        word__gte=beginning,
        word__lt=beginning + chr(0x10FFFF),
    )
    return list(rows.order_by("word").values_list("word", flat=True)[:MOST_ENDINGS])


def near(audience: str, words: Sequence[str]) -> Mapping[str, list[str]]:
    """For each word, the names this audience can find that it may be a slip of, closest first."""
    slips = {word: variants(word) for word in words if slips_allowed(word)}
    wanted = sorted(set().union(*slips.values()))
    rows = Spelling.objects.filter(audience=audience, variant__in=wanted)
    names: dict[str, list[str]] = defaultdict(list)
    for variant, name in rows.values_list("variant", "word"):
        names[variant].append(name)
    return {
        word: nearest(word, (name for slip in found for name in names[slip]), MOST_NEAR)
        for word, found in slips.items()
    }


def _known(audience: str, words: Iterable[str]) -> set[str]:
    rows = Spelling.objects.filter(audience=audience, variant=WHOLE, word__in=words)
    return set(rows.values_list("word", flat=True))


def _known_names(audience: str, words: Iterable[str]) -> set[str]:
    # By variant, which is indexed; every name has the variant in which no letter is left out.
    starts = {word[:TELLING_LETTERS] for word in words}
    rows = Spelling.objects.filter(audience=audience, variant__in=starts)
    return {
        word
        for variant, word in rows.values_list("variant", "word")
        if variant == word[:TELLING_LETTERS]
    }
