from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from commonweal.home import queries


def show(request: HttpRequest) -> HttpResponse:
    """The front page: what this community is, or what today holds for somebody signed in."""
    counts = queries.community_counts(timezone.localdate())
    return render(request, "home/front.jinja", {"counts": counts})


def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "home/privacy.jinja")


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "home/accessibility.jinja")
