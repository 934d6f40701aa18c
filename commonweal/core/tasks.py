"""What core has done in the background."""

from django_tasks import task

from commonweal.core import clock
from commonweal.core.letters import delivering


@task()
def deliver_letters() -> None:
    """Send what is due in the outbox."""
    delivering.deliver()


@task()
def run_job(pk: int) -> None:
    """Do what is otherwise done by the clock, because somebody asked."""
    clock.run_started(pk)
