"""The questions, for the person they are about and nobody else."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from commonweal.core.errors import Refused
from commonweal.core.http import PageRequest
from commonweal.equalities import forms, queries, services
from commonweal.equalities import questions as shipped
from commonweal.equalities.sittings import Place, Sitting, kept, place, sitting

SITTING = Callable[..., HttpResponse]


def kept_nowhere(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Have no browser and no proxy keep the page, for whoever uses the machine next."""

    @wraps(view)
    def guarded(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return guarded


def own_sitting(view: SITTING) -> SITTING:
    """Hand the view the answers of whoever is here; others are led to where that is explained."""

    @wraps(view)
    @kept_nowhere
    def guarded(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            here = _here(request)
        except Refused:
            here = None
        if here is None:
            return redirect("equalities:questions")
        return view(request, here, *args, **kwargs)

    return guarded


@require_safe
@kept_nowhere
def questions(request: PageRequest) -> HttpResponse:
    """Why we ask, who sees it, and how far one's own answers are."""
    try:
        here = _here(request)
    except Refused:
        return render(request, "equalities/unreadable.jinja", {})
    if here is None:
        return render(request, "equalities/closed.jinja", {})
    context = {"here": here, "reads": queries.reads_of(here.subject)}
    return render(request, "equalities/questions.jinja", context)


@own_sitting
def question(request: PageRequest, here: Sitting, key: str) -> HttpResponse:
    """One question. Each is saved by itself."""
    at = place(here, key)
    if at is None:
        raise Http404
    form = forms.Answer(
        at.question,
        request.POST if request.method == "POST" else None,
        initial={"answer": at.answer},
    )
    if form.is_valid() and _saved(request, here, form):
        return _go_on(request, key)
    return render(request, "equalities/question.jinja", {"form": form, "at": at, "here": here})


@require_POST
@own_sitting
def skip(request: PageRequest, here: Sitting) -> HttpResponse:
    """Leave all questions out."""
    if here.nation is not None:
        services.ask(here.subject, nation=here.nation)
    messages.success(
        request, "Thank you. You can answer the questions later if you change your mind"
    )
    return _way_back(here)


@own_sitting
def remove(request: PageRequest, here: Sitting) -> HttpResponse:
    """Remove one's own answers, after asking once."""
    if request.method == "POST":
        services.clear(here.subject)
        messages.success(request, "Your answers are removed")
        return redirect("equalities:questions")
    return render(request, "equalities/remove.jinja", {"here": here})


@require_safe
def sources(request: PageRequest) -> HttpResponse:
    """Where the wording of each question comes from, and whether it could be checked."""
    context = {"questions": shipped.every(), "edition": shipped.EDITION}
    return render(request, "equalities/sources.jinja", context)


def _here(request: PageRequest) -> Sitting | None:
    return sitting(request.user, kept(request.session))


def _saved(request: PageRequest, here: Sitting, form: forms.Answer) -> bool:
    """Whether the answer is kept; choosing nothing, or to skip, leaves all as it is."""
    pressed = request.POST.get("do", "")
    answer = form.cleaned_data["answer"]
    if pressed == "skip" or not (answer or pressed == "clear"):
        if here.nation is not None:
            services.ask(here.subject, nation=here.nation)
        return True
    value = "" if pressed == "clear" else answer
    try:
        services.answer(here.subject, {form.question.key: value}, nation=here.nation)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _go_on(request: PageRequest, key: str) -> HttpResponse:
    """To the question after this one, as the answers now lead to it, else to the end."""
    now = _here(request)
    at: Place | None = place(now, key) if now else None
    if at and at.after:
        return redirect("equalities:question", at.after.key)
    messages.success(request, "That was the last question. Your answers are saved")
    return redirect("equalities:questions")


def _way_back(here: Sitting) -> HttpResponse:
    if here.application:
        return redirect("joining:application", here.application)
    return redirect("core:account")
