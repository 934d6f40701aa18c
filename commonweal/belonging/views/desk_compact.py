"""The team writes the next version of the compact, and sees who answered it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from commonweal.belonging import forms, rules, tasks
from commonweal.belonging.queries import compact as queries
from commonweal.belonging.services import compact as services
from commonweal.belonging.views.own import did
from commonweal.core.http import UserRequest
from commonweal.core.tables.writing import lines

PAGE = 50
FIELDS = ("what_changed", "intro", "can_expect", "expected")
team_only = permission_required(rules.RUN_COMPACT, raise_exception=True)


@require_safe
@login_required
@team_only
def show(request: UserRequest) -> HttpResponse:
    """Every version, and the answers to the one that holds now in numbers."""
    current = queries.current()
    context = {
        "current": current,
        "draft": queries.draft(),
        "versions": queries.published(),
        "numbers": queries.numbers(current, on=timezone.localdate()) if current else None,
    }
    return render(request, "belonging/desk_compact.jinja", context)


@login_required
@team_only
def write(request: UserRequest) -> HttpResponse:
    """Write the next version, which begins as a copy of the last."""
    draft = queries.draft()
    if draft is None and request.method != "POST":
        raise Http404
    if draft is None or "start" in request.POST:
        services.start_version(by=request.user)
        return redirect("belonging:write_compact")
    initial = {name: getattr(draft, name) for name in FIELDS}
    form = forms.NextVersion(request.POST or None, initial=initial)
    if form.is_valid() and did(request, services.change_version, draft, **form.cleaned_data):
        return redirect("belonging:preview_compact")
    return render(request, "belonging/write_compact.jinja", {"form": form, "draft": draft})


@login_required
@team_only
def preview(request: UserRequest) -> HttpResponse:
    """The version being written as members will read it, to publish or to throw away."""
    draft = queries.draft()
    if draft is None:
        return redirect("belonging:desk_compact")
    if "publish" in request.POST and did(request, services.publish_version, draft):
        messages.success(request, f"Version {draft.version} holds now. Members are asked to answer")
        return redirect("belonging:desk_compact")
    if "discard" in request.POST and did(request, services.discard_version, draft):
        messages.success(request, "The draft is gone")
        return redirect("belonging:desk_compact")
    context = {"compact": draft, "halves": queries.halves(draft), "before": queries.before(draft)}
    return render(request, "belonging/preview_compact.jinja", context)


@require_safe
@login_required
@team_only
def answers(request: UserRequest) -> HttpResponse:
    """Who has accepted, not accepted or not answered the version that holds now."""
    current = queries.current()
    if current is None:
        raise Http404
    said = request.GET.get("said", "")
    said = said if said in queries.SAID else queries.NONE
    after = request.GET.get("after", "")
    today = timezone.localdate()
    context = {
        "compact": current,
        "said": said,
        "choices": queries.SAID,
        "shelf": queries.shelf(current, said, on=today, after=after, limit=PAGE),
        "after": after,
    }
    return render(request, "belonging/compact_answers.jinja", context)


@require_POST
@login_required
@team_only
def export(request: UserRequest) -> StreamingHttpResponse:
    """Every member with their answer, as a file."""
    current = queries.current()
    if current is None:
        raise Http404
    services.note_export(current, by=request.user)
    rows = queries.answers_table(current, on=timezone.localdate())
    response = StreamingHttpResponse(
        lines(queries.ANSWER_COLUMNS, rows), content_type="text/csv; charset=utf-8"
    )
    name = f"compact-{current.version}-answers.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@login_required
@team_only
def remind(request: UserRequest) -> HttpResponse:
    """Write to those who have not answered, once for each version."""
    current = queries.current()
    if current is not None and did(request, services.note_reminding, current):
        tasks.remind_of_compact.enqueue(current.version)
        messages.success(request, "Those who have not answered are being written to")
    return redirect("belonging:desk_compact")
