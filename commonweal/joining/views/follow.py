"""An application that was sent: how far it is, and what its applicant can still do."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from commonweal.core.errors import Refused
from commonweal.core.http import PageRequest
from commonweal.equalities.sittings import remember
from commonweal.joining import sessions
from commonweal.joining.forms.applying import SecondLook
from commonweal.joining.queries import applications as queries
from commonweal.joining.queries.progress import progress
from commonweal.joining.services import following
from commonweal.joining.views.own import actor, data, own_application, took

if TYPE_CHECKING:
    from commonweal.joining.models import Application


def show(request: PageRequest, application: "Application") -> HttpResponse:
    """The line of time of an application, the decision, and what was sent."""
    remember(request.session, f"application:{application.ref}")
    context = {
        "application": application,
        "progress": progress(application),
        "answers": queries.said(application),
    }
    return render(request, "joining/follow.jinja", context)


@require_POST
def finish(request: PageRequest) -> HttpResponse:
    """Have this browser forget whose applications it may open, for whoever uses it next."""
    sessions.forget(request.session)
    messages.success(
        request, "This browser opens your application no more. A link by e-mail leads you back"
    )
    return redirect("joining:about")


@require_safe
@own_application
def sent(request: PageRequest, application: "Application") -> HttpResponse:
    """Thanks, what happens now, and the questions that help us to be fair."""
    if queries.is_unsent(application):
        return redirect("joining:application", application.ref)
    return render(request, "joining/sent.jinja", {"application": application})


@own_application
def withdraw(request: PageRequest, application: "Application") -> HttpResponse:
    """Take an application back, after asking once."""
    problem = ""
    if request.method == "POST":
        try:
            following.withdraw(application, by=actor(request))
        except Refused as refusal:
            problem = str(refusal)
        else:
            return redirect("joining:application", application.ref)
    elif not progress(application).may_withdraw:
        return redirect("joining:application", application.ref)
    context = {"application": application, "problem": problem}
    return render(request, "joining/withdraw.jinja", context)


@own_application
def second_look(request: PageRequest, application: "Application") -> HttpResponse:
    """Ask that somebody else decide again."""
    state = progress(application)
    if request.method != "POST" and state.look_until is None:
        return redirect("joining:application", application.ref)
    form = SecondLook(data(request))
    if form.is_valid() and took(
        form, following.ask_second_look, application, by=actor(request), **form.cleaned_data
    ):
        return redirect("joining:application", application.ref)
    context = {"form": form, "application": application, "progress": state}
    return render(request, "joining/second_look.jinja", context)
