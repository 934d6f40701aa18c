"""What the team does with members: seniority put right, and memberships ended and resumed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from commonweal.core.errors import Refused
from commonweal.core.http import UserRequest
from commonweal.members import forms, queries, rules, services
from commonweal.members.seniority import is_corrected

PAGE = 25


@require_safe
@login_required
@permission_required(rules.CORRECT_SENIORITY, raise_exception=True)
def unclear(request: UserRequest) -> HttpResponse:
    """Members whose role title no rule matches."""
    after = request.GET.get("after", "")
    shelf = queries.unclear_seniority(on=timezone.localdate(), after=after, limit=PAGE)
    return render(request, "members/unclear.jinja", {"shelf": shelf, "after": after})


@login_required
@permission_required(rules.CORRECT_SENIORITY, raise_exception=True)
def correct(request: UserRequest, ref: str) -> HttpResponse:
    """Set one member's seniority by hand, or go back to the estimate."""
    member = get_object_or_404(queries.people(), ref=ref)
    posted = request.POST if request.method == "POST" else None
    if posted is not None and "estimate" in posted:
        services.estimate_seniority(member, by=request.user)
        messages.success(request, f"{member.name}: estimated again")
        return redirect("members:desk_seniority")
    form = forms.Seniority(posted, initial={"seniority": member.seniority_id})
    if form.is_valid():
        services.correct_seniority(member, form.cleaned_data["seniority"], by=request.user)
        messages.success(request, f"{member.name}: seniority corrected")
        return redirect("members:desk_seniority")
    context = {"form": form, "member": member, "corrected": is_corrected(member)}
    return render(request, "members/correct.jinja", context)


@login_required
@permission_required(rules.END_MEMBERSHIP, raise_exception=True)
def end(request: UserRequest, ref: str) -> HttpResponse:
    """Note that somebody left, and why."""
    member = get_object_or_404(queries.people(), ref=ref)
    form = forms.Leaving(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.end_membership(member, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("on", str(refusal))
        else:
            messages.success(request, f"{member.name}: membership ended")
            return redirect("members:person", member.ref)
    return render(request, "members/end.jinja", {"form": form, "member": member})


@require_POST
@login_required
@permission_required(rules.END_MEMBERSHIP, raise_exception=True)
def resume(request: UserRequest, ref: str) -> HttpResponse:
    """Take back that somebody left."""
    member = get_object_or_404(queries.people(), ref=ref)
    try:
        services.resume_membership(member, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{member.name}: a member again")
    return redirect("members:person", member.ref)
