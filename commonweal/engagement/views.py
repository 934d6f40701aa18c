from django.contrib.auth.decorators import login_required, permission_required
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonweal.core.http import UserRequest
from commonweal.core.tables.writing import lines
from commonweal.engagement import queries, rules

COLUMNS = ("day", "offer", "what", "part", "depth", "mode")


@require_safe
@login_required
@permission_required(rules.SEE_OWN_RECORD, raise_exception=True)
def record(request: UserRequest) -> HttpResponse:
    """What I took part in, a year at a time."""
    member = request.user.member
    years = queries.years_of(member)
    shown = _year(request.GET.get("year", ""), years)
    context = {
        "years": years,
        "shown": shown,
        "lines": list(queries.lines_of(member, shown)),
        "summary": queries.summary_of(member),
    }
    return render(request, "engagement/record.jinja", context)


@require_safe
@login_required
@permission_required(rules.SEE_OWN_RECORD, raise_exception=True)
def record_csv(request: UserRequest) -> StreamingHttpResponse:
    """All I ever took part in, to keep or to show at an appraisal."""
    member = request.user.member
    rows = (
        (each.day.isoformat(), each.offer, each.what, each.part, each.depth, each.mode)
        for each in queries.lines_of(member)
    )
    response = StreamingHttpResponse(lines(COLUMNS, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="my-record.csv"'
    return response


def _year(asked: str, years: list[queries.Year]) -> int | None:
    """The year asked for, or the latest; None when there is none at all."""
    if not asked:
        return years[0].year if years else None
    for each in years:
        if str(each.year) == asked:
            return each.year
    raise Http404
