"""Letters about inviting."""

import datetime
from typing import Any

from commonweal.core.letters.declaring import declare

NOON = datetime.datetime(2031, 5, 16, 11, 0, tzinfo=datetime.UTC)


def _sample() -> dict[str, Any]:
    """An invented guest of an invented wave."""
    return {
        "name": "Sam Example",
        "wave": "Example wave, spring 2031",
        "about": "For everybody who improves care somewhere in Exampleshire.",
        "opens_at": NOON - datetime.timedelta(days=40),
        "closes_at": NOON,
        "is_open": True,
        "note": "We met at the invented conference in Sampleton, and thought of you.",
        "expires_at": NOON - datetime.timedelta(days=5),
        "link": "https://commonweal.example.org/join/invitations/an-invented-link/",
    }


declare(
    "joining.invited",
    title="An invitation to apply",
    to="somebody the team would like to see apply",
    when="the team invites them, or sends the invitation again",
    sample=_sample,
)
declare(
    "joining.invited_approved",
    title="An invitation with a place",
    to="somebody who has a place already, without an application",
    when="the team invites them, or sends the invitation again",
    sample=_sample,
)
