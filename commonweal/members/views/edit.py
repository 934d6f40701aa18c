"""A member's own page, and the pages on which they change it."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django import forms as django
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonweal.core.errors import Refused
from commonweal.core.http import UserRequest
from commonweal.members import forms, profiles, queries, rules, sections, services
from commonweal.members.indexing import OPEN, ORGANISATION
from commonweal.search import queries as search

if TYPE_CHECKING:
    from commonweal.members.models import Member


def own_profile(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the view the member who is signed in; nobody else may come in."""

    @wraps(view)
    @login_required
    def guarded(request: UserRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not rules.is_current_member(request.user):
            raise PermissionDenied
        member = queries.people().get(user=request.user)
        return view(request, member, *args, **kwargs)

    return guarded


@require_safe
@own_profile
def me(request: UserRequest, member: "Member") -> HttpResponse:
    """Your own page, as members or as everyone else sees it."""
    as_everyone = request.GET.get("as") == "everyone"
    seen = profiles.seen_by_everyone if as_everyone else profiles.seen_by_members
    context = {
        "member": member,
        "profile": seen(member, on=timezone.localdate()),
        "as_everyone": as_everyone,
        "undone": sections.undone(member),
    }
    return render(request, "members/me.jinja", context)


@require_safe
@own_profile
def edit(request: UserRequest, member: "Member") -> HttpResponse:
    """The list of things members can say about themselves."""
    context = {"member": member, "tasks": sections.SECTIONS, "undone": sections.undone(member)}
    return render(request, "members/edit.jinja", context)


@own_profile
def section(request: UserRequest, member: "Member", slug: str) -> HttpResponse:
    """One page of the profile."""
    part = sections.SECTIONS.get(slug)
    if part is None:
        raise Http404
    form = part.form(*_sent(request), initial=part.initial(member))
    if form.is_valid() and _took(form, part.save, member, by=request.user, **form.cleaned_data):
        messages.success(request, f"{part.title}: saved")
        return redirect("members:edit")
    context = {"form": form, "part": part, "profile": profiles.whole(member), "member": member}
    return render(request, part.template, context)


@own_profile
def organisation(request: UserRequest, member: "Member") -> HttpResponse:
    """Find the organisation you work at by some of its name, and choose it."""
    form = forms.Workplace(*_sent(request))
    if form.is_valid() and _took(
        form, services.set_organisation, member, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "Where you work: saved")
        return redirect("members:edit_section", "work")
    text = request.GET.get("q", "").strip()
    audience = queries.viewer_audience(request.user)
    page = text and search.search(
        text, audience=audience, kind=ORGANISATION, facets=[OPEN], limit=10
    )
    context = {"form": form, "member": member, "text": text, "page": page}
    fragment = "members/_organisation_choices.jinja"
    template = fragment if request.htmx else "members/edit_organisation.jinja"
    return render(request, template, context)


@own_profile
def leave(request: UserRequest, member: "Member") -> HttpResponse:
    """End your own membership, from today."""
    form = forms.Leave(*_sent(request))
    today = timezone.localdate()
    if form.is_valid() and _took(
        form, services.end_membership, member, by=request.user, on=today, **form.cleaned_data
    ):
        messages.success(request, "Your membership has ended. Nobody can find you here any more")
        return redirect("home:front")
    return render(request, "members/leave.jinja", {"form": form})


def _sent(request: UserRequest) -> tuple[Any, Any]:
    """What was typed and uploaded, or nothing when the page is only being opened."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _took(form: django.Form, service: Callable[..., None], *args: Any, **values: Any) -> bool:
    """Whether the service did it; what it refuses is said on the form."""
    try:
        service(*args, **values)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
