"""Two things of a draft that take more than a form: where somebody works, and their address."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from commonweal.core.http import PageRequest
from commonweal.joining.forms.applying import Address, OtherOrganisation, Workplace
from commonweal.joining.queries import applications as queries
from commonweal.joining.services import applying, links
from commonweal.joining.views.limits import LATER, TOO_MANY, TOO_OFTEN, is_flood, may_mail
from commonweal.joining.views.own import actor, data, own_application, took
from commonweal.members.indexing import OPEN, ORGANISATION
from commonweal.members.queries import viewer_audience
from commonweal.search import queries as search

if TYPE_CHECKING:
    from commonweal.joining.models import Application


@own_application
def organisation(request: PageRequest, application: "Application") -> HttpResponse:
    """Find the organisation by some of its name and choose it, or write its name."""
    if request.method == "POST":
        return _chosen(request, application)
    return _choose(request, application, OtherOrganisation(initial=_named(application)))


def _chosen(request: PageRequest, application: "Application") -> HttpResponse:
    """Take what was chosen or written; nothing of either means that they work nowhere."""
    form = OtherOrganisation(request.POST)
    chosen = Workplace(request.POST)
    found = chosen.cleaned_data["organisation"] if chosen.is_valid() else None
    if form.is_valid() and took(
        form,
        applying.set_workplace,
        application,
        by=actor(request),
        organisation=found,
        name=form.cleaned_data["organisation_name"],
    ):
        return redirect("joining:part", application.ref, "work")
    return _choose(request, application, form)


def _choose(
    request: PageRequest, application: "Application", form: OtherOrganisation
) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    page = text and search.search(
        text, audience=viewer_audience(request.user), kind=ORGANISATION, facets=[OPEN], limit=10
    )
    context = {"form": form, "application": application, "text": text, "page": page}
    fragment = "joining/_organisations.jinja"
    return render(request, fragment if request.htmx else "joining/organisation.jinja", context)


def _named(application: "Application") -> dict[str, str]:
    return {"organisation_name": application.organisation_name}


@own_application
def address(request: PageRequest, application: "Application") -> HttpResponse:
    """The address we write to: whether it is confirmed, and another in its place."""
    if not queries.is_unsent(application):
        return redirect("joining:application", application.ref)
    form = Address(data(request), initial={"email": application.email})
    if form.is_valid() and _moved(request, application, form):
        return redirect("joining:address", application.ref)
    confirmed = queries.is_confirmed(application, request.user)
    context = {"form": form, "application": application, "confirmed": confirmed}
    return render(request, "joining/address.jinja", context)


def _moved(request: PageRequest, application: "Application", form: Address) -> bool:
    email = form.cleaned_data["email"]
    if is_flood(request):
        form.add_error(None, TOO_MANY)
        return False
    mail = may_mail(request, email)
    done = took(
        form, applying.change_address, application, by=actor(request), email=email, mail=mail
    )
    if done and not mail:
        messages.info(request, LATER)
    return done


@require_POST
@own_application
def send_link(request: PageRequest, application: "Application") -> HttpResponse:
    """Send the link to the same address once more."""
    form = Address({"email": application.email})
    if is_flood(request) or not may_mail(request, application.email):
        form.add_error(None, TOO_OFTEN)
    else:
        links.send_way_back(application)
    confirmed = queries.is_confirmed(application, request.user)
    context = {"form": form, "application": application, "confirmed": confirmed, "again": True}
    return render(request, "joining/address.jinja", context)
