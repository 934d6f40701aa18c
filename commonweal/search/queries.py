"""Finding what a reader may see, at a cost that does not grow with the community.

No more than CAP matches are ever counted or put in order. Longer lists without words are walked
A to Z from the cursor on; longer lists with words show CAP of the matches, oldest first.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from commonweal.search import asking, tallies
from commonweal.search.asking import Ask
from commonweal.search.cursors import Cursor, decode, encode
from commonweal.search.engines import engine
from commonweal.search.models import Document
from commonweal.search.snippets import Piece, snippet
from commonweal.search.words import index_words

CAP = 1_000


@dataclass(frozen=True)
class Hit:
    """One thing found. `snippet` shows the words it was found by where title and summary do not.

    `why` holds those of its facets that were asked for.
    """

    kind: str
    ref: str
    title: str
    summary: str
    url: str
    image: str
    facets: tuple[str, ...]
    snippet: tuple[Piece, ...]
    why: tuple[str, ...]


@dataclass(frozen=True)
class Total:
    """A number of documents; with `is_capped` there are more than that."""

    number: int
    is_capped: bool = False


@dataclass(frozen=True)
class Page:
    """Some of what was found.

    `total` is exact unless `total_is_capped`: then there are more than `total`. `next` and
    `previous` are cursors; `next` is "" on the last page, `previous` is None on the first page
    and "" when the first page is the one before. `facet_counts` are of all that was found;
    where that is too much to count, there are none and `counts_are_known` is False.
    """

    hits: tuple[Hit, ...]
    total: int
    total_is_capped: bool
    next: str
    previous: str | None
    facet_counts: Mapping[str, int]
    counts_are_known: bool
    corrected: str = ""


def search(
    text: str,
    *,
    audience: str,
    kind: str = "",
    facets: Sequence[str] = (),
    after: str = "",
    limit: int = 20,
) -> Page:
    """One page of what this audience may see and that meets the words and the facets.

    Facets of one group (the part before the colon) are alternatives; groups must all be met.
    The order is A to Z; with words, those whose title has all of them come first.
    No text is an error, and an unknown cursor shows the first page.
    """
    asked = asking.ask(text, audience, kind, facets)
    cursor = decode(after)
    if asked.words:
        return _by_words(asked, cursor, limit)
    if text.strip():
        return _listed(asked, {}, cursor, limit)
    return _browse(asked, cursor, limit)


def kinds(audience: str) -> list[str]:
    """The kinds of thing this audience can find anything of."""
    return tallies.kinds(audience)


def _browse(asked: Ask, cursor: Cursor | None, limit: int) -> Page:
    counts = tallies.counts(asked.audience, asked.kind)
    if not asked.facets:
        return replace(_walked(asked, cursor, limit, Total(counts.get("", 0))), facet_counts=counts)
    keys = sorted(asked.facet_keys())
    if len(keys) == 1 and counts.get(keys[0], 0) > CAP:
        return _walked(asked, cursor, limit, Total(counts[keys[0]]))
    found = engine().matches(asked.wanted(), CAP + 1)
    if len(found) > CAP:
        return _walked(asked, cursor, limit, Total(CAP, is_capped=True))
    return _listed(asked, dict.fromkeys(found, 0), cursor, limit)


def _by_words(asked: Ask, cursor: Cursor | None, limit: int) -> Page:
    found = engine().matches(asked.wanted(), CAP + 1)
    if found:
        return _ranked(asked, found, cursor, limit)
    widened = asking.widen(asked)
    page = _ranked(widened, engine().matches(widened.wanted(), CAP + 1), cursor, limit)
    return replace(page, corrected=_corrected(widened, page.hits))


def _ranked(asked: Ask, found: Sequence[int], cursor: Cursor | None, limit: int) -> Page:
    named = dict.fromkeys(engine().matches(asked.wanted_in_title(), CAP + 1), 0)
    tiers = named | {pk: 1 for pk in found if pk not in named}
    if len(found) <= CAP:
        return _listed(asked, tiers, cursor, limit)
    # Which thousand come first is chance, so putting them A to Z would tell the reader nothing.
    first = [(tier, "", pk) for pk, tier in islice(tiers.items(), CAP)]
    page = _cut(asked, first, cursor, limit)
    return replace(page, total_is_capped=True, counts_are_known=False)


def _listed(asked: Ask, tiers: Mapping[int, int], cursor: Cursor | None, limit: int) -> Page:
    """A page of at most CAP documents, all of which are put in order and counted."""
    rows = engine().rows(list(tiers)) if tiers else []
    places = sorted((tiers[pk], sort, pk) for pk, sort, _ in rows)
    counts = Counter(" ".join(facets for _, _, facets in rows).split())
    return replace(_cut(asked, places, cursor, limit), facet_counts=counts)


def _cut(
    asked: Ask, places: Sequence[tuple[int, str, int]], cursor: Cursor | None, limit: int
) -> Page:
    """The page of these places, which are in order, that follows the cursor."""
    start = bisect_right(places, cursor) if cursor else 0
    shown = [Cursor(*place) for place in places[start : start + limit]]
    before = [Cursor(*place) for place in places[max(start - limit - 1, 0) : start]]
    return Page(
        hits=_hits(asked, Document.objects.filter(pk__in=[place.pk for place in shown]), shown),
        total=len(places),
        total_is_capped=False,
        next=encode(shown[-1]) if start + limit < len(places) else "",
        previous=_before(before, limit),
        facet_counts={},
        counts_are_known=True,
    )


def _walked(asked: Ask, cursor: Cursor | None, limit: int, total: Total) -> Page:
    """A page read from the A to Z itself, from the cursor on, however long the list is."""
    rows = asked.documents()
    before: list[Cursor] = []
    if cursor:
        behind = rows.filter(sort__lte=cursor.sort).exclude(sort=cursor.sort, id__gt=cursor.pk)
        back = behind.order_by("-sort", "-id").values_list("sort", "id")[: limit + 1]
        before = [Cursor(0, sort, pk) for sort, pk in reversed(back)]
        rows = rows.filter(sort__gte=cursor.sort).exclude(sort=cursor.sort, id__lte=cursor.pk)
    found = list(rows.order_by("sort", "id")[: limit + 1])
    shown = [Cursor(0, document.sort, document.pk) for document in found[:limit]]
    return Page(
        hits=_hits(asked, found, shown),
        total=total.number,
        total_is_capped=total.is_capped,
        next=encode(shown[-1]) if len(found) > limit else "",
        previous=_before(before, limit),
        facet_counts={},
        counts_are_known=not asked.facets,
    )


def _before(places: Sequence[Cursor], limit: int) -> str | None:
    """The cursor of the page that ends with these places, the last of which is the cursor now."""
    if not places:
        return None
    return encode(places[0]) if len(places) > limit else ""


def _hits(asked: Ask, documents: Iterable[Document], order: Sequence[Cursor]) -> tuple[Hit, ...]:
    by_pk = {document.pk: document for document in documents}
    return tuple(_hit(by_pk[place.pk], asked) for place in order if place.pk in by_pk)


def _hit(document: Document, asked: Ask) -> Hit:
    keys = asked.facet_keys()
    facets = tuple(document.facet_keys())
    return Hit(
        kind=document.kind,
        ref=document.ref,
        title=document.title,
        summary=document.summary,
        url=document.url,
        image=document.image,
        facets=facets,
        snippet=_snippet(document, asked),
        why=tuple(key for key in facets if key in keys),
    )


def _snippet(document: Document, asked: Ask) -> tuple[Piece, ...]:
    """The words that title and summary do not show already, where they stand in the rest."""
    shown = set(index_words(f"{document.title}\n{document.summary}")) if asked.words else set()
    unseen = [word for choice in asked.words if shown.isdisjoint(choice) for word in choice]
    return snippet(document.body, unseen) if unseen else ()


def _corrected(asked: Ask, hits: Sequence[Hit]) -> str:
    """The words these hits were found by, where they differ from those that were typed."""
    seen = {word for hit in hits for word in index_words(_text(hit))}
    if not hits:
        return ""
    return " ".join(
        next((word for word in choice if word in seen), choice[0]) for choice in asked.words
    )


def _text(hit: Hit) -> str:
    return " ".join([hit.title, hit.summary, *(piece.text for piece in hit.snippet)])
