from django_tasks import task

from commonweal.home.transfers import jobs


@task()
def run_import(pk: int) -> None:
    """Check or take one uploaded file."""
    jobs.go(pk)
