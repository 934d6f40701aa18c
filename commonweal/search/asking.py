"""A search as the index understands it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from commonweal.search import spelling, tallies
from commonweal.search.models import Document
from commonweal.search.words import facet_token, kind_token, query_words, title_token, word_token

Choices = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Ask:
    """What is wanted: within a choice any one will do, and every choice must be met."""

    audience: str
    kind: str
    facets: Choices
    words: Choices

    def wanted(self) -> list[list[str]]:
        """The choices as tokens, each of which names the audience."""
        return [*self._narrowed(), *([word_token(self.audience, w) for w in c] for c in self.words)]

    def wanted_in_title(self) -> list[list[str]]:
        return [
            *self._narrowed(),
            *([title_token(self.audience, word) for word in choice] for choice in self.words),
        ]

    def _narrowed(self) -> list[list[str]]:
        if self.facets:
            kinds = [self.kind] if self.kind else tallies.kinds(self.audience) or [""]
            return [
                [facet_token(self.audience, kind, key) for key in choice for kind in kinds]
                for choice in self.facets
            ]
        return [[kind_token(self.audience, self.kind)]] if self.kind else []

    def documents(self) -> QuerySet[Document]:
        """What this audience may see of this kind with these facets, words aside."""
        rows = Document.objects.filter(audience=self.audience)
        if self.kind:
            rows = rows.filter(kind=self.kind)
        for choice in self.facets:
            rows = rows.filter(_carries(choice))
        return rows

    def facet_keys(self) -> set[str]:
        return set(chain.from_iterable(self.facets))


def ask(text: str, audience: str, kind: str, facets: Sequence[str]) -> Ask:
    """The search somebody typed. The last word may be the beginning of one."""
    words: list[tuple[str, ...]] = [(word,) for word in query_words(text)]
    if words:
        ending = spelling.endings(audience, words[-1][0])
        words[-1] = tuple(dict.fromkeys([*words[-1], *ending]))
    return Ask(audience, kind, _grouped(facets), tuple(words))


def widen(asked: Ask) -> Ask:
    """The same search, where each word may be a slip of a name this audience can find."""
    typed = [choice[0] for choice in asked.words]
    near = spelling.near(asked.audience, typed)
    words = (tuple(dict.fromkeys([*choice, *near.get(choice[0], [])])) for choice in asked.words)
    return replace(asked, words=tuple(words))


def _grouped(facets: Sequence[str]) -> Choices:
    groups: dict[str, dict[str, None]] = defaultdict(dict)
    for key in facets:
        groups[key.partition(":")[0]][key] = None
    return tuple(tuple(group) for group in groups.values())


def _carries(keys: Sequence[str]) -> Q:
    condition = Q()
    for key in keys:
        condition |= Q(GreaterThan(StrIndex("facets", Value(f" {key} ")), 0))
    return condition
