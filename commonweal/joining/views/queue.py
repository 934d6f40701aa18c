"""The queue of a wave, its readers, and sharing applications out among them."""

from contextlib import suppress
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from commonweal.core import queries as accounts
from commonweal.core.errors import Refused
from commonweal.core.http import UserRequest
from commonweal.core.tables.writing import lines
from commonweal.joining import rules
from commonweal.joining.forms.deciding import Narrowing, NewReader
from commonweal.joining.queries import deciding, queue, readers
from commonweal.joining.services import reading, sharing
from commonweal.joining.services.deciding import note_export
from commonweal.joining.views._desk import wave_page

if TYPE_CHECKING:
    from commonweal.core.models import User
    from commonweal.joining.models import Wave

PAGE = 25
NOBODY = "Nobody has an account with this address. Ask them to sign up first, then add them here."
PERHAPS = "If somebody with this address has an account and has confirmed it, they can read now."


@require_safe
@wave_page(rules.SEE_WAVE)
def show(request: UserRequest, wave: "Wave") -> HttpResponse:
    """All applications of a wave for those who lead it; their own reading for its readers."""
    if not request.user.has_perm(rules.LEAD_WAVE, wave):
        return own_reading(request, wave)
    to = queue.Narrowed(**Narrowing(request.GET).said())
    after = request.GET.get("after", "")
    context = {
        "wave": wave,
        "to": to,
        "after": after,
        "stretches": queue.STRETCHES,
        "counts": queue.counts(wave, request.user),
        "places": deciding.places(wave),
        "nations": queue.nations_in(wave, request.user),
        "loads": readers.workload(wave, request.user),
        "conflicts": readers.conflicts_of(wave, request.user),
        "held_back": deciding.held_back(wave, request.user),
        "second_looks": () if after else queue.second_looks(wave, request.user, to),
        "shelf": queue.shelf(wave, request.user, to, after=after, limit=PAGE),
        "asked": len(queue.asked(wave, request.user, done=False, after="", limit=PAGE)[0]),
    }
    return render(request, "joining/queue.jinja", context)


@require_safe
@wave_page(rules.SEE_WAVE)
def mine(request: UserRequest, wave: "Wave") -> HttpResponse:
    """What somebody was asked to read themselves."""
    return own_reading(request, wave)


def own_reading(request: UserRequest, wave: "Wave") -> HttpResponse:
    done = request.GET.get("show") == "done"
    after = request.GET.get("after", "")
    rows, following = queue.asked(wave, request.user, done=done, after=after, limit=PAGE)
    context = {
        "wave": wave,
        "done": done,
        "rows": rows,
        "next": following,
        "after": after,
        "conflicts": readers.conflicts_of(wave, request.user),
    }
    return render(request, "joining/queue_mine.jinja", context)


@require_POST
@wave_page(rules.LEAD_WAVE)
def export(request: UserRequest, wave: "Wave") -> StreamingHttpResponse:
    """The queue as a file, for those who may see all of it."""
    note_export(wave, by=request.user)
    rows = (tuple(row.values()) for row in queue.for_export(wave, request.user))
    body = lines(queue.COLUMNS, rows)
    response = StreamingHttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="queue-{wave.ref}.csv"'
    return response


@require_POST
@wave_page(rules.LEAD_WAVE)
def share_out(request: UserRequest, wave: "Wave") -> HttpResponse:
    """Share out what is to be read, evenly."""
    try:
        done = sharing.share_out(wave, by=request.user, afresh="afresh" in request.POST)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, told(done))
    return redirect("joining:readers", wave.ref)


def told(done: sharing.Shared) -> str:
    """What sharing out did, in a sentence or two."""
    said = "1 reading shared out." if done.given == 1 else f"{done.given} readings shared out."
    if not done.short:
        return f"{said} Every application has its readers."
    some = "1 application" if done.short == 1 else f"{done.short} applications"
    return f"{said} For {some} there are not enough readers without a conflict."


@wave_page(rules.LEAD_WAVE)
def show_readers(request: UserRequest, wave: "Wave") -> HttpResponse:
    """Who reads for a wave, how much each has, and the form to add somebody."""
    posted = request.POST if request.method == "POST" else None
    form = NewReader(posted, team=readers.team())
    if form.is_valid() and added(request, wave, form):
        return redirect("joining:readers", wave.ref)
    context = {"wave": wave, "form": form, "loads": readers.workload(wave, request.user)}
    return render(request, "joining/queue_readers.jinja", context)


def added(request: UserRequest, wave: "Wave", form: NewReader) -> bool:
    """Make somebody a reader, or say on the form why not."""
    if form.cleaned_data["email"] and not request.user.has_perm(rules.RUN_WAVES):
        add_unseen(request, wave, form.cleaned_data["email"])
        return True
    person = chosen(form)
    if person is None:
        form.add_error("email", NOBODY)
        return False
    try:
        reading.make_reader(wave, person, by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"{person} now reads for {wave.name}.")
    return True


def add_unseen(request: UserRequest, wave: "Wave", email: str) -> None:
    """Make whoever has this address a reader. The answer tells a partner nothing of accounts."""
    person = accounts.account_by_email(email)
    if person is not None:
        with suppress(Refused):
            reading.make_reader(wave, person, by=request.user)
    messages.success(request, PERHAPS)


def chosen(form: NewReader) -> "User | None":
    given = form.cleaned_data
    if given["email"]:
        return accounts.account_by_email(given["email"])
    return readers.team().filter(pk=given["person"]).first()


@require_POST
@wave_page(rules.LEAD_WAVE)
def end_reader(request: UserRequest, wave: "Wave", pk: int) -> HttpResponse:
    """Somebody no longer reads for a wave."""
    grant = readers.reader_grant(pk)
    if grant is None or grant.scope != wave.scope:
        raise Http404
    try:
        reading.end_reader(wave, grant, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            f"{grant.user} no longer reads for {wave.name}. Share out again to give others "
            "what they have not finished.",
        )
    return redirect("joining:readers", wave.ref)
