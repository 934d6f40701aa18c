"""What belonging has done in the background."""

from django_tasks import task

from commonweal.belonging.queries import compact as queries
from commonweal.belonging.services import compact as services


@task()
def remind_of_compact(version: int) -> None:
    """Write to those who have not answered the compact, if this version still holds."""
    current = queries.current()
    if current is not None and current.version == version:
        services.remind(current)
