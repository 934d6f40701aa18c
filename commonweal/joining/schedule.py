"""What joining has done by the clock."""

from commonweal.core.schedule import at
from commonweal.joining.services import admitting, closing


def _remind() -> str:
    """The sentence for the desk after reminding."""
    return f"Reminders written: {closing.remind()}."


def _lapse() -> str:
    """The sentence for the desk after drafts lapsed."""
    return f"Drafts not sent in time: {closing.lapse()}."


def _prepare_accounts() -> str:
    """The sentence for the desk after those admitted got the accounts they join with."""
    return f"Accounts of people admitted: {admitting.prepare_accounts()}."


def _end_answers() -> str:
    """The sentence for the desk after the answers of those not admitted were given an end."""
    return f"Applications that ended without joining: {closing.end_answers()}."


at("10 9 * * *", "joining.remind", "Remind people of drafts in waves that close soon", _remind)
at("20 3 * * *", "joining.lapse", "End drafts that were not sent before their wave closed", _lapse)
at(
    "* * * * *",
    "joining.accounts",
    "Make the accounts of people who have been told they are admitted",
    _prepare_accounts,
)
at(
    "40 3 * * *",
    "joining.end_answers",
    "Set the end of equalities answers of people who were not admitted",
    _end_answers,
)
