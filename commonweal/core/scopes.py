"""What a role is limited to, in words. Core knows no nations and no waves: the apps that do say."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

Words = Callable[[Collection[str]], Mapping[str, str]]
_KINDS: dict[str, Words] = {}


def named(kind: str, words: Words) -> None:
    """Have `words(scopes)` asked for those that begin with this kind, such as “nation”.

    Call it in `AppConfig.ready`. Scopes that mean nothing any more may be left out.
    """
    _KINDS[kind] = words


def in_words(scopes: Iterable[str]) -> dict[str, str]:
    """Every scope with the words for it, all of a kind asked at once; as it is where none are."""
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for scope in filter(None, scopes):
        kinds[scope.partition(":")[0]].add(scope)
    found = {scope: scope for kind in kinds.values() for scope in kind}
    for kind, members in kinds.items():
        if kind in _KINDS:
            found.update(_KINDS[kind](members))
    return found
