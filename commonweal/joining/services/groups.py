"""The kinds of people the community is for."""

from django.db import transaction
from django.db.models import Max

from commonweal.core import audit
from commonweal.core.models import User
from commonweal.joining.models import EligibilityGroup
from commonweal.joining.services.questions import free_key


@transaction.atomic
def make(*, by: User, label: str, hint: str) -> EligibilityGroup:
    """One more group, at the end of the list."""
    last = EligibilityGroup.objects.aggregate(last=Max("order"))["last"] or 0
    key = free_key(label, set(EligibilityGroup.objects.values_list("key", flat=True)))
    made = EligibilityGroup.objects.create(key=key, label=label, help=hint, order=last + 1)
    audit.record("joining.make_group", by=by, on=made)
    return made


@transaction.atomic
def change(group: EligibilityGroup, *, by: User, label: str, hint: str) -> None:
    """Word a group anew."""
    group.label, group.help = label, hint
    group.save(update_fields=["label", "help"])
    audit.record("joining.change_group", by=by, on=group)


@transaction.atomic
def retire(group: EligibilityGroup, *, by: User) -> None:
    """Offer a group to no new wave. Waves and applications that named it keep it."""
    group.retired = True
    group.save(update_fields=["retired"])
    audit.record("joining.retire_group", by=by, on=group)


@transaction.atomic
def offer_again(group: EligibilityGroup, *, by: User) -> None:
    """Take back that a group was retired."""
    group.retired = False
    group.save(update_fields=["retired"])
    audit.record("joining.offer_group_again", by=by, on=group)
