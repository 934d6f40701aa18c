"""Who may open the desk’s pages about waves and applications, and what they get instead."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect

from commonweal.core.http import UserRequest
from commonweal.joining import rules
from commonweal.joining.queries import deciding, readers
from commonweal.joining.services.reading import note_shared_organisation

if TYPE_CHECKING:
    from commonweal.joining.models import Application, Wave

View = Callable[..., HttpResponseBase]
Door = Callable[[View], View]
CONFLICT = "You have a conflict of interest with this application, so somebody else looks at it."


def inside(view: View) -> View:
    """Only those who run, lead or read for some wave come in at all."""
    guarded = permission_required(rules.SEE_QUEUES, raise_exception=True)(view)
    return login_required(guarded)


def wave_page(permission: str) -> Door:
    """Hand the view its wave; another nation’s wave does not exist for a partner."""

    def door(view: View) -> View:
        @wraps(view)
        def guarded(request: UserRequest, ref: str, **kwargs: Any) -> HttpResponseBase:
            return view(request, wave_for(request, ref, permission), **kwargs)

        return inside(guarded)

    return door


def application_page(permission: str) -> Door:
    """Hand the view its application, but to nobody with a conflict of interest."""

    def door(view: View) -> View:
        @wraps(view)
        def guarded(request: UserRequest, ref: str, **kwargs: Any) -> HttpResponseBase:
            application = deciding.by_ref(ref)
            if application is None or not request.user.has_perm(rules.SEE_WAVE, application.wave):
                raise Http404
            if steps_aside(request, application):
                messages.warning(request, CONFLICT)
                return redirect("joining:queue", application.wave.ref)
            if not request.user.has_perm(permission, application):
                raise Http404
            return view(request, application, **kwargs)

        return inside(guarded)

    return door


def steps_aside(request: UserRequest, application: "Application") -> bool:
    """Whether the reader of a page has something to do with this application.

    A conflict found when they act, by the place they work, is kept.
    """
    user = request.user
    if request.method == "POST":
        note_shared_organisation(application, user)
    return bool(
        rules.has_conflict(user, application) or rules.is_own_application(user, application)
    )


def wave_for(request: UserRequest, ref: str, permission: str) -> "Wave":
    wave = readers.wave_of(ref)
    if wave is None or not request.user.has_perm(permission, wave):
        raise Http404
    return wave
