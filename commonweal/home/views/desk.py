import datetime
import re

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonweal.core import hiding, rules
from commonweal.core.http import UserRequest
from commonweal.home import queries
from commonweal.joining.queries import setting_up as joining

MONTH = datetime.timedelta(days=30)
PAGE = 50
NUMBER = re.compile(r"[0-9]{1,18}")


@require_safe
@login_required
@permission_required(rules.SEE_DESK, raise_exception=True)
def show(request: UserRequest) -> HttpResponse:
    """The team's desk: the community this month, and a door to every piece of work."""
    today = timezone.localdate()
    recent = queries.audit_page(before=None, limit=8)
    context = {
        "counts": queries.community_counts(today),
        "joined": queries.joined_since(today - MONTH, today),
        "left": queries.left_since(today - MONTH, today),
        "waiting": joining.waiting(request.user),
        "recent": recent,
        "hidden": hiding.entries_from(request.user, recent),
    }
    return render(request, "home/desk.jinja", context)


@require_safe
@login_required
@permission_required(rules.SEE_AUDIT, raise_exception=True)
def audit(request: UserRequest) -> HttpResponse:
    """Who did what, newest first."""
    before = request.GET.get("before", "")
    entries = queries.audit_page(
        before=int(before) if NUMBER.fullmatch(before) else None, limit=PAGE
    )
    older = entries[-1].pk if len(entries) == PAGE else None
    hidden = hiding.entries_from(request.user, entries)
    context = {"entries": entries, "older": older, "hidden": hidden}
    return render(request, "home/audit.jinja", context)
