"""One search for everything."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from commonweal.core.http import PageRequest
from commonweal.home import finding


@require_safe
@vary_on_headers("HX-Request")
def show(request: PageRequest) -> HttpResponse:
    """The first few of every kind of thing the words find, and where to find the others."""
    text = request.GET.get("q", "").strip()
    context = {"text": text, "shelves": finding.everything(request.user, text)}
    alone = request.htmx and not request.htmx.history_restore_request
    return render(request, "home/_found.jinja" if alone else "home/search.jinja", context)
