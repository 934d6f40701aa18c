"""The published rules that estimate seniority, for anybody to read and try."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonweal.members import forms, queries
from commonweal.members.seniority import estimate


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    rules = queries.seniority_rules()
    form = forms.Title(request.GET if "title" in request.GET else None)
    tried = form.cleaned_data["title"] if form.is_valid() else ""
    context = {
        "form": form,
        "rules": rules,
        "tried": tried,
        "matched": estimate(tried, rules) if tried else None,
    }
    return render(request, "members/seniority.jinja", context)
