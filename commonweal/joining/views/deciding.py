"""Deciding applications, one on its own page or several from the queue."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from commonweal.core.errors import Refused
from commonweal.core.http import UserRequest
from commonweal.joining import rules
from commonweal.joining.forms.deciding import Asking, Deciding, DecidingMany
from commonweal.joining.queries import applications, deciding, readers, readings
from commonweal.joining.services import deciding as services
from commonweal.joining.services import reading
from commonweal.joining.services.letters import preview
from commonweal.joining.views._desk import application_page, inside, steps_aside, wave_page

if TYPE_CHECKING:
    from commonweal.joining.models import Application, Wave

RESULT = "decided_in"
MOST = 50


@application_page(rules.DECIDE_APPLICATION)
def decide(request: UserRequest, application: "Application") -> HttpResponse:
    """An application with all that was found; the letter is shown before anything is decided."""
    form = form_of(request, application)
    if request.method == "POST" and form.is_valid() and "change_it" not in request.POST:
        answer = letter if "confirm" not in request.POST else done
        try:
            return answer(request, application, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            application.refresh_from_db()
    return render(request, "joining/decide.jinja", whole(request, application, form))


def form_of(request: UserRequest, application: "Application") -> Deciding:
    """The form as this person may use it on this application now."""
    return Deciding(
        request.POST if request.method == "POST" else None,
        outcomes=deciding.open_outcomes(application),
        early=deciding.is_short(application) and request.user.has_perm(rules.DECIDE_EARLY),
    )


def whole(request: UserRequest, application: "Application", form: Deciding) -> dict[str, Any]:
    """All that a person needs to decide. Others’ scores wait until their own reading is done."""
    owes = deciding.owes_reading(request.user, application)
    return {
        "application": application,
        "form": form,
        "owes": owes,
        "answers": applications.said(application),
        "beside": None if owes else readings.side_by_side(application),
        "unfinished": readings.unfinished(application),
        "asking": asking_of(application),
        "standing": deciding.standing(application),
        "decisions": deciding.decisions(application),
        "can_be_undone": deciding.can_be_undone,
        "letter_goes_at": deciding.letter_goes_at,
        "may_decide": bool(deciding.open_outcomes(application)) and not owes,
        "waits_for_readers": deciding.is_short(application) and "early" not in form.fields,
        "same_person": deciding.look_of(application) == 2
        and request.user.pk in deciding.first_deciders(application),
        "places": deciding.places(application.wave),
    }


def asking_of(application: "Application") -> Asking | None:
    """The form to ask a reader, whoever has least to read first; None with nobody to ask."""
    people = readers.candidates(application)
    if application.status not in deciding.UNDECIDED or not people:
        return None
    return Asking(people=people)


def letter(request: UserRequest, application: "Application", form: Deciding) -> HttpResponse:
    """The letter as the applicant would get it, to confirm or to change."""
    choice = services.Choice(**form.cleaned_data)
    look = services.check(application, choice, by=request.user)
    subject, body = preview(
        application, choice.outcome, reason=choice.reason, change=choice.change, look=look
    )
    context = {
        "application": application,
        "form": form,
        "subject": subject,
        "body": body,
        "outcome": form.outcome_label(),
    }
    return render(request, "joining/decide_letter.jinja", context)


def done(request: UserRequest, application: "Application", form: Deciding) -> HttpResponse:
    """Decide as confirmed, and go on to the queue."""
    services.decide(application, services.Choice(**form.cleaned_data), by=request.user)
    messages.success(
        request,
        f"{application.name}: {form.outcome_label().lower()}. The letter goes in 15 minutes; "
        "until then you can undo it.",
    )
    return redirect("joining:queue", application.wave.ref)


@require_POST
@application_page(rules.DECIDE_APPLICATION)
def ask(request: UserRequest, application: "Application") -> HttpResponse:
    """Ask somebody to read an application."""
    form = Asking(request.POST, people=list(readers.possible_readers(application.wave)))
    if not form.is_valid():
        messages.error(request, "Choose a reader.")
        return redirect("joining:decide", application.ref)
    person = readers.possible_readers(application.wave).get(pk=form.cleaned_data["reader"])
    try:
        reading.assign(application, reader=person, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{person} has been asked to read it.")
    return redirect("joining:decide", application.ref)


@require_POST
@inside
def take_back(request: UserRequest, pk: int) -> HttpResponse:
    """Take an application from a reader who has not finished."""
    found = readings.reading(pk)
    if found is None or not may_decide(request, found.application):
        raise Http404
    try:
        reading.unassign(found, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{found.reader} no longer reads it.")
    return redirect("joining:decide", found.application.ref)


@require_POST
@inside
def undo(request: UserRequest, pk: int) -> HttpResponse:
    """Take a decision back while its letter waits."""
    found = deciding.decision(pk)
    if found is None or not may_decide(request, found.application):
        raise Http404
    try:
        services.undo(found, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{found.application.name}: undone. Nobody was told.")
    return redirect("joining:decide", found.application.ref)


def may_decide(request: UserRequest, application: "Application") -> bool:
    leads = request.user.has_perm(rules.DECIDE_APPLICATION, application)
    return leads and not steps_aside(request, application)


@wave_page(rules.LEAD_WAVE)
def decide_many(request: UserRequest, wave: "Wave") -> HttpResponse:
    """One outcome for those ticked in the queue: words, a summary, then the result."""
    posted = request.POST if request.method == "POST" else None
    picks = (posted or request.GET).getlist("pick")[:MOST]
    chosen = deciding.chosen(wave, picks, request.user)
    if not chosen and "confirm" not in request.POST:
        messages.warning(request, "Tick the applications you want to decide.")
        return redirect("joining:queue", wave.ref)
    early = request.user.has_perm(rules.DECIDE_EARLY) and any(map(deciding.is_short, chosen))
    form = DecidingMany(posted, applications=chosen, early=early)
    context = {
        "wave": wave,
        "form": form,
        "chosen": chosen,
        "picks": picks,
        "places": deciding.places(wave),
    }
    if posted is None or not form.is_valid() or "change_it" in posted:
        return render(request, "joining/decide_many.jinja", context)
    choices = as_chosen(wave, picks, form)
    if "confirm" not in posted:
        would = services.rehearse_many(choices, by=request.user)
        context["refused"] = {one.application.ref: one.why for one in would if one.why}
        return render(request, "joining/decide_many_check.jinja", context)
    request.session[RESULT] = kept(wave, services.decide_many(choices, by=request.user))
    return redirect("joining:decided", wave.ref)


def as_chosen(wave: "Wave", picks: list[str], form: DecidingMany) -> list[Any]:
    """Each application that was ticked, with what is decided of it."""
    given = form.cleaned_data
    return [
        (
            one,
            services.Choice(
                given["outcome"],
                form.reason_for(one.ref),
                given["change"],
                early=given.get("early", ""),
            ),
        )
        for one in deciding.ticked(wave, picks)
    ]


def kept(wave: "Wave", results: list[services.Result]) -> dict[str, Any]:
    """The results as a session can carry them."""
    return {"wave": wave.ref, "results": [[one.application.ref, one.why] for one in results]}


@require_safe
@wave_page(rules.LEAD_WAVE)
def show_decided(request: UserRequest, wave: "Wave") -> HttpResponse:
    """What was done of what was asked for together, and what was not and why."""
    result = request.session.get(RESULT, {})
    if result.get("wave") != wave.ref:
        return redirect("joining:queue", wave.ref)
    rows = deciding.results(wave, dict(result["results"]), request.user)
    return render(request, "joining/decided.jinja", {"wave": wave, "rows": rows})
