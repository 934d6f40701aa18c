"""Letters about deciding."""

import datetime
from typing import Any

from django.conf import settings

from commonweal.core.letters.declaring import declare

HELD = "somebody decides. It waits for 15 minutes, in which the decision can be undone"


def sample(**words: str) -> dict[str, Any]:
    """An invented applicant, who looks it."""
    return {
        "name": "Sam Sample",
        "wave": "Wave of examples",
        "reason": "",
        "change": "",
        "until": datetime.date(2030, 5, 31),
        "link": f"{settings.SITE_URL}/join/example-link/",
        "ask": f"{settings.SITE_URL}/join/",
        "welcome": f"{settings.SITE_URL}/welcome/",
        **words,
    }


declare(
    "joining.admitted",
    title="Admitted",
    to="an applicant who is admitted",
    when=HELD,
    sample=lambda: sample(reason="Your example of falls prevention shows how you learn."),
)
declare(
    "joining.waiting",
    title="On the waiting list",
    to="an applicant who is put on the waiting list",
    when=HELD,
    sample=lambda: sample(reason="There were more good applications than places this time."),
)
REFUSED = {
    "reason": "You tell us what you hope to learn, and little of what you have tried yourself.",
    "change": "An example of something you helped improve, however small, and what you learnt.",
}
declare(
    "joining.refused",
    title="Not admitted",
    to="an applicant who is not admitted",
    when=HELD,
    sample=lambda: sample(**REFUSED),
)
declare(
    "joining.refused_again",
    title="Not admitted after a second look",
    to="an applicant who is not admitted after a second look",
    when=HELD,
    sample=lambda: sample(**REFUSED),
)
