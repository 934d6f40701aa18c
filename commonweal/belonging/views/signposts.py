"""The team keeps what newcomers are led to."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonweal.belonging import forms, rules
from commonweal.belonging.queries import signposts as queries
from commonweal.belonging.services import signposts as services
from commonweal.belonging.views.own import did
from commonweal.core.http import UserRequest

if TYPE_CHECKING:
    from commonweal.belonging.models import Signpost

PAGE = 30
KINDS = {"": "Everything", "GROUP": "Groups", "EVENT": "Events", "READING": "Readings"}
team_only = permission_required(rules.KEEP_SIGNPOSTS, raise_exception=True)


@require_safe
@login_required
@team_only
def index(request: UserRequest) -> HttpResponse:
    """What newcomers are led to, and how often each was chosen and done."""
    kind = request.GET.get("kind", "")
    after = request.GET.get("after", "")
    retired = request.GET.get("retired") == "1"
    shelf = queries.shelf(
        kind=kind,
        retired=retired,
        after=int(after) if after.isdecimal() and len(after) < 18 else None,
        limit=PAGE,
    )
    context = {
        "shelf": shelf,
        "kind": kind if kind in KINDS else "",
        "kinds": KINDS,
        "retired": retired,
        "today": timezone.localdate(),
    }
    return render(request, "belonging/signposts.jinja", context)


@login_required
@team_only
def new(request: UserRequest) -> HttpResponse:
    """Put up a new signpost."""
    return _edit(request, None)


@login_required
@team_only
def edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a signpost, or offer it to no more newcomers."""
    signpost = get_object_or_404(queries.signposts(), pk=pk)
    if "retire" in request.POST or "offer" in request.POST:
        retired = "retire" in request.POST
        did(request, services.retire, signpost, retired=retired)
        said = "offered to no more newcomers" if retired else "offered to newcomers again"
        messages.success(request, f"{signpost.title}: {said}")
        return redirect("belonging:signposts")
    return _edit(request, signpost)


def _edit(request: UserRequest, signpost: "Signpost | None") -> HttpResponse:
    form = forms.Sign(
        request.POST if request.method == "POST" else None, initial=_initial(signpost)
    )
    if form.is_valid() and did(request, services.keep, signpost, **form.cleaned_data):
        messages.success(request, f"{form.cleaned_data['title']}: saved")
        return redirect("belonging:signposts")
    return render(request, "belonging/signpost.jinja", {"form": form, "signpost": signpost})


def _initial(signpost: "Signpost | None") -> dict[str, object]:
    if signpost is None:
        return {}
    plain = {name: getattr(signpost, name) for name in ("kind", "title", "url", "summary", "on")}
    return {
        **plain,
        "nations": [term.key for term in signpost.nations.all()],
        "interests": [term.key for term in signpost.interests.all()],
    }
