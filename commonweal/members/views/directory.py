"""Finding people."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from commonweal.core.http import PageRequest
from commonweal.members import directory


# A browser that goes back must not show the results alone for the whole page.
@require_safe
@vary_on_headers("HX-Request")
def show(request: PageRequest) -> HttpResponse:
    """The people the reader may see, by words and filters."""
    found = directory.look_up(request.user, request.GET.getlist)
    alone = request.htmx and not request.htmx.history_restore_request
    template = "members/_directory_results.jinja" if alone else "members/directory.jinja"
    return render(request, template, {"directory": found, "alone": alone})
