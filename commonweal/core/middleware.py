"""What stands between every request and its page: headers, and the second factor of staff."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from commonweal.core.rules import is_staff

Answer = Callable[[HttpRequest], HttpResponse]

# Nothing here needs the camera, the microphone or the place; passkeys need the last two.
POLICY = (
    "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), "
    "gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), "
    "publickey-credentials-create=(self), publickey-credentials-get=(self)"
)
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
WHY = (
    "Your role lets you see other people’s information, so your account needs a second step when "
    "you sign in. Set one up to go on."
)


def headers(get_response: Answer) -> Answer:
    """Tell browsers what pages may use, and keep signed-in pages out of shared caches."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return answer


class SecondFactor:
    """Leads staff without a second factor to set one up, before any page but their account's."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponse | None:
        if not settings.STAFF_SECOND_FACTOR or is_open(request) or not lacks_factor(request.user):
            return None
        messages.warning(request, WHY)
        return redirect("mfa_index")


def is_open(request: HttpRequest) -> bool:
    """Whether somebody needs this page to set up a second factor, or to leave."""
    match = request.resolver_match
    looks = match is not None and match.view_name in {
        "core:brand",
        "core:brand_file",
        "core:appearance",
    }
    return looks or request.path.startswith(reverse("core:account"))


def lacks_factor(user: Any) -> bool:
    """Whether this is somebody who must have a second factor and has none."""
    office = user.is_authenticated and (user.is_staff or user.is_superuser or is_staff(user))
    return bool(office and not is_mfa_enabled(user, SECOND_FACTORS))
