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
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonweal.core.errors import Refused
from commonweal.core.http import UserRequest
from commonweal.members import forms, profiles, queries, rules, sections, services, visibility
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
            if rules.member_of(request.user) is not None:
                # Somebody who left: there they read how to come back.
                return redirect("belonging:welcome")
            raise PermissionDenied
        member = queries.people().get(user=request.user)
        return view(request, member, *args, **kwargs)

    return guarded


@require_safe
@own_profile
def me(request: UserRequest, member: "Member") -> HttpResponse:
    """Your own page, as members, as everyone else or as the team sees it."""
    today = timezone.localdate()
    reader = request.GET.get("as", "")
    reader = reader if reader in profiles.READERS else "members"
    context = {
        "member": member,
        "profile": profiles.READERS[reader](member, on=today),
        "reader": reader,
        "on_break": reader != "everyone" and member.is_paused(today),
        "undone": sections.undone(member),
        "hidden": visibility.hidden_labels(member),
    }
    return render(request, "members/me.jinja", context)


@own_profile
def who_sees(request: UserRequest, member: "Member") -> HttpResponse:
    """Each thing of your profile with who sees it, changed by one press of a button."""
    form = forms.OneChoice(*sent(request))
    if form.is_valid():
        field, audience = form.cleaned_data["field"], form.cleaned_data["audience"]
        services.set_visibility(member, by=request.user, **{field: audience})
        messages.success(request, f"{visibility.LABELS[field]}: saved")
        return redirect(f"{reverse('members:who_sees')}#{field}")
    context = {"rows": visibility.rows(member, profiles.said(member)), "form": form}
    return render(request, "members/who_sees.jinja", context)


@require_safe
@own_profile
def edit(request: UserRequest, member: "Member") -> HttpResponse:
    """The list of things members can say about themselves."""
    context = {
        "member": member,
        "tasks": sections.SECTIONS,
        "undone": sections.undone(member),
        "paused": member.is_paused(timezone.localdate()),
    }
    return render(request, "members/edit.jinja", context)


@own_profile
def section(request: UserRequest, member: "Member", slug: str) -> HttpResponse:
    """One page of the profile."""
    part = sections.SECTIONS.get(slug)
    if part is None:
        raise Http404
    form = part.form(*sent(request), initial=part.initial(member))
    if form.is_valid() and took(form, part.save, member, by=request.user, **form.cleaned_data):
        messages.success(request, f"{part.title}: saved")
        return redirect("members:edit")
    context = {"form": form, "part": part, "profile": profiles.whole(member), "member": member}
    return render(request, part.template, context)


@own_profile
def organisation(request: UserRequest, member: "Member") -> HttpResponse:
    """Find the organisation you work at by some of its name, and choose it."""
    form = forms.Workplace(*sent(request))
    if form.is_valid() and took(
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


def sent(request: UserRequest) -> tuple[Any, Any]:
    """What was typed and uploaded, or nothing when the page is only being opened."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def took(form: django.Form, service: Callable[..., None], *args: Any, **values: Any) -> bool:
    """Whether the service did it; what it refuses is said on the form."""
    try:
        service(*args, **values)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
