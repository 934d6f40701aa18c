"""Coming back by a link in a mail, and asking for one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from commonweal.core.errors import Refused
from commonweal.core.http import PageRequest
from commonweal.joining.forms.applying import Address
from commonweal.joining.services import links
from commonweal.joining.views.limits import TOO_MANY, is_flood, may_mail
from commonweal.joining.views.own import actor, data, let_in, refs_of


def ask(request: PageRequest) -> HttpResponse:
    """Have links mailed to the applications of an address. The page is the same for every one."""
    form = Address(data(request))
    asked = ""
    if form.is_valid():
        email = form.cleaned_data["email"]
        if is_flood(request):
            form.add_error(None, TOO_MANY)
        else:
            asked = email
            if may_mail(request, email):
                links.send_links(email)
    return render(request, "joining/links.jinja", {"form": form, "asked": asked})


@never_cache
def link(request: PageRequest, token: str) -> HttpResponse:
    """A link of a mail. Opening it does nothing: programs that guard mailboxes open links too."""
    if request.method == "POST":
        return _pressed(request, token)
    found = links.find(token)
    here = found.link is not None and found.link.application.ref in refs_of(request)
    if found.link and found.problem and here:
        return redirect("joining:application", found.link.application.ref)
    context = {"link": found.link, "problem": found.problem, "here": here, "asked": False}
    return render(request, "joining/link.jinja", context)


def _pressed(request: PageRequest, token: str) -> HttpResponse:
    choice = request.POST.get("choice")
    if choice == "again":
        return _again(request, token)
    try:
        if choice == "not_me":
            links.disown(token)
            messages.success(request, "What was begun in your name is removed")
            return redirect("joining:about")
        application = links.use(token, by=actor(request), held=refs_of(request))
    except Refused as refusal:
        context = {"link": None, "problem": str(refusal), "here": False, "asked": False}
        return render(request, "joining/link.jinja", context)
    let_in(request, application)
    return redirect("joining:application", application.ref)


def _again(request: PageRequest, token: str) -> HttpResponse:
    """Mail a new link to the application's own address, if there is one. The page never says."""
    if not is_flood(request) and may_mail(request, f"link:{links.digest(token)}"):
        links.send_again(token)
    context = {"link": None, "problem": "", "here": False, "asked": True}
    return render(request, "joining/link.jinja", context)
