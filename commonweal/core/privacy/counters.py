"""What the cache still holds though its time is over. Django removes it only when it needs room."""

import datetime

from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper


def due(now: datetime.datetime) -> int:
    """How many entries of the cache are over; none where it is not in the database."""
    with connection.cursor() as cursor:
        return _over(cursor, "SELECT COUNT(*)", now) and int(cursor.fetchone()[0])


def remove(now: datetime.datetime) -> int:
    """Remove the entries that are over. How many there were."""
    with connection.cursor() as cursor:
        return _over(cursor, "DELETE", now) and cursor.rowcount


def _over(cursor: CursorWrapper, verb: str, now: datetime.datetime) -> bool:
    cache = settings.CACHES["default"]
    table = str(cache.get("LOCATION", ""))
    in_database = str(cache["BACKEND"]).endswith("DatabaseCache")
    if not in_database or table not in connection.introspection.table_names(cursor):
        return False
    name, moment = connection.ops.quote_name(table), connection.ops.adapt_datetimefield_value(now)
    cursor.execute(f"{verb} FROM {name} WHERE expires < %s", [moment])
    return True
