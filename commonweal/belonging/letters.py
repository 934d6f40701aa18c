"""Letters about belonging."""

import datetime
from typing import Any

from commonweal.core.letters.declaring import declare

SITE = "https://community.example.org"


def _step(kind: str, title: str, because: str) -> dict[str, str]:
    return {"kind": kind, "title": title, "because": because}


def _welcome() -> dict[str, Any]:
    return {
        "name": "Avery Sample",
        "address": f"{SITE}/way-in/",
        "steps": [
            _step("Somebody to meet", "Sample Person", "Offers coaching, which you ask for"),
            _step("A group", "The sample group", "Is for everybody who is new"),
        ],
    }


declare(
    "belonging.place_waiting",
    title="Your place is waiting",
    to="somebody admitted who has not accepted the compact",
    when="7 and 30 days have passed since they were admitted",
    sample=lambda: {
        "name": "Avery Sample",
        "address": f"{SITE}/welcome/",
        "until": datetime.date(2027, 3, 27),
    },
)
declare(
    "belonging.place_ended",
    title="Your place was not taken up",
    to="somebody admitted who never accepted the compact",
    when="60 days have passed since they were admitted",
    sample=lambda: {"name": "Avery Sample"},
)
declare(
    "belonging.welcome",
    title="Welcome, with your way in",
    to="a new member",
    when="they have said what they want, or a day after joining",
    sample=_welcome,
)
declare(
    "belonging.way_in_waiting",
    title="Your way in is waiting",
    to="a new member",
    when="14 days after joining, if nothing of their way in was done",
    sample=lambda: {
        "name": "Avery Sample",
        "address": f"{SITE}/way-in/",
        "step": _step("Somebody to meet", "Sample Person", "Offers coaching, which you ask for"),
    },
    needed=False,
)
declare(
    "belonging.compact_reminder",
    title="The compact has changed",
    to="a member who has not answered the compact",
    when="the team asks for it, once for each version",
    sample=lambda: {
        "name": "Avery Sample",
        "address": f"{SITE}/compact/",
        "what_changed": "We added a sentence about listening.",
    },
    needed=False,
)
declare(
    "belonging.compact_declined",
    title="A member does not accept the compact",
    to="the team",
    when="a member says that they do not accept it",
    sample=lambda: {"version": 2, "address": f"{SITE}/people/sample/"},
)
