"""The record of processing, to read and to take away."""

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonweal.core.http import UserRequest
from commonweal.core.tables.writing import lines
from commonweal.stewardship import rules
from commonweal.stewardship.queries import record


@require_safe
@login_required
@permission_required(rules.READ_RECORD, raise_exception=True)
def show(request: UserRequest) -> HttpResponse:
    """What is kept of whom, why, for how long, and who sees it."""
    context = {"parts": record.record(), "without": record.without()}
    return render(request, "stewardship/record.jinja", context)


@require_safe
@login_required
@permission_required(rules.READ_RECORD, raise_exception=True)
def download(request: UserRequest) -> StreamingHttpResponse:
    """The same as a table."""
    response = StreamingHttpResponse(
        lines(record.COLUMNS, record.rows()), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="record-of-processing.csv"'
    return response
