"""The compact as everybody reads it, and a member's answer."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from commonweal.belonging import forms
from commonweal.belonging.queries import compact as queries
from commonweal.belonging.services import compact as services
from commonweal.belonging.views.own import did
from commonweal.members.rules import is_current_member, member_of

SAID = {
    True: "Thank you. You have accepted the compact",
    False: "Thank you for saying so. Somebody from the team will be in touch to talk",
}


def show(request: HttpRequest) -> HttpResponse:
    """The compact that holds now. Members are asked for their answer, what is new first."""
    compact = queries.current()
    if compact is None:
        raise Http404
    member = member_of(request.user) if is_current_member(request.user) else None
    form = forms.Answer(request.POST or None, initial={"version": compact.version})
    if request.method == "POST":
        if member is None:
            return _refuse(request)
        if form.is_valid():
            if _answered(request, member, form):
                return redirect("home:front")
            form = forms.Answer(initial={"version": compact.version})
    context = {
        "compact": compact,
        "halves": queries.halves(compact),
        "earlier": queries.published()[1:],
        "member": member,
        "answer": queries.answer_of(member, compact) if member else None,
        "form": form,
    }
    return render(request, "belonging/compact.jinja", context)


@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version that held once, with what was new in it."""
    compact = get_object_or_404(queries.published(), version=number)
    current = queries.current()
    if current == compact:
        return redirect("belonging:compact")
    context = {"compact": compact, "halves": queries.halves(compact)}
    return render(request, "belonging/compact_version.jinja", context)


def _refuse(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.get_full_path())


def _answered(request: HttpRequest, member: object, form: forms.Answer) -> bool:
    agrees = form.cleaned_data["answer"] == "yes"
    number = form.cleaned_data["version"]
    if not did(request, services.answer, member, version=number, agrees=agrees):  # type: ignore[arg-type]
        return False
    messages.success(request, SAID[agrees])
    return True
