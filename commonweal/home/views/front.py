from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def show(request: HttpRequest) -> HttpResponse:
    """The front page: for a visitor, what this community is."""
    return render(request, "home/front.jinja", {})
