"""The demo's doors: routed only while DEMO is on, and the service behind them asks again."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import user_logged_in
from django.contrib import auth
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from commonweal.core import queries
from commonweal.core.errors import Refused
from commonweal.home.demo import afresh

BACKEND = "commonweal.core.backends.SignIn"


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Who somebody would like to be in the demo."""
    return render(request, "home/demo_sign_in.jinja", {})


@require_POST
def become(request: HttpRequest, who: str) -> HttpResponse:
    """Sign in as the demo's own member, partner …, or leave every account as the visitor."""
    try:
        account = None if who == "visitor" else afresh.demo_account(who)
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from None
    auth.logout(request)
    if account:
        auth.login(request, account, backend=BACKEND)
        # allauth keeps the list of a person's browsers by its own signal.
        user_logged_in.send(sender=type(account), request=request, user=account)
        record_authentication(request, account, "demo")
    return redirect("home:front")


@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """What the demo would have sent, newest first."""
    return render(request, "home/demo_mail.jinja", {"mails": queries.sent_mail()[:100]})
