"""One's own data: a copy of it, and having it erased."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from commonweal.core.errors import Refused
from commonweal.core.fresh import fresh_sign_in_required
from commonweal.core.http import UserRequest
from commonweal.stewardship.forms.requests import Wish
from commonweal.stewardship.queries import requests as queries
from commonweal.stewardship.services import erasures
from commonweal.stewardship.services import requests as services


@require_safe
@login_required
def show(request: UserRequest) -> HttpResponse:
    """What somebody can ask of their own data, and how far it is."""
    copy = queries.own_copies(request.user).first()
    context = {
        "copy": copy,
        "stuck": copy is not None and queries.is_stuck(copy),
        "erasure": queries.own_erasures(request.user).first(),
    }
    alone = request.htmx and not request.htmx.history_restore_request
    template = "stewardship/_copy_state.jinja" if alone else "stewardship/my_data.jinja"
    return render(request, template, context)


@login_required
@fresh_sign_in_required
def ask(request: UserRequest) -> HttpResponse:
    """Have a copy made, after reading what is in it."""
    if request.method != "POST":
        return render(request, "stewardship/ask_for_copy.jinja", {})
    try:
        services.ask_for_own_copy(request.user)
    except Refused as refusal:
        messages.info(request, str(refusal))
    return redirect("stewardship:my_data")


@require_safe
@login_required
@fresh_sign_in_required
def copy(request: UserRequest, pk: int) -> HttpResponse:
    """A copy that is ready, to download."""
    found = get_object_or_404(queries.own_copies(request.user), pk=pk)
    return render(request, "stewardship/copy.jinja", {"copy": found})


@require_safe
@login_required
@fresh_sign_in_required
def download(request: UserRequest, pk: int) -> FileResponse | HttpResponse:
    found = get_object_or_404(queries.own_copies(request.user), pk=pk)
    try:
        path = services.fetch(found, by=request.user)
    except Refused as refusal:
        messages.info(request, str(refusal))
        return redirect("stewardship:my_data")
    name = f"my-data-{timezone.localdate():%Y-%m-%d}.zip"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


@require_POST
@login_required
def again(request: UserRequest, pk: int) -> HttpResponse:
    """Try again to make a copy that could not be made."""
    found = get_object_or_404(queries.own_copies(request.user), pk=pk)
    try:
        services.try_again(found, by=request.user)
    except Refused as refusal:
        messages.info(request, str(refusal))
    return redirect("stewardship:my_data")


@login_required
@fresh_sign_in_required
def erase(request: UserRequest) -> HttpResponse:
    """Ask to be erased, after reading what goes and what stays."""
    form = Wish(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.ask_for_own_erasure(request.user, **form.cleaned_data)
        except Refused as refusal:
            messages.info(request, str(refusal))
        else:
            messages.success(request, "Your wish to be erased has reached us.")
        return redirect("stewardship:my_data")
    context = {"form": form, "hindrance": erasures.hindrance(request.user)}
    return render(request, "stewardship/ask_for_erasure.jinja", context)


@require_POST
@login_required
def take_back(request: UserRequest, pk: int) -> HttpResponse:
    found = queries.own_erasures(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    try:
        services.take_back(found, by=request.user)
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, "You took your wish back. Nothing has changed.")
    return redirect("stewardship:my_data")
