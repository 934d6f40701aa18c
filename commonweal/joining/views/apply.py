"""Writing an application: begun at once, one thing a page, saved as it is typed, sent once."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from commonweal.core.errors import Refused
from commonweal.core.http import PageRequest
from commonweal.equalities.sittings import remember
from commonweal.joining import lengths, parts
from commonweal.joining.forms.applying import Begin, Declare
from commonweal.joining.queries import applications as queries
from commonweal.joining.queries import missing as gaps
from commonweal.joining.queries import waves_open
from commonweal.joining.services import applying, carrying
from commonweal.joining.views import about, follow
from commonweal.joining.views.limits import LATER, TOO_MANY, is_flood, may_mail
from commonweal.joining.views.own import actor, data, let_in, own_application, took
from commonweal.members.rules import is_current_member

if TYPE_CHECKING:
    from commonweal.joining.models import Application, Wave


def start(request: PageRequest, ref: str) -> HttpResponse:
    """Begin: an address is all it takes, and none of somebody who confirmed theirs."""
    wave = about.found(ref)
    if is_current_member(request.user) or not wave.is_open(timezone.now()):
        return redirect("joining:wave", ref)
    sets = wave.question_sets.all()
    languages = [(one.language, one.get_language_display()) for one in sets]
    proven = request.user.is_authenticated and request.user.email in queries.confirmed_addresses(
        request.user
    )
    form = Begin(data(request), languages=sorted(set(languages)), signed_in=proven)
    if form.is_valid() and (made := _started(request, wave, form)):
        return redirect("joining:application", made.ref)
    context = {"form": form, "wave": wave, "proven": proven}
    return render(request, "joining/start.jinja", context)


def _started(request: PageRequest, wave: "Wave", form: Begin) -> "Application | None":
    """The application begun; None when it is refused, which the form then says."""
    email = form.cleaned_data.get("email", "")
    if email and is_flood(request):
        form.add_error(None, TOO_MANY)
        return None
    mail = not email or may_mail(request, email)
    group = waves_open.group_by_key(request.GET.get("group", ""))
    nations = [term.key for term in waves_open.nations()]
    try:
        made = applying.start(
            wave,
            by=actor(request),
            email=email,
            language=form.cleaned_data.get("language", ""),
            nation=nation if (nation := request.GET.get("nation", "")) in nations else None,
            group=group.pk if group else None,
            mail=mail,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    let_in(request, made)
    if not mail:
        messages.info(request, LATER)
    return made


@own_application
def application(request: PageRequest, application: "Application") -> HttpResponse:
    """A draft as a list of its parts; what was sent as a line of time."""
    if not queries.is_unsent(application):
        return follow.show(request, application)
    found = parts.parts(application)
    context = {
        "about": [part for part in found if part.question is None],
        "questions": [part for part in found if part.question is not None],
        "missing": gaps.missing(application),
        **_state(request, application),
    }
    return render(request, "joining/application.jinja", context)


def _state(request: PageRequest, application: "Application") -> dict[str, Any]:
    """What every page of a draft says of it."""
    closed = application.wave.is_closed(timezone.now())
    return {
        "application": application,
        "lengths": lengths,
        "confirmed": queries.is_confirmed(application, request.user),
        "is_closed": closed,
        "next_wave": carrying.next_wave(application) if closed else None,
    }


@own_application
def part(request: PageRequest, application: "Application", slug: str) -> HttpResponse:
    """One thing on a page of its own."""
    one = parts.part(application, slug)
    if one is None:
        raise Http404
    if request.method != "POST" and not queries.is_unsent(application):
        return redirect("joining:application", application.ref)
    form = one.form(data(request))
    if form.is_valid() and took(form, one.save, by=actor(request), **form.cleaned_data):
        return _onwards(request, application, slug)
    context = {"part": one, "form": form, **_state(request, application)}
    template = "joining/question.jinja" if one.question else "joining/part.jinja"
    return render(request, template, context)


def _onwards(request: PageRequest, application: "Application", slug: str) -> HttpResponse:
    """To the next part, or to where the reader came from or asked to go."""
    ref, to = application.ref, request.POST.get("to", "")
    following = parts.after(application, slug)
    if to == "organisation":
        return redirect("joining:organisation", ref)
    if to == "list":
        return redirect("joining:application", ref)
    if request.GET.get("back") == "check" or following is None:
        return redirect("joining:send", ref)
    return redirect("joining:part", ref, following.slug)


@require_POST
@own_application
def save(request: PageRequest, application: "Application", slug: str) -> HttpResponse:
    """Keep what is being typed; answers with a line that says so, or why not."""
    one = parts.part(application, slug)
    if one is None:
        raise Http404
    form = one.form(request.POST)
    if form.is_valid():
        took(form, one.save, by=actor(request), **form.cleaned_data)
    said = lengths.verdict(one.question, request.POST.get("answer", "")) if one.question else ""
    problems = [problem for found in form.errors.values() for problem in found]
    context = {"problems": problems, "at": timezone.now(), "said": said}
    return render(request, "joining/_saved.jinja", context)


@own_application
def send(request: PageRequest, application: "Application") -> HttpResponse:
    """Everything on one page, to read over and send."""
    if not queries.is_unsent(application):
        return redirect("joining:application", application.ref)
    form = Declare(data(request))
    if form.is_valid() and took(form, applying.send, application, by=actor(request)):
        remember(request.session, f"application:{application.ref}")
        return redirect("joining:sent", application.ref)
    context = {
        "form": form,
        "parts": [part for part in parts.parts(application) if part.question is None],
        "answers": queries.said(application),
        "missing": gaps.missing(application),
        **_state(request, application),
    }
    return render(request, "joining/send.jinja", context)


@own_application
def discard(request: PageRequest, application: "Application") -> HttpResponse:
    """Delete a draft, after asking once."""
    if request.method == "POST":
        try:
            applying.discard(application, by=actor(request))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("joining:application", application.ref)
        messages.success(request, "Your draft is deleted")
        return redirect("joining:about")
    if not queries.is_unsent(application):
        return redirect("joining:application", application.ref)
    return render(request, "joining/discard.jinja", {"application": application})


@require_POST
@own_application
def carry_over(request: PageRequest, application: "Application") -> HttpResponse:
    """Go on in the next wave with what was typed."""
    try:
        made = carrying.carry_over(application, by=actor(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("joining:application", application.ref)
    let_in(request, made)
    messages.success(request, "What you typed is here")
    return redirect("joining:application", made.ref)
