from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from commonweal.core.errors import Refused
from commonweal.core.http import UserRequest
from commonweal.impact import forms, queries, rules, services


@login_required
@permission_required(rules.MAKE_SNAPSHOT, raise_exception=True)
def show(request: UserRequest) -> HttpResponse:
    """The team's snapshots: what there is, what is being made, and a form for the next."""
    form = forms.Ask(
        request.POST if request.method == "POST" else None,
        initial={"as_of": timezone.localdate()},
    )
    if form.is_valid():
        try:
            services.ask(form.cleaned_data["as_of"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your snapshot is being made")
            return redirect("impact:snapshots")
    context = {
        "form": form,
        "snapshots": queries.snapshots()[:50],
        "working": queries.working(),
        "published": queries.published(),
    }
    template = "impact/_snapshots.jinja" if request.htmx else "impact/snapshots.jinja"
    return render(request, template, context)


@require_POST
@login_required
@permission_required(rules.PUBLISH_SNAPSHOT, raise_exception=True)
def publish(request: UserRequest, pk: int) -> HttpResponse:
    """Show the figures of one snapshot to everybody."""
    snapshot = get_object_or_404(queries.snapshots(), pk=pk)
    try:
        services.publish(snapshot, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The figures are published")
    return redirect("impact:snapshots")
