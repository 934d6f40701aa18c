"""The letters about a person’s own data."""

import datetime

from commonweal.core.letters.declaring import declare

ADDRESS = "https://community.example.org/account/data/"

declare(
    "stewardship.copy_ready",
    title="The copy of your data is ready",
    to="somebody who asked for a copy of their data",
    when="the copy has been made",
    sample=lambda: {"address": ADDRESS, "until": datetime.date(2030, 3, 15)},
)
declare(
    "stewardship.erasure_asked",
    title="You asked to be erased",
    to="somebody who asked to be erased",
    when="they ask",
    sample=lambda: {"address": ADDRESS, "due_on": datetime.date(2030, 4, 1)},
)
declare(
    "stewardship.erasure_refused",
    title="You could not be erased",
    to="somebody who asked to be erased",
    when="a steward refuses, with the reason",
    sample=lambda: {
        "address": ADDRESS,
        "due_on": datetime.date(2030, 4, 1),
        "why": "You hold the role of partner. Ask for the role to be ended, then ask again.",
    },
)
declare(
    "stewardship.erased",
    title="You have been erased",
    to="somebody who was erased, or the address of somebody who applied",
    when="a steward has erased them; the address is forgotten once this letter has gone",
    sample=dict,
)
