"""Keeping the groups, events and readings that newcomers are led to."""

import datetime
from collections.abc import Sequence

from django.db import transaction

from commonweal.belonging.models import Signpost
from commonweal.core import audit
from commonweal.core.models import User
from commonweal.members.models import Term


@transaction.atomic
def keep(
    signpost: Signpost | None,
    *,
    by: User,
    kind: str,
    title: str,
    url: str,
    summary: str,
    on: datetime.date | None,
    nations: Sequence[str],
    interests: Sequence[str],
) -> Signpost:
    """Put up a new signpost, or change this one. Terms are given by their keys."""
    held = signpost or Signpost()
    held.kind, held.title, held.url, held.summary, held.on = kind, title, url, summary, on
    held.save()
    held.nations.set(Term.objects.filter(pk__in=nations))
    held.interests.set(Term.objects.filter(pk__in=interests))
    action = "belonging.change_signpost" if signpost else "belonging.add_signpost"
    audit.record(action, by=by, on=held, kind=kind)
    return held


@transaction.atomic
def retire(signpost: Signpost, *, by: User, retired: bool) -> None:
    """Offer it to no more newcomers, or again. Those led to it already keep it."""
    if signpost.retired == retired:
        return
    signpost.retired = retired
    signpost.save(update_fields=["retired"])
    audit.record("belonging.retire_signpost", by=by, on=signpost, retired=retired)
