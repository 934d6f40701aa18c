"""The signposts as the team sees them."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from commonweal.belonging.models import Signpost


@dataclass(frozen=True)
class Shelf:
    """A stretch of signposts, and the key after which the next begins, None at the end."""

    signposts: tuple[Signpost, ...]
    next: int | None


def signposts() -> QuerySet[Signpost]:
    """All of them, newest first, each with how often it was `chosen`, `done` and `declined`."""
    counted = Signpost.objects.annotate(
        chosen=Count("steps"),
        done=Count("steps", filter=Q(steps__done_at__isnull=False)),
        declined=Count("steps", filter=Q(steps__dismissed_at__isnull=False)),
    )
    return counted.prefetch_related("interests", "nations").order_by("-pk")


def shelf(*, kind: str, retired: bool, after: int | None, limit: int) -> Shelf:
    """Those of one kind (“” is every kind), in use or retired."""
    found = signposts().filter(retired=retired)
    if kind in Signpost.Kind.values:
        found = found.filter(kind=kind)
    if after is not None:
        found = found.filter(pk__lt=after)
    rows = tuple(found[: limit + 1])
    return Shelf(rows[:limit], rows[limit - 1].pk if len(rows) > limit else None)
