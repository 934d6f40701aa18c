"""What core has done in the background."""

from django_tasks import task

from commonweal.core.letters import delivering


@task()
def deliver_letters() -> None:
    """Send what is due in the outbox."""
    delivering.deliver()
