from django_tasks import task


@task()
def make_snapshot(pk: int) -> None:
    """Make the snapshot that was asked for."""
    from commonweal.impact.services import make  # noqa: PLC0415 -- services enqueue this task

    make(pk)
