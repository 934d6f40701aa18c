"""What applications of a wave are read by, open to change until reading begins."""

from django.db import transaction
from django.db.models import Max

from commonweal.core import audit
from commonweal.core.errors import Refused
from commonweal.core.models import User
from commonweal.joining.models import Criterion, Wave
from commonweal.joining.services.questions import free_key
from commonweal.joining.services.setting_up import is_being_read

FROZEN = "Reading has begun, so every application is read by the same criteria."
WHY = "Say why the criteria change. The reason is kept in the audit log."


@transaction.atomic
def add(wave: Wave, *, by: User, label: str, hint: str, top: int, reason: str = "") -> Criterion:
    """One more criterion, scored from 0 to `top`. Of a published wave it asks for a reason.

    Raises `Refused` once reading has begun.
    """
    held = _open(wave, reason)
    said = held.criteria.aggregate(last=Max("order"))["last"] or 0
    key = free_key(label, set(held.criteria.values_list("key", flat=True)))
    made = Criterion.objects.create(
        wave=held, key=key, label=label, help=hint, top=top, order=said + 1
    )
    _note("joining.add_criterion", by, made, reason)
    return made


@transaction.atomic
def change(
    criterion: Criterion, *, by: User, label: str, hint: str, top: int, reason: str = ""
) -> None:
    """Word a criterion anew. Raises `Refused` once reading has begun."""
    _open(criterion.wave, reason)
    criterion.label, criterion.help, criterion.top = label, hint, top
    criterion.save(update_fields=["label", "help", "top"])
    _note("joining.change_criterion", by, criterion, reason)


@transaction.atomic
def remove(criterion: Criterion, *, by: User, reason: str = "") -> None:
    """Read by one criterion less. Raises `Refused` once reading has begun, and for the last one of
    a published wave."""
    held = _open(criterion.wave, reason)
    if held.published_at and held.criteria.count() == 1:
        raise Refused("A published wave has at least one criterion.")
    _note("joining.remove_criterion", by, criterion, reason)
    criterion.delete()


@transaction.atomic
def move(criterion: Criterion, *, by: User, up: bool) -> None:
    """Change places with the criterion before, or after. At the end nothing happens.

    The order means nothing to a score, so it may change at any time.
    """
    held = Wave.objects.select_for_update().get(pk=criterion.wave_id)
    those = list(held.criteria.order_by("order", "pk"))
    here = those.index(criterion)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(those):
        return
    those[here], those[there] = those[there], those[here]
    for order, one in enumerate(those, start=1):
        one.order = order
    Criterion.objects.bulk_update(those, ["order"])
    audit.record("joining.move_criterion", by=by, on=criterion)


def _open(wave: Wave, reason: str) -> Wave:
    held = Wave.objects.select_for_update().get(pk=wave.pk)
    if is_being_read(held):
        raise Refused(FROZEN)
    if held.published_at and not reason:
        raise Refused(WHY)
    return held


def _note(deed: str, by: User, criterion: Criterion, reason: str) -> None:
    said = {"reason": reason} if reason else {}
    audit.record(deed, by=by, on=criterion, wave=criterion.wave.ref, **said)
