from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonweal.core import forms, queries, scopes, services
from commonweal.core.http import UserRequest


@login_required
def show(request: UserRequest) -> HttpResponse:
    """Everything about one's own account, and the way to each part of it."""
    roles = list(queries.roles_held(request.user))
    context = {
        "ways": queries.ways_in(request.user),
        "roles": roles,
        "limits": scopes.in_words(grant.scope for grant in roles),
        "has_profile": queries.has_profile(request.user),
    }
    return render(request, "account/hub.jinja", context)


@login_required
def name(request: UserRequest) -> HttpResponse:
    initial = {"name": request.user.name}
    form = forms.ChangeName(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        services.rename(request.user, by=request.user, **form.cleaned_data)
        messages.success(request, _("Your name is changed."))
        return redirect("core:account")
    return render(request, "account/name.jinja", {"form": form})


@login_required
@require_POST
def end_session(request: UserRequest, pk: int) -> HttpResponse:
    """Sign out one of one's own browsers."""
    session = queries.own_session(request.user, pk)
    if session is None:
        raise Http404
    services.end_session(session, by=request.user)
    messages.success(request, _("That browser is signed out."))
    return redirect("usersessions_list")
