from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonweal.core import forms, queries, rules, scopes, services
from commonweal.core.errors import Refused
from commonweal.core.http import UserRequest

NOBODY = "Nobody has an account with this address. Ask them to sign up first, then give the role."


@login_required
@permission_required(rules.GRANT_ROLES, raise_exception=True)
def show(request: UserRequest) -> HttpResponse:
    """Who holds which role, and the form to give one."""
    form = forms.GrantRole(request.POST if request.method == "POST" else None)
    if form.is_valid() and granted(request, form):
        return redirect("core:roles")
    find = forms.FindRoles(request.GET)
    text = find.cleaned_data["q"] if find.is_valid() else ""
    page = Paginator(queries.grants(text), 50).get_page(request.GET.get("page"))
    limits = scopes.in_words(grant.scope for grant in page)
    return render(
        request, "core/roles.jinja", {"form": form, "text": text, "page": page, "limits": limits}
    )


def granted(request: UserRequest, form: forms.GrantRole) -> bool:
    """Give the role the form asks for, or say on the form why not."""
    given = form.cleaned_data
    person = queries.account_by_email(given["email"])
    if person is None:
        form.add_error("email", NOBODY)
        return False
    try:
        services.grant_role(person, given["role"], by=request.user, scope=given["scope"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("{name} has the role.").format(name=person))
    return True


@login_required
@permission_required(rules.GRANT_ROLES, raise_exception=True)
@require_POST
def end(request: UserRequest, pk: int) -> HttpResponse:
    grant = get_object_or_404(queries.grants(), pk=pk)
    try:
        services.end_role(grant, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("{name} no longer has the role.").format(name=grant.user))
    return redirect("core:roles")
