"""What would go tonight, what went, and doing it now."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from commonweal.core.errors import Refused
from commonweal.core.http import UserRequest
from commonweal.stewardship import rules
from commonweal.stewardship.queries import retention as queries
from commonweal.stewardship.services import retention

PAGE = 20
NUMBER = re.compile(r"[0-9]{1,18}")


@require_safe
@login_required
@permission_required(rules.RUN_RETENTION, raise_exception=True)
def show(request: UserRequest) -> HttpResponse:
    """What would go tonight by each rule, and the last runs."""
    asked = request.GET.get("before", "")
    runs = queries.runs(before=int(asked) if NUMBER.fullmatch(asked) else None, limit=PAGE)
    lines = _forecast()
    context = {
        "due": [line for line in lines if line.rows],
        "rest": [line for line in lines if not line.rows],
        "rows": sum(line.rows for line in lines),
        "runs": runs,
        "older": runs[-1].pk if len(runs) == PAGE else None,
    }
    return render(request, "stewardship/retention.jinja", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required(rules.RUN_RETENTION, raise_exception=True)
def run(request: UserRequest) -> HttpResponse:
    """Ask once more, then do now what would be done tonight."""
    if request.method != "POST":
        due = [line for line in _forecast() if line.rows]
        context = {"due": due, "rows": sum(line.rows for line in due)}
        return render(request, "stewardship/run_retention.jinja", context)
    try:
        retention.start(by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "It is being done. This page says how much it was.")
    return redirect("stewardship:retention")


def _forecast() -> list[queries.Line]:
    return sorted(queries.forecast(timezone.now()), key=lambda line: (line.part, line.what))
