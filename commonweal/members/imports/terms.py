"""The controlled lists, as a file may write them."""

from functools import cache

from commonweal.core.tables.values import BadCell
from commonweal.core.text import fold
from commonweal.members.models import Term, Vocabulary


class Terms:
    """Every term, found by its key, its code or its label in any language."""

    def __init__(self) -> None:
        self._keys: dict[tuple[str, str], str] = {}
        self._labels: dict[str, list[str]] = {}
        for term in Term.objects.order_by("vocabulary", "order", "key"):
            self._labels.setdefault(term.vocabulary, []).append(term.label)
            for text in (
                term.key,
                term.key.partition(":")[2],
                term.label,
                term.label_cy,
                term.label_ga,
            ):
                if text:
                    self._keys.setdefault((term.vocabulary, fold(text)), term.key)
        self.key = cache(self._key)

    def _key(self, vocabulary: Vocabulary, name: str, text: str) -> str:
        """The key of the term a cell names. Raises `BadCell` with the terms there are."""
        found = self._keys.get((vocabulary, fold(text)))
        if found is None:
            known = ", ".join(self._labels.get(vocabulary, []))
            raise BadCell(name, f"“{text[:80]}” is not in the list. The list has: {known}.")
        return found
