"""The page behind the link in an invitation. Looking at it uses nothing up."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from commonweal.core.errors import Refused
from commonweal.core.http import PageRequest
from commonweal.equalities.sittings import remember
from commonweal.joining.queries import applications
from commonweal.joining.queries import inviting as queries
from commonweal.joining.services import inviting
from commonweal.joining.services.links import digest
from commonweal.joining.sessions import PLACE
from commonweal.joining.views.own import actor, let_in, refs_of
from commonweal.members.rules import is_current_member

if TYPE_CHECKING:
    from commonweal.joining.models import Application, Invitation


@never_cache
def show(request: PageRequest, token: str) -> HttpResponse:
    """Who invites, to what; pressing the button uses the invitation."""
    invitation = queries.by_digest(digest(token))
    if request.method == "POST":
        return _use(request, token, invitation)
    return _page(request, invitation, inviting.problem(invitation, now=timezone.now()))


def _use(request: PageRequest, token: str, invitation: "Invitation | None") -> HttpResponse:
    try:
        application = inviting.accept(token, by=actor(request))
    except Refused as refusal:
        before = invitation and queries.application_of(invitation)
        if before and before.ref in refs_of(request):
            return _on(request, before)
        return _page(request, queries.by_digest(digest(token)), str(refusal))
    let_in(request, application)
    return _on(request, application)


def _on(request: PageRequest, application: "Application") -> HttpResponse:
    """On to the way in for somebody with a place, to the application for anybody else."""
    if not queries.is_admitted(application):
        return redirect("joining:application", application.ref)
    request.session[PLACE] = application.ref
    remember(request.session, f"application:{application.ref}")
    return redirect("belonging:welcome")


def _page(request: PageRequest, invitation: "Invitation | None", problem: str) -> HttpResponse:
    now = timezone.now()
    is_member = is_current_member(request.user)
    if invitation is not None and not is_member:
        is_member = applications.is_members_address(invitation.email)
    context = {
        "invitation": invitation,
        "problem": problem,
        "state": queries.state(invitation, now) if invitation else "unknown",
        "is_early": invitation is not None and queries.is_early(invitation, now),
        "is_member": is_member,
    }
    status = 404 if invitation is None else 200
    return render(request, "joining/invited.jinja", context, status=status)
