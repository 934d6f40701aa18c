"""A newcomer's way in, and what they do with its steps."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from commonweal.belonging.queries import way_in as queries
from commonweal.belonging.services import way_in as services
from commonweal.belonging.views.own import did, members_only
from commonweal.core.http import UserRequest

if TYPE_CHECKING:
    from commonweal.members.models import Member

DOINGS = {
    "done": services.finish_step,
    "decline": services.decline_step,
    "undo": services.undo_step,
}


@require_safe
@members_only
def show(request: UserRequest, member: "Member") -> HttpResponse:
    """All of one's way in, whatever became of it."""
    context = {
        "panel": queries.panel(member, on=timezone.localdate()),
        "paused": member.is_paused(timezone.localdate()),
    }
    return render(request, "belonging/way_in.jinja", context)


@require_POST
@members_only
def step(request: UserRequest, member: "Member", pk: int) -> HttpResponse:
    """Do something with one step: it is done, it is not for me, or neither after all."""
    found = queries.step_of(member, pk)
    doing = DOINGS.get(request.POST.get("do", ""))
    if found is None:
        raise Http404
    if doing is not None:
        did(request, doing, found)
    return _back(request)


@require_POST
@members_only
def make(request: UserRequest, member: "Member") -> HttpResponse:
    """Choose a way in, or choose again from what the profile says now."""
    if did(request, services.make, member):
        messages.success(request, "Your way in is chosen from what your profile says now")
    return redirect("belonging:way_in")


@require_POST
@members_only
def put_away(request: UserRequest, member: "Member") -> HttpResponse:
    """Take the way in off the front page, or put it back."""
    away = request.POST.get("do") != "back"
    if did(request, services.put_away, member, away=away):
        said = "It is off your front page now" if away else "It is on your front page again"
        messages.success(request, said)
    return redirect("belonging:way_in")


def _back(request: UserRequest) -> HttpResponse:
    """To the page the button was on: the front page or the way in's own."""
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return redirect(back if safe else "belonging:way_in")
