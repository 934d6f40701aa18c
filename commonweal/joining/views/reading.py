"""Reading one application: its answers beside what is scored, and stepping aside."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from commonweal.core.errors import Refused
from commonweal.core.http import UserRequest
from commonweal.joining import rules
from commonweal.joining.forms.deciding import Reading, StepAside
from commonweal.joining.queries import applications, readings
from commonweal.joining.services import reading as services
from commonweal.joining.views._desk import application_page

if TYPE_CHECKING:
    from commonweal.joining import models


@application_page(rules.READ_APPLICATION)
def read(request: UserRequest, application: "models.Application") -> HttpResponse:
    """The application, and the form of whoever was asked to read it."""
    own = readings.reading_of(application, request.user)
    if own is None:
        raise Http404
    if own.finished_at is not None:
        return finished(request, application, own)
    form = form_of(request, application, own)
    if request.method == "POST" and took(request, application, form):
        return redirect("joining:queue_mine", application.wave.ref)
    context = {"form": form, "answers": applications.said(application), "application": application}
    return render(request, "joining/reading.jinja", context)


def finished(
    request: UserRequest, application: "models.Application", own: "models.Reading"
) -> HttpResponse:
    """What they found, and what the others did: shown to whoever has finished."""
    context = {
        "application": application,
        "answers": applications.said(application),
        "own": own,
        "beside": readings.side_by_side(application),
    }
    return render(request, "joining/reading_done.jinja", context)


def form_of(
    request: UserRequest, application: "models.Application", own: "models.Reading"
) -> Reading:
    posted = request.POST if request.method == "POST" else None
    return Reading(posted, criteria=readings.criteria(application), initial=own.draft)


def took(request: UserRequest, application: "models.Application", form: Reading) -> bool:
    """Keep what was typed, and finish when asked to and everything is there."""
    later = "later" in request.POST
    try:
        services.save_reading(application, by=request.user, typed=form.typed())
        if not later and form.is_valid():
            given = form.cleaned_data
            services.finish_reading(
                application, by=request.user, scores=form.scores(),
                advice=given["advice"], reason=given["reason"],
            )  # fmt: skip
            messages.success(request, f"{application.name}: your reading is finished.")
            return True
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    if later:
        messages.success(request, f"{application.name}: saved. Nobody else sees it yet.")
    return later


@require_POST
@application_page(rules.READ_APPLICATION)
def save(request: UserRequest, application: "models.Application") -> HttpResponse:
    """Keep what is being typed; the page asks for it while somebody types."""
    form = Reading(request.POST, criteria=readings.criteria(application))
    saved_at, problem = timezone.now(), ""
    try:
        services.save_reading(application, by=request.user, typed=form.typed())
    except Refused as refusal:
        problem = str(refusal)
    context = {"saved_at": saved_at, "problem": problem}
    return render(request, "joining/_reading_saved.jinja", context)


@application_page(rules.READ_APPLICATION)
def step_aside(request: UserRequest, application: "models.Application") -> HttpResponse:
    """Say that one has a conflict of interest, and why."""
    form = StepAside(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.declare_conflict(application, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            thanks = "Thank you for saying so. The team sees it, and asks somebody else."
            messages.success(request, thanks)
            return redirect("joining:queue", application.wave.ref)
    context = {"form": form, "application": application}
    return render(request, "joining/reading_conflict.jinja", context)
