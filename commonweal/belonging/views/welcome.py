"""From admitted to member: the compact, what somebody wants, and their way in."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from allauth.account.views import request_login_code
from django import forms as django
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from commonweal.belonging import forms
from commonweal.belonging.queries import compact as compacts
from commonweal.belonging.services import welcoming
from commonweal.belonging.views.own import did, members_only
from commonweal.core.http import UserRequest
from commonweal.joining.queries import admitted
from commonweal.joining.queries.applications import address_of
from commonweal.joining.services import admitting
from commonweal.joining.sessions import PLACE
from commonweal.members import rules, sections

if TYPE_CHECKING:
    from commonweal.joining.models import Application
    from commonweal.members.models import Member


@dataclass(frozen=True)
class Part:
    """One question a newcomer is asked, with the words of its page."""

    title: str
    why: str
    form: type[django.Form]


PARTS = {
    "purpose": Part(
        "What brings you here",
        "Members who know what they came for get more from belonging.",
        forms.Purpose,
    ),
    "interests": Part(
        "Your interests",
        "We lead you to people who share it.",
        forms.Interests,
    ),
    "asks": Part(
        "What you are looking for",
        "Whoever offers it can find you, and you find them.",
        forms.Asks,
    ),
    "offers": Part(
        "What you bring",
        "It need not be much. A good question asked kindly is help too.",
        forms.Offers,
    ),
}
ORDER = list(PARTS)


def show(request: HttpRequest) -> HttpResponse:
    """Where the letter of an admitted applicant leads: to the compact, or to what is in the way."""
    if not request.user.is_authenticated:
        return _sign_in(request)
    if rules.is_current_member(request.user):
        return redirect("belonging:way_in")
    application = admitted.admitted_for(request.user)
    if application is not None:
        return _accept(request, application)
    former = rules.member_of(request.user)
    context = {
        "missed": admitted.missed_by(request.user),
        "may_come_back": former is not None and former.left_by_themselves,
        "email": request.user.email,
    }
    return render(request, "belonging/not_admitted.jinja", context)


@members_only
def part(request: UserRequest, member: "Member", slug: str) -> HttpResponse:
    """One question of what a newcomer wants and gives. Saved by itself; may be passed over."""
    if slug not in PARTS:
        raise Http404
    asked = PARTS[slug]
    before = sections.SECTIONS["exchange"].initial(member)
    skipped = "skip" in request.POST
    sent = request.POST if request.method == "POST" and not skipped else None
    form = asked.form(sent, initial=before)
    if skipped or (form.is_valid() and _kept(request, member, before, form)):
        return _next(request, member, slug)
    place = ORDER.index(slug)
    context = {
        "form": form,
        "part": asked,
        "number": place + 1,
        "count": len(ORDER),
        "back": ORDER[place - 1] if place else "",
    }
    return render(request, "belonging/welcome_part.jinja", context)


@login_required
def come_back(request: UserRequest) -> HttpResponse:
    """Take up again a membership one ended oneself."""
    former = rules.member_of(request.user)
    if former is None or not former.left_by_themselves or rules.is_current_member(request.user):
        return redirect("belonging:welcome")
    compact = compacts.current()
    if compact is None:
        raise Http404
    form = _form(request, compact.version)
    if form.is_valid():
        if form.cleaned_data["answer"] == "no":
            return redirect("home:front")
        number = form.cleaned_data["version"]
        if did(request, welcoming.come_back, former, version=number):
            messages.success(request, "Welcome back. Your profile is as you left it")
            return redirect("home:front")
        form = forms.Answer(initial={"version": compact.version})
    context = {"form": form, "halves": compacts.halves(compact), "member": former}
    return render(request, "belonging/come_back.jinja", context)


def _sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for the address of the application, and send a code there."""
    if request.method != "POST":
        invited = address_of(request.session.get(PLACE, ""))
        return render(request, "belonging/welcome_sign_in.jinja", {"invited": invited})
    admitting.prepare_account(request.POST.get("email", "")[:254])
    response: HttpResponse = request_login_code(request)
    return response


def _accept(request: HttpRequest, application: "Application") -> HttpResponse:
    """The compact, and with it the last step to being a member."""
    compact = compacts.current()
    if compact is None:
        raise Http404
    form = _form(request, compact.version)
    if form.is_valid():
        if form.cleaned_data["answer"] == "no":
            return render(request, "belonging/not_accepted.jinja", {"application": application})
        number = form.cleaned_data["version"]
        if did(request, welcoming.join, application, version=number):  # type: ignore[arg-type]
            messages.success(request, "Welcome. You are a member now")
            return redirect("belonging:welcome_part", ORDER[0])
        form = forms.Answer(initial={"version": compact.version})
    context = {"form": form, "halves": compacts.halves(compact), "application": application}
    return render(request, "belonging/welcome.jinja", {**context, "compact": compact})


def _form(request: HttpRequest, version: int) -> forms.Answer:
    posted = request.POST if request.method == "POST" else None
    return forms.Answer(posted, initial={"version": version})


def _kept(
    request: UserRequest, member: "Member", before: dict[str, Any], form: django.Form
) -> bool:
    return did(request, welcoming.say, member, before=before, **form.cleaned_data)


def _next(request: UserRequest, member: "Member", slug: str) -> HttpResponse:
    """The question after this one; after the last, the way in made from all of them."""
    later = ORDER[ORDER.index(slug) + 1 :]
    if later:
        return redirect("belonging:welcome_part", later[0])
    did(request, welcoming.finish, member)
    return redirect("belonging:way_in")
