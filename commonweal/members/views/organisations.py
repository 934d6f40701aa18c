"""Where members work: the list, and a page for each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonweal.core.http import PageRequest
from commonweal.members import profiles, queries
from commonweal.search import queries as search

PAGE = 20
CHILDREN = 50


@require_safe
def index(request: PageRequest) -> HttpResponse:
    """Every organisation, found by name, code or another name people use for it."""
    nation, kind = request.GET.get("nation", ""), request.GET.get("orgtype", "")
    facets = [key for key in (nation and f"nation:{nation}", kind and f"orgtype:{kind}") if key]
    text = request.GET.get("q", "").strip()
    page = search.search(
        text,
        audience=queries.viewer_audience(request.user),
        kind="organisation",
        facets=facets,
        after=request.GET.get("after", ""),
        limit=PAGE,
    )
    context = {
        "page": page,
        "text": text,
        "nation": nation,
        "orgtype": kind,
        "filters": queries.organisation_filters(),
    }
    template = "members/_organisations.jinja" if request.htmx else "members/organisations.jinja"
    return render(request, template, context)


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation, with those of its members the reader may see there."""
    organisation = get_object_or_404(queries.organisations(), pk=pk)
    today, audience = timezone.localdate(), queries.viewer_audience(request.user)
    shelf = queries.members_at(
        organisation, audience, on=today, after=request.GET.get("after", ""), limit=PAGE
    )
    context = {
        "organisation": organisation,
        "aliases": queries.aliases_of(organisation),
        "children": queries.children_of(organisation, limit=CHILDREN + 1),
        "most_children": CHILDREN,
        "people": [profiles.seen_by(member, audience, on=today) for member in shelf.members],
        "next": shelf.next,
        "reader": audience,
    }
    return render(request, "members/organisation.jinja", context)
