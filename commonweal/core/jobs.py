"""What core itself has done by the clock."""

import datetime

from django.db.models import Max, Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from commonweal.core.letters.delivering import deliver
from commonweal.core.models import ScheduledRun
from commonweal.core.schedule import at

KEPT = datetime.timedelta(days=14)


def send_letters() -> str:
    """Send what the tasks left over: letters for later, letters that were refused for now."""
    sent = deliver()
    return f"Sent {sent:,} {'letter' if sent == 1 else 'letters'}."


def prune() -> str:
    """Forget finished tasks and runs older than a fortnight, but never the last run of a job."""
    before = timezone.now() - KEPT
    tasks, _ = DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()
    latest = ScheduledRun.objects.values("job").annotate(last=Max("due_at"))
    kept = Q()
    for one in latest:
        kept |= Q(job=one["job"], due_at=one["last"])
    runs, _ = ScheduledRun.objects.filter(due_at__lt=before).exclude(kept).delete()
    return f"Forgot {tasks:,} finished tasks and {runs:,} old runs."


at("* * * * *", "core.letters", "Send the letters that are due", send_letters)
at("40 2 * * *", "core.prune", "Forget old tasks and old runs of the clock", prune)
