"""Inviting people to a wave by list, and what became of it."""

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from commonweal.core.errors import Refused
from commonweal.core.http import UserRequest
from commonweal.joining import rules
from commonweal.joining.forms.inviting import Invite
from commonweal.joining.queries import inviting as queries
from commonweal.joining.services import inviting
from commonweal.joining.views._desk import View, wave_page
from commonweal.joining.views.criteria import team

if TYPE_CHECKING:
    from commonweal.joining.models import Invitation, Wave

team_only = wave_page(rules.RUN_WAVES)


@require_safe
@team_only
def show(request: UserRequest, wave: "Wave") -> HttpResponse:
    """Who was invited to a wave, newest first, and where each invitation stands."""
    now = timezone.now()
    state = request.GET.get("state", "")
    page = queries.page(wave, now=now, state=state, after=request.GET.get("after", ""))
    context = {
        "wave": wave,
        "state": state,
        "states": queries.STATES,
        "counts": queries.counts(wave, now=now),
        "rows": [(one, queries.state(one, now)) for one in page.rows],
        "after": page.after,
        "may_invite_to_apply": not wave.is_closed(now),
    }
    return render(request, "joining/desk_invitations.jinja", context)


@team_only
def invite(request: UserRequest, wave: "Wave") -> HttpResponse:
    """Give a list, look at what would happen, then send."""
    if request.method != "POST":
        return render(request, "joining/desk_invite.jinja", {"wave": wave, "form": Invite()})
    form = Invite(request.POST, request.FILES)
    if not form.is_valid() or request.POST.get("step") == "again":
        return render(request, "joining/desk_invite.jinja", {"wave": wave, "form": form})
    given = form.cleaned_data
    lines = queries.read_list(given["people"])
    if request.POST.get("step") == "send" and (sent := _sent(request, wave, form, lines)):
        return sent
    planned = queries.plan(wave, lines)
    context = {
        "wave": wave,
        "form": form,
        "given": given,
        "fine": [line for line in planned if not line.problem],
        "faulty": [line for line in planned if line.problem],
        "most": queries.MOST,
    }
    return render(request, "joining/desk_invite_check.jinja", context)


def _sent(
    request: UserRequest, wave: "Wave", form: Invite, lines: list[queries.Line]
) -> HttpResponse | None:
    """Send them, or note on the form why not."""
    given = form.cleaned_data
    try:
        made = inviting.invite(
            wave, by=request.user, kind=given["kind"], lines=lines, note=given["note"]
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    people = "1 person" if len(made) == 1 else f"{len(made):,} people"
    messages.success(request, f"{people} invited. The letters are on their way")
    return redirect("joining:invitations", wave.ref)


def invitation_page(view: View) -> View:
    """Hand the view its invitation."""

    @wraps(view)
    def guarded(request: UserRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
        invitation = queries.by_pk(pk)
        if invitation is None:
            raise Http404
        return view(request, invitation, **kwargs)

    return team(guarded)


@require_POST
@invitation_page
def again(request: UserRequest, invitation: "Invitation") -> HttpResponse:
    """Mail a new link; the one before is dead."""
    try:
        inviting.send_again(invitation, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"A new invitation is on its way to {invitation.email}")
    return redirect("joining:invitations", invitation.wave.ref)


@invitation_page
def withdraw(request: UserRequest, invitation: "Invitation") -> HttpResponse:
    """Let an invitation work no more, once that is confirmed."""
    if request.method != "POST":
        context = {"invitation": invitation, "wave": invitation.wave}
        return render(request, "joining/desk_withdraw_invitation.jinja", context)
    try:
        inviting.withdraw(invitation, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"The invitation of {invitation.email} is withdrawn")
    return redirect("joining:invitations", invitation.wave.ref)
