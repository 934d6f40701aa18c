"""What a steward sees: numbers, one person's answers for a stated reason, and who did so."""

import re

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonweal.core.errors import Refused
from commonweal.core.http import UserRequest
from commonweal.equalities import forms, numbers, queries, rules, services
from commonweal.equalities.questions import STATUS_LABELS
from commonweal.equalities.views.own import kept_nowhere

PAGE = 50
NUMBER = re.compile(r"[0-9]{1,18}")


@require_safe
@login_required
@permission_required(rules.SEE_NUMBERS, raise_exception=True)
@kept_nowhere
def show(request: UserRequest) -> HttpResponse:
    """How many were asked and answered, and what, as far as no single person shows."""
    found = numbers.everybody(by=request.user)
    context = {"found": found, "statuses": STATUS_LABELS}
    return render(request, "equalities/desk.jinja", context)


@login_required
@permission_required(rules.OPEN_ANSWERS, raise_exception=True)
@kept_nowhere
def open_answers(request: UserRequest) -> HttpResponse:
    """Open one person's answers. The read is written down first."""
    form = forms.OpenAnswers(request.POST if request.method == "POST" else None)
    if form.is_valid():
        who, why, case = (form.cleaned_data[name] for name in ("who", "why", "case"))
        try:
            contents = services.open_by_name(who, by=request.user, why=why, case=case)
        except Refused as refusal:
            form.add_error("who", str(refusal))
        else:
            context = {"who": who, "lines": queries.lines(contents), "nation": contents.nation}
            return render(request, "equalities/opened.jinja", context)
    return render(request, "equalities/open.jinja", {"form": form})


@require_safe
@login_required
@permission_required(rules.SEE_READS, raise_exception=True)
@kept_nowhere
def log(request: UserRequest) -> HttpResponse:
    """Who opened answers, newest first."""
    before = request.GET.get("before", "")
    entries = queries.log_page(
        before=int(before) if NUMBER.fullmatch(before) else None, limit=PAGE + 1
    )
    older = entries[PAGE - 1].pk if len(entries) > PAGE else None
    return render(request, "equalities/log.jinja", {"entries": entries[:PAGE], "older": older})
