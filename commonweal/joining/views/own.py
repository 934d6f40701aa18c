"""Whose application it is: this browser's, or that of whoever is signed in."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from commonweal.core.errors import Refused
from commonweal.core.http import PageRequest
from commonweal.joining import sessions
from commonweal.joining.queries import applications as queries

if TYPE_CHECKING:
    from commonweal.core.models import User
    from commonweal.joining.models import Application


def own_application(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the view the application of the address, if it is the reader's own.

    To anybody else it is not there, whether there is one or not.
    """

    @wraps(view)
    def guarded(request: PageRequest, ref: str, *args: Any, **kwargs: Any) -> HttpResponse:
        application = queries.own(request.user, refs_of(request)).filter(ref=ref).first()
        if application is None:
            return not_here(request)
        return view(request, application, *args, **kwargs)

    return guarded


def not_here(request: PageRequest) -> HttpResponse:
    """There is no such application for this reader. What they typed is shown to be copied."""
    context = {"typed": request.POST.get("answer", "") if request.method == "POST" else ""}
    return render(request, "joining/not_here.jinja", context, status=404)


def refs_of(request: PageRequest) -> list[str]:
    return sessions.refs_in(request.session)


def let_in(request: PageRequest, application: "Application") -> None:
    """Let this browser open this application from now on."""
    sessions.let_in(request.session, application.ref)


def actor(request: PageRequest) -> "User | None":
    """Who does it, as services note it: nobody known where nobody is signed in."""
    return request.user if request.user.is_authenticated else None


def data(request: PageRequest) -> Any:
    """What was typed, or nothing when the page is only being opened."""
    return request.POST if request.method == "POST" else None


def took(form: forms.Form, service: Callable[..., Any], *args: Any, **values: Any) -> bool:
    """Whether the service did it; what it refuses is said on the form."""
    try:
        service(*args, **values)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
