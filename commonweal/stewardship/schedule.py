"""What data protection has done by the clock."""

from commonweal.core import schedule
from commonweal.core.errors import Refused
from commonweal.stewardship.services import retention


def retain() -> str:
    """Carry out the rules of retention. Raises `Refused` when one of them did not work."""
    run = retention.run(by=None)
    if run.failures:
        raise Refused(f"{run.rows} rows went, and {run.failures} rules did not work.")
    return f"{run.rows} rows were emptied or removed."


schedule.at("30 2 * * *", "stewardship.retention", "Remove what is kept for too long", retain)
