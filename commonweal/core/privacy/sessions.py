"""The sessions of browsers that are somebody's, whether they are signed in there or not."""

from collections.abc import Iterator
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Q

from commonweal.core.privacy.declaring import Rows
from commonweal.core.privacy.people import Person, of_user


def sessions(person: Person) -> Rows:
    """Where the person is signed in, and where nobody is but their address or application is known.

    An applicant has no account: what a browser keeps of them stands in its session alone.
    """
    signed_in = of_user(UserSession, "user")(person).values("session_key")
    found = Q(session_key__in=signed_in) | Q(session_key__in=_knowing(person))
    return Session.objects.filter(found)


def _knowing(person: Person) -> list[str]:
    """The keys of sessions in which nobody is signed in and that know something of the person."""
    refs = {subject.partition(":")[2] for subject in person.subjects}
    marks = {*person.emails, *person.subjects, *refs}
    if not marks:
        return []
    known = ((row.session_key, row.get_decoded()) for row in Session.objects.iterator())
    return [key for key, data in known if SESSION_KEY not in data and marks & _words(data)]


def _words(data: Any) -> set[str]:
    return {word.lower() for word in _strings(data)}


def _strings(value: Any) -> Iterator[str]:
    """Every text in what a session keeps, however deep it stands."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
