"""What data protection has done in the background."""

from django.utils import timezone
from django_tasks import task

from commonweal.stewardship.models import RetentionRun
from commonweal.stewardship.services import copies, retention


@task()
def make_copy(pk: int) -> None:
    """Make the copy of one request."""
    copies.make(pk)


@task()
def retain(pk: int) -> None:
    """Carry out a run of retention that a steward asked for."""
    retention.carry_out(RetentionRun.objects.get(pk=pk), now=timezone.now())
