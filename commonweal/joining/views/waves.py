"""The desk of joining: every wave with its numbers, and setting one up."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from commonweal.core.errors import Refused
from commonweal.core.http import UserRequest
from commonweal.joining import lengths, rules, wave_parts
from commonweal.joining.forms.setting_up import NewWave
from commonweal.joining.queries import inviting, waves_open
from commonweal.joining.queries import setting_up as queries
from commonweal.joining.services import copying, setting_up
from commonweal.joining.views._desk import inside, wave_page
from commonweal.joining.views.own import data, took

if TYPE_CHECKING:
    from commonweal.joining.models import Wave

team_only = wave_page(rules.RUN_WAVES)


@require_safe
@inside
def desk(request: UserRequest) -> HttpResponse:
    """The waves somebody runs, leads or reads for, by how far they are."""
    after = request.GET.get("after", "")
    context = {
        "shelves": queries.shelves(request.user, now=timezone.now(), after=after),
        "after": after,
        "waiting": queries.waiting(request.user),
    }
    return render(request, "joining/desk.jinja", context)


@inside
def new(request: UserRequest) -> HttpResponse:
    """Begin a wave with its name and dates."""
    if not request.user.has_perm(rules.RUN_WAVES):
        raise Http404
    form = NewWave(data(request))
    if form.is_valid():
        try:
            wave = setting_up.make(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("joining:desk_wave", wave.ref)
    return render(request, "joining/desk_new_wave.jinja", {"form": form})


@require_safe
@team_only
def show(request: UserRequest, wave: "Wave") -> HttpResponse:
    """One wave: what is settled, what is lacking, and the way to each part."""
    now = timezone.now()
    context = {
        "wave": wave,
        "parts": wave_parts.PARTS,
        "lacks": [] if wave.published_at else queries.lacks(wave, now=now),
        "numbers": queries.numbers(wave),
        "criteria": list(queries.criteria(wave)),
        "question_sets": queries.asked(wave),
        "invitations": inviting.counts(wave, now=now),
        "is_open": wave.is_open(now),
        "is_closed": wave.is_closed(now),
    }
    return render(request, "joining/desk_wave.jinja", context)


@team_only
def edit(request: UserRequest, wave: "Wave", slug: str) -> HttpResponse:
    """One part of a wave."""
    part = wave_parts.PARTS.get(slug)
    if part is None:
        raise Http404
    form = part.form(data(request), initial=part.initial(wave), wave=wave)
    if form.is_valid() and took(form, part.save, wave, by=request.user, **form.cleaned_data):
        messages.success(request, f"{part.title}: saved")
        return redirect("joining:desk_wave", wave.ref)
    context = {"form": form, "part": part, "slug": slug, "wave": wave}
    return render(request, "joining/desk_edit_wave.jinja", context)


@require_POST
@team_only
def copy(request: UserRequest, wave: "Wave") -> HttpResponse:
    made = copying.copy(wave, by=request.user, now=timezone.now())
    messages.success(request, f"This is a copy of {wave.name}. Check its name and its dates first")
    return redirect("joining:desk_wave", made.ref)


@require_safe
@team_only
def preview(request: UserRequest, wave: "Wave") -> HttpResponse:
    """The page of a wave as a visitor will see it."""
    context = {
        "wave": wave,
        "lengths": lengths,
        "is_open": True,
        "is_closed": False,
        "asked": waves_open.question_set(wave, request.GET.get("language", "")),
        "own": None,
        "is_member": False,
        "start": "",
        "begins_at": "#facts",
    }
    return render(request, "joining/desk_preview_wave.jinja", context)


@team_only
def publish(request: UserRequest, wave: "Wave") -> HttpResponse:
    """What publishing means, then the step itself."""
    now = timezone.now()
    if request.method != "POST":
        context = {"wave": wave, "lacks": queries.lacks(wave, now=now)}
        return render(request, "joining/desk_publish_wave.jinja", context)
    try:
        setting_up.publish(wave, by=request.user, now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{wave.name} is published")
    return redirect("joining:desk_wave", wave.ref)


@team_only
def delete(request: UserRequest, wave: "Wave") -> HttpResponse:
    """Throw a draft away, once that is confirmed."""
    if request.method == "POST":
        try:
            setting_up.delete(wave, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("joining:desk_wave", wave.ref)
        messages.success(request, f"{wave.name} is deleted")
        return redirect("joining:desk")
    return render(request, "joining/desk_delete_wave.jinja", {"wave": wave})
