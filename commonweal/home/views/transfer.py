from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from commonweal.core import rules
from commonweal.core.errors import Refused
from commonweal.core.http import UserRequest
from commonweal.home import forms
from commonweal.home.transfers import exporting, jobs
from commonweal.home.transfers.tasks import run_import

RECENT = 20
EXPORTS = {
    "people": "Everyone who belongs or belonged, with all of their profile",
    "organisations": "Where people work, with codes and other names",
    "participation": "The whole ledger: who took part in what, and when",
    "offers": "What can be taken part in",
}


@login_required
@permission_required(rules.IMPORT, raise_exception=True)
def upload(request: UserRequest) -> HttpResponse:
    """Give a file to be checked, and see the imports there were."""
    posted = request.method == "POST"
    form = forms.Upload(request.POST, request.FILES) if posted else forms.Upload()
    if form.is_valid():
        given = form.cleaned_data
        try:
            job = jobs.receive(
                given["kind"],
                given["file"],
                by=request.user,
                mapping=given["mapping"],
                own=given["own"],
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            run_import.enqueue(job.pk)
            return redirect("home:import_job", job.pk)
    context = {"form": form, "recent": jobs.imports()[:RECENT]}
    return render(request, "home/import.jinja", context)


@require_safe
@login_required
@permission_required(rules.IMPORT, raise_exception=True)
def show(request: UserRequest, pk: int) -> HttpResponse:
    """One import: what would happen, how far it is, or what came of it."""
    job = get_object_or_404(jobs.imports(), pk=pk)
    context = {
        "job": job,
        "working": job.status in jobs.UNFINISHED,
        "stuck": jobs.is_stuck(job),
        "has_rejects": jobs.rejects_path(job).is_file(),
        "refusal": "",
    }
    template = "home/_import_state.jinja" if request.htmx else "home/import_job.jinja"
    return render(request, template, context)


@require_POST
@login_required
@permission_required(rules.IMPORT, raise_exception=True)
def confirm(request: UserRequest, pk: int) -> HttpResponse:
    """Take a checked file."""
    return _set_going(request, pk, jobs.confirm)


@require_POST
@login_required
@permission_required(rules.IMPORT, raise_exception=True)
def again(request: UserRequest, pk: int) -> HttpResponse:
    """Go on with an import that stopped."""
    return _set_going(request, pk, jobs.start_again)


@require_POST
@login_required
@permission_required(rules.IMPORT, raise_exception=True)
def discard(request: UserRequest, pk: int) -> HttpResponse:
    """Forget a checked file without taking it."""
    job = get_object_or_404(jobs.imports(), pk=pk)
    try:
        jobs.discard(job, by=request.user)
    except Refused as refusal:
        messages.info(request, str(refusal))
        return redirect("home:import_job", pk)
    messages.success(request, "The file is gone. Nothing of it was imported.")
    return redirect("home:import")


@require_safe
@login_required
@permission_required(rules.IMPORT, raise_exception=True)
def rejects(request: UserRequest, pk: int) -> FileResponse:
    """The rows of an import that were refused, with the reason of each."""
    path = jobs.rejects_path(get_object_or_404(jobs.imports(), pk=pk))
    if not path.is_file():
        raise Http404
    return FileResponse(
        path.open("rb"), as_attachment=True, filename="refused-rows.csv", content_type="text/csv"
    )


@login_required
@permission_required(rules.EXPORT, raise_exception=True)
def export(request: UserRequest) -> HttpResponse | StreamingHttpResponse:
    """Choose what to take away; sent while it is read, so that it may be of any size."""
    kind = request.POST.get("kind", "")
    if request.method != "POST" or kind not in EXPORTS:
        return render(request, "home/export.jinja", {"exports": EXPORTS})
    response = StreamingHttpResponse(
        exporting.export(kind, by=request.user), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
    return response


def _set_going(request: UserRequest, pk: int, start: Callable[..., object]) -> HttpResponse:
    """Let the worker take an import, where `start` does not refuse it."""
    job = get_object_or_404(jobs.imports(), pk=pk)
    try:
        start(job, by=request.user)
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        run_import.enqueue(job.pk)
    return redirect("home:import_job", pk)
