from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonweal.core import disclosure
from commonweal.core.rules import roles_of
from commonweal.home import queries, today
from commonweal.members.rules import is_current_member, member_of
from commonweal.stewardship.queries import record


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The front page: what this community is, or what today holds for somebody signed in."""
    now = timezone.localdate()
    context: dict[str, object] = {"counts": queries.community_counts(now), "today": None}
    if is_current_member(request.user):
        context["today"] = today.for_member(member_of(request.user), on=now)
    elif request.user.is_authenticated:
        context |= today.for_guest(request.user)
        context["is_guest"] = not roles_of(request.user)
    return render(request, "home/front.jinja", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, why and for how long, as the software itself declares it."""
    context = {
        "is_member": is_current_member(request.user),
        "parts": record.in_short(),
        "smallest_group": disclosure.MINIMUM,
    }
    return render(request, "home/privacy.jinja", context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "home/accessibility.jinja")
