from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from django.contrib import auth
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from commonweal.core import forms
from commonweal.core.http import UserRequest


@login_required
def show(request: UserRequest) -> HttpResponse:
    """Sign in anew with a code, for who has no other way to show that it is them."""
    back = where_to(request)
    form = forms.RequestCode({"email": request.user.email})
    if request.method != "POST" or not form.is_valid():
        tried = request.method == "POST"
        context = {"back": back, "problems": list(form.errors.values()) if tried else []}
        return render(request, "account/sign_in_again.jinja", context)
    user = request.user
    auth.logout(request)
    LoginCodeVerificationProcess.initiate(request=request, user=user, email=user.email)
    return redirect(f"{reverse('account_confirm_login_code')}?{urlencode({'next': back})}")


def where_to(request: UserRequest) -> str:
    """The page somebody was on the way to, if it is one of ours."""
    back = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return back if safe else reverse("core:account")
