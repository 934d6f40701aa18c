"""What data protection has done by the clock."""

from commonweal.core import schedule
from commonweal.core.errors import Refused
from commonweal.stewardship.services import copies, erasures, retention


def retain() -> str:
    """Carry out the rules of retention. Raises `Refused` when one of them did not work."""
    run = retention.run_by_clock()
    if run.failures:
        raise Refused(f"{run.rows} rows went, and {run.failures} rules did not work.")
    return f"{run.rows} rows were emptied or removed."


schedule.at("30 2 * * *", "stewardship.retention", "Remove what is kept for too long", retain)
schedule.at(
    "10 * * * *",
    "stewardship.remove_copies",
    "Remove copies of people’s data when their time is over",
    copies.remove_expired,
)
schedule.at(
    "*/10 * * * *",
    "stewardship.note_dead_copies",
    "Notice copies of people’s data whose making stopped",
    copies.note_dead,
)
schedule.at(
    "40 * * * *",
    "stewardship.forget_addresses",
    "Forget the addresses of people who were erased once they have been told",
    erasures.forget_addresses,
)
