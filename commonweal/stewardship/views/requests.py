"""The stewards' pages of requests about people's data."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from commonweal.core.errors import Refused
from commonweal.core.fresh import fresh_sign_in_required
from commonweal.core.http import UserRequest
from commonweal.stewardship import rules
from commonweal.stewardship.forms.requests import Confirm, Opened, Refusal
from commonweal.stewardship.queries import erasures as erasing
from commonweal.stewardship.queries import people
from commonweal.stewardship.queries import requests as queries
from commonweal.stewardship.services import erasures
from commonweal.stewardship.services import requests as services
from commonweal.stewardship.services.requests import address_of

PAGE = 30
View = Callable[..., FileResponse | HttpResponse]


def for_stewards(view: View) -> View:
    allowed = permission_required(rules.HANDLE_REQUESTS, raise_exception=True)
    return login_required(allowed(view))


@require_safe
@for_stewards
def show(request: UserRequest) -> HttpResponse:
    """What people asked, the nearest deadline first, and what became of earlier requests."""
    context = {
        "waiting": queries.waiting(),
        "shelf": queries.ended(before=request.GET.get("before", ""), limit=PAGE),
        "today": timezone.localdate(),
        "overdue": queries.is_overdue,
        "named": queries.named,
    }
    return render(request, "stewardship/requests.jinja", context)


@for_stewards
def new(request: UserRequest) -> HttpResponse:
    """Note a request that came by another way: find the person, then say what they asked."""
    key = request.GET.get("who", "")
    who = people.match(key) if key else None
    if who is None:
        text = request.GET.get("q", "").strip()[:200]
        context = {"text": text, "matches": people.find(text), "unknown": bool(key)}
        return render(request, "stewardship/find_person.jinja", context)
    form = Opened(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = services.open_request(who.key, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("stewardship:request", made.pk)
    return render(request, "stewardship/new_request.jinja", {"form": form, "who": who})


@require_safe
@for_stewards
def one(request: UserRequest, pk: int) -> HttpResponse:
    """One request: how far it is, and what can be done with it."""
    found = get_object_or_404(queries.requests(), pk=pk)
    today = timezone.localdate()
    context = {
        "copy": found,
        "stuck": queries.is_stuck(found),
        "overdue": queries.is_overdue(found, on=today),
        "who": queries.named(found),
    }
    alone = request.htmx and not request.htmx.history_restore_request
    template = "stewardship/_request_state.jinja" if alone else "stewardship/request.jinja"
    return render(request, template, context)


@require_safe
@for_stewards
@fresh_sign_in_required
def download(request: UserRequest, pk: int) -> FileResponse | HttpResponse:
    found = get_object_or_404(queries.copies(), pk=pk)
    try:
        path = services.fetch(found, by=request.user)
    except Refused as refusal:
        messages.info(request, str(refusal))
        return redirect("stewardship:request", pk)
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"request-{pk}.zip")


@require_POST
@for_stewards
def again(request: UserRequest, pk: int) -> HttpResponse:
    """Try again to make a copy that could not be made."""
    found = get_object_or_404(queries.copies(), pk=pk)
    try:
        services.try_again(found, by=request.user)
    except Refused as refusal:
        messages.info(request, str(refusal))
    return redirect("stewardship:request", pk)


@for_stewards
@fresh_sign_in_required
def erase(request: UserRequest, pk: int) -> HttpResponse:
    """Erase somebody, after reading what goes, what is emptied and what stays, and why."""
    found = get_object_or_404(queries.open_erasures(), pk=pk)
    word = queries.word_to_type(found)
    form = Confirm(request.POST if request.method == "POST" else None, initial={"word": word})
    told = bool(address_of(found))
    if form.is_valid():
        try:
            erasures.erase(found, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            by_letter = "a last letter tells them so" if told else "we had no address to tell them"
            messages.success(request, f"They are erased; {by_letter}.")
            return redirect("stewardship:request", pk)
    context = {"form": form, "found": found, "plan": erasing.plan(found, by=request.user)}
    context["told"] = told
    return render(request, "stewardship/erase.jinja", {**context, "who": queries.named(found)})


@for_stewards
def refuse(request: UserRequest, pk: int) -> HttpResponse:
    """Answer a wish to be erased with no, and why."""
    found = get_object_or_404(queries.open_erasures(), pk=pk)
    form = Refusal(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.refuse(found, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The request is refused, and they are told why.")
            return redirect("stewardship:request", pk)
    context = {"form": form, "found": found, "who": queries.named(found)}
    return render(request, "stewardship/refuse.jinja", context)
