"""The controlled lists, published with their labels in each language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonweal.members import queries


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    return render(request, "members/words.jinja", {"lists": queries.word_lists()})
