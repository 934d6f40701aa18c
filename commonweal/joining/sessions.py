"""What a browser keeps of an applicant: which applications it may open, and whose place waits."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver

from commonweal.equalities import sittings
from commonweal.joining.queries import applications as queries

# The refs of the applications that a browser may open.
HERE = "applications"
# The ref of the application by which the page of welcome knows whom to ask to sign in.
PLACE = "place_for"


def refs_in(session: SessionBase) -> list[str]:
    refs: list[str] = session.get(HERE, [])
    return refs


def let_in(session: SessionBase, ref: str) -> None:
    """Let this browser open this application from now on."""
    refs = refs_in(session)
    if ref not in refs:
        session[HERE] = [*refs, ref]


def forget(session: SessionBase) -> None:
    """Let this browser open no application any more."""
    for key in (HERE, PLACE):
        session.pop(key, None)
    sittings.forget(session)


@receiver(user_logged_in)
def keep_own(request: Any, user: Any, **kwargs: Any) -> None:
    """Leave somebody who signs in what is theirs, and nothing of who used the browser before."""
    session = request.session
    place, subject = session.get(PLACE), sittings.kept(session)
    before = {*refs_in(session), place, (subject or "").removeprefix(sittings.APPLICATION)}
    theirs = queries.theirs(user, before - {None, ""})
    if before - {None, ""} <= theirs:
        return
    forget(session)
    if theirs:
        session[HERE] = sorted(theirs)
    if place in theirs:
        session[PLACE] = place
