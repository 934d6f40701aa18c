"""Letters about applying."""

import datetime
from typing import Any

from django.conf import settings

from commonweal.core.letters.declaring import declare

LINK = "https://commonweal.example.org/join/links/an-invented-link/"
CLOSES = datetime.datetime(2031, 5, 16, 11, 0, tzinfo=datetime.UTC)


def _sample(**more: Any) -> dict[str, Any]:
    """An invented applicant of an invented wave."""
    pages = {
        name: f"{settings.SITE_URL}/{path}/"
        for name, path in (("about", "join"), ("login", "account/login"), ("ask", "join/links"))
    }
    return {
        "name": "Sam Example",
        "wave": "Example wave, spring 2031",
        "closes_at": CLOSES,
        "started_at": CLOSES - datetime.timedelta(days=20),
        "link": LINK,
        **pages,
        **more,
    }


def _copy() -> dict[str, Any]:
    application = {
        "name": "Sam Example",
        "email": "sam@example.org",
        "role_title": "Improvement lead",
        "organisation": None,
        "organisation_name": "Example Hospital",
        "nation": "Wales",
        "region": "",
        "group": "People who work in health or care",
        "sent_at": CLOSES - datetime.timedelta(days=2),
    }
    wave = {
        "name": "Example wave, spring 2031",
        "decide_by": datetime.date(2031, 6, 20),
        "partner_name": "Improvement Example",
        "readers_each": 2,
    }
    answers = [{"label": "What have you helped to improve?", "text": "We halved the wait for …"}]
    return _sample(application=application, wave=wave, answers=answers)


declare(
    "joining.way_back",
    title="The way back to an application",
    to="somebody who began an application, or asked for a new link",
    when="they begin without signing in, ask for the link again, or change their address",
    sample=lambda: _sample(others=[]),
)
declare(
    "joining.follow",
    title="The way back to an application that was sent",
    to="an applicant who sent an application",
    when="they ask for a new link to it",
    sample=_sample,
)
declare(
    "joining.member_already",
    title="You are a member already",
    to="a member whose address was used to begin an application",
    when="somebody begins an application with a member’s address",
    sample=_sample,
)
declare(
    "joining.sent_already",
    title="You have sent an application already",
    to="an applicant whose address was used to begin a second application in one wave",
    when="somebody begins an application with the address of one that was sent",
    sample=_sample,
)
declare(
    "joining.links",
    title="Links to your applications",
    to="somebody who asked for links to their applications",
    when="they ask for them on the page “Go on with an application”",
    sample=lambda: _sample(
        member=False,
        rows=[
            {
                "wave": "Example wave, spring 2031",
                "state": "not sent yet",
                "started_at": CLOSES - datetime.timedelta(days=20),
                "link": LINK,
            }
        ],
    ),
)
declare(
    "joining.copy",
    title="A copy of your application",
    to="an applicant",
    when="they send their application",
    sample=_copy,
)
declare(
    "joining.withdrawn",
    title="Your application is withdrawn",
    to="an applicant",
    when="they withdraw their application",
    sample=_sample,
)
declare(
    "joining.second_look",
    title="Somebody else will look again",
    to="an applicant who was not admitted",
    when="they ask for a second look",
    sample=lambda: _sample(words="I left out the project I led last year."),
)
declare(
    "joining.closing_soon",
    title="The wave closes soon",
    to="somebody who typed something in an application and has not sent it",
    when="the wave closes within three days; once",
    sample=lambda: _sample(left=2),
)
declare(
    "joining.lapsed",
    title="Not sent in time, and kept",
    to="somebody with a confirmed address whose application was not sent",
    when="three days after the wave closed",
    sample=lambda: _sample(next={"name": "Example wave, autumn 2031", "closes_at": CLOSES}),
)
