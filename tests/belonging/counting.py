"""How many queries a page costs."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def cost(client, address):
    """Queries of the second look at a page, as the first may fill caches."""
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    return len(seen)
