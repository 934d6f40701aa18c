"""One search over everything, by kind."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from commonweal.members import queries as members
from commonweal.search import queries as search

FIRST = 6


@dataclass(frozen=True)
class Kind:
    """What a kind of thing is called on a page, and the page that lists all of them."""

    label: str
    list: str = ""


# In the order of the page. A kind that is not named here follows them under its own name.
KINDS = {
    "person": Kind("People", "members:directory"),
    "organisation": Kind("Organisations", "members:organisations"),
}


@dataclass(frozen=True)
class Shelf:
    """The first few found of one kind."""

    kind: Kind
    page: search.Page


def everything(user: Any, text: str) -> list[Shelf]:
    """What this reader may see and the words find, of every kind that has any.

    Likely slips are forgiven only when nothing at all matches the words as they were typed.
    """
    found = list(_shelves(members.viewer_audience(user), text)) if text else []
    exact = [shelf for shelf in found if not shelf.page.corrected]
    return exact or found


def _shelves(audience: str, text: str) -> Iterator[Shelf]:
    order = [*KINDS, *(kind for kind in search.kinds(audience) if kind not in KINDS)]
    for kind in order:
        page = search.search(text, audience=audience, kind=kind, limit=FIRST)
        if page.hits:
            yield Shelf(KINDS.get(kind) or Kind(kind.replace("-", " ").capitalize()), page)
