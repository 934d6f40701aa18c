"""The team's pages about what is done by the clock."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from commonweal.core import clock, rules, running, schedule
from commonweal.core.errors import Refused
from commonweal.core.http import UserRequest

PAGE = 50


@require_safe
@login_required
@permission_required(rules.RUN_CLOCK, raise_exception=True)
def board(request: UserRequest) -> HttpResponse:
    """What is done when, and how it went last time."""
    return render(request, "core/clock.jinja", {"hands": running.board(timezone.now())})


@require_safe
@login_required
@permission_required(rules.RUN_CLOCK, raise_exception=True)
def job(request: UserRequest, name: str) -> HttpResponse:
    """One job of the clock and its runs."""
    one, now = _found(name), timezone.now()
    after = request.GET.get("after", "")
    context = {
        "hand": running.hand(one, now),
        "page": running.runs(one, after=after, limit=PAGE),
        "after": after,
    }
    return render(request, "core/clock_job.jinja", context)


@login_required
@permission_required(rules.RUN_CLOCK, raise_exception=True)
@require_POST
def run(request: UserRequest, name: str) -> HttpResponse:
    one = _found(name)
    try:
        clock.run_now(one, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "It is started. What it did is written here when it has ended.")
    return redirect("core:clock_job", one.name)


def _found(name: str) -> schedule.Job:
    one = schedule.job(name)
    if one is None:
        raise Http404
    return one
