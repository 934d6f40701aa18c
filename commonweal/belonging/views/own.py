"""What several pages of belonging need."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from commonweal.core.errors import Refused
from commonweal.core.http import UserRequest
from commonweal.members import rules


def members_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the view the member who is signed in; nobody else may come in."""

    @wraps(view)
    @login_required
    def guarded(request: UserRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not rules.is_current_member(request.user):
            raise PermissionDenied
        return view(request, rules.member_of(request.user), *args, **kwargs)

    return guarded


def did(request: UserRequest, service: Callable[..., object], *args: Any, **values: Any) -> bool:
    """Whether the service did it; what it refuses is said on the next page."""
    try:
        service(*args, by=request.user, **values)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    return True
