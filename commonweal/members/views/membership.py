"""Taking a break from the community, and leaving it."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from commonweal.core.http import UserRequest
from commonweal.members import forms, membership
from commonweal.members.views.edit import own_profile, sent, took

if TYPE_CHECKING:
    from commonweal.members.models import Member


@own_profile
def pause(request: UserRequest, member: "Member") -> HttpResponse:
    """Take a break: no mail that is not needed and no matching, until a day or without an end."""
    form = forms.Pause(*sent(request), initial={"length": "30"})
    if form.is_valid() and took(
        form, membership.pause, member, by=request.user, **form.cleaned_data
    ):
        until = form.cleaned_data["until"]
        end = (
            f"It ends by itself on {date_format(until, 'j F Y')}" if until else "Come back any day"
        )
        messages.success(request, f"Your break has begun. {end}")
        return redirect("home:front")
    context = {"form": form, "member": member, "paused": member.is_paused(timezone.localdate())}
    return render(request, "members/pause.jinja", context)


@require_POST
@own_profile
def end_pause(request: UserRequest, member: "Member") -> HttpResponse:
    """Come back from a break."""
    membership.end_pause(member, by=request.user)
    messages.success(request, "Welcome back. Your break is over")
    return redirect("home:front")


@own_profile
def leave(request: UserRequest, member: "Member") -> HttpResponse:
    """End your own membership, from today."""
    form = forms.Leave(*sent(request))
    if form.is_valid() and took(
        form, membership.leave, member, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "Your membership has ended. Nobody can find you here any more")
        return redirect("home:front")
    return render(request, "members/leave.jinja", {"form": form, "member": member})
