"""What applications of a wave are read by, and the groups a wave may be for."""

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from commonweal.core.errors import Refused
from commonweal.core.http import UserRequest
from commonweal.joining import rules
from commonweal.joining.forms import setting_up as forms
from commonweal.joining.queries import setting_up as queries
from commonweal.joining.services import criteria, examples, groups
from commonweal.joining.services.setting_up import is_being_read
from commonweal.joining.views._desk import View, wave_page
from commonweal.joining.views.own import data, took

if TYPE_CHECKING:
    from commonweal.joining.models import Criterion, Wave

team_only = wave_page(rules.RUN_WAVES)


def team(view: View) -> View:
    """For pages that belong to no wave."""
    return login_required(permission_required(rules.RUN_WAVES, raise_exception=True)(view))


def criterion_page(view: View) -> View:
    """Hand the view a criterion of its wave."""

    @wraps(view)
    def guarded(request: UserRequest, wave: "Wave", pk: int, **kwargs: Any) -> HttpResponseBase:
        return view(request, get_object_or_404(queries.criteria(wave), pk=pk), **kwargs)

    return team_only(guarded)


@require_safe
@team_only
def show(request: UserRequest, wave: "Wave") -> HttpResponse:
    """Every criterion of a wave, in order."""
    context = {
        "wave": wave,
        "criteria": list(queries.criteria(wave)),
        "is_frozen": is_being_read(wave),
    }
    return render(request, "joining/desk_criteria.jinja", context)


@team_only
def add(request: UserRequest, wave: "Wave") -> HttpResponse:
    form = forms.Criterion(data(request), wave=wave, initial={"top": 3})
    if form.is_valid() and took(form, criteria.add, wave, by=request.user, **form.cleaned_data):
        messages.success(request, "The criterion is added")
        return redirect("joining:criteria", wave.ref)
    context = {"form": form, "wave": wave, "criterion": None}
    return render(request, "joining/desk_criterion.jinja", context)


@criterion_page
def edit(request: UserRequest, criterion: "Criterion") -> HttpResponse:
    said = {"label": criterion.label, "hint": criterion.help, "top": criterion.top}
    form = forms.Criterion(data(request), wave=criterion.wave, initial=said)
    if form.is_valid() and took(
        form, criteria.change, criterion, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "The criterion is changed")
        return redirect("joining:criteria", criterion.wave.ref)
    context = {"form": form, "wave": criterion.wave, "criterion": criterion}
    return render(request, "joining/desk_criterion.jinja", context)


@criterion_page
def remove(request: UserRequest, criterion: "Criterion") -> HttpResponse:
    """Take a criterion out, once that is confirmed, and said why if visitors know of it."""
    form = forms.Removal(data(request), wave=criterion.wave)
    if form.is_valid() and took(
        form, criteria.remove, criterion, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "The criterion is removed")
        return redirect("joining:criteria", criterion.wave.ref)
    context = {"form": form, "wave": criterion.wave, "criterion": criterion}
    return render(request, "joining/desk_remove_criterion.jinja", context)


@require_POST
@criterion_page
def move(request: UserRequest, criterion: "Criterion") -> HttpResponse:
    criteria.move(criterion, by=request.user, up=request.POST.get("to") == "up")
    return redirect("joining:criteria", criterion.wave.ref)


@require_POST
@team_only
def add_examples(request: UserRequest, wave: "Wave") -> HttpResponse:
    """Begin with our criteria instead of with none."""
    try:
        examples.add_criteria(wave, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Our example criteria are added. Make them yours")
    return redirect("joining:criteria", wave.ref)


@require_safe
@team
def show_groups(request: UserRequest) -> HttpResponse:
    """Every eligibility group, those no longer offered last."""
    return render(request, "joining/desk_groups.jinja", {"groups": list(queries.groups())})


@team
def new_group(request: UserRequest) -> HttpResponse:
    form = forms.Group(data(request))
    if form.is_valid():
        groups.make(by=request.user, **form.cleaned_data)
        messages.success(request, "The group is added")
        return redirect("joining:groups")
    return render(request, "joining/desk_group.jinja", {"form": form, "group": None})


@team
def edit_group(request: UserRequest, pk: int) -> HttpResponse:
    group = get_object_or_404(queries.groups(), pk=pk)
    form = forms.Group(data(request), initial={"label": group.label, "hint": group.help})
    if form.is_valid():
        groups.change(group, by=request.user, **form.cleaned_data)
        messages.success(request, "The group is changed")
        return redirect("joining:groups")
    return render(request, "joining/desk_group.jinja", {"form": form, "group": group})


@require_POST
@team
def offer_group(request: UserRequest, pk: int) -> HttpResponse:
    """Retire a group, or offer it again."""
    group = get_object_or_404(queries.groups(), pk=pk)
    deeds = {"retire": groups.retire, "again": groups.offer_again}
    deed = deeds.get(request.POST.get("deed", ""))
    if deed is None:
        raise Http404
    deed(group, by=request.user)
    return redirect("joining:groups")


@require_POST
@team
def add_example_groups(request: UserRequest) -> HttpResponse:
    added = examples.add_groups(by=request.user)
    said = f"{added} example groups are added. Make them yours" if added else "They are all here"
    messages.success(request, said)
    return redirect("joining:groups")
