"""How many documents there are of each kind and facet, kept while they change."""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Sum

from commonweal.search.models import Document, Tally

SETTLE_EVERY = 1_000

Key = tuple[str, str, str]


def change(new: Iterable[Document], gone: Iterable[Document]) -> None:
    """Note what came and went. Every so often the notes are settled."""
    counts = _count(new)
    counts.subtract(_count(gone))
    rows = Tally.objects.bulk_create(_rows(counts))
    if rows and rows[0].pk // SETTLE_EVERY != (rows[-1].pk + 1) // SETTLE_EVERY:
        settle()


@transaction.atomic
def settle() -> None:
    """Replace all notes by one for each facet. Rows another writer is settling are left to it."""
    rows = list(Tally.objects.select_for_update(skip_locked=True))
    counts: Counter[Key] = Counter()
    for row in rows:
        counts[row.audience, row.kind, row.facet] += row.amount
    Tally.objects.filter(pk__in=[row.pk for row in rows]).delete()
    Tally.objects.bulk_create(_rows(counts))


def counts(audience: str, kind: str) -> Mapping[str, int]:
    """Documents by facet for this audience; under "" all of them. No kind means every kind."""
    rows = Tally.objects.filter(audience=audience, **({"kind": kind} if kind else {}))
    sums = rows.values_list("facet").annotate(Sum("amount")).order_by("facet")
    return {facet: amount for facet, amount in sums if amount}


def kinds(audience: str) -> list[str]:
    """The kinds of which this audience can find at least one, in order."""
    sums = Tally.objects.filter(audience=audience, facet="").values_list("kind")
    return [kind for kind, amount in sums.annotate(Sum("amount")).order_by("kind") if amount]


def _count(documents: Iterable[Document]) -> Counter[Key]:
    counts: Counter[Key] = Counter()
    for document in documents:
        for facet in ("", *set(document.facet_keys())):
            counts[document.audience, document.kind, facet] += 1
    return counts


def _rows(counts: Mapping[Key, int]) -> list[Tally]:
    return [
        Tally(audience=audience, kind=kind, facet=facet, amount=amount)
        for (audience, kind, facet), amount in sorted(counts.items())
        if amount
    ]
