from django_tasks import task

from commonweal.members import indexing


@task()
def reindex() -> None:
    """Tell the search index everything again, in the words the controlled lists have now."""
    for _ in indexing.reindex_all():
        pass
