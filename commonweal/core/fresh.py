"""A fresh sign-in: before the most guarded pages, somebody shows once more that it is them.

allauth asks again for a password or a device, but lets pass whoever has neither and signs in by
codes. Here they sign in anew.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired

Answer = TypeVar("Answer")
# A page is opened at most five minutes after signing in. What is filled in there may take longer.
READ, SEND = 5 * 60, 30 * 60


def signed_in_within(request: Any, seconds: float) -> bool:
    """Whether the person showed in this browser, in so many seconds, that it is them."""
    shown = [record["at"] for record in get_authentication_records(request, request.user)]
    return bool(shown) and time.time() - max(shown) < seconds


def fresh_sign_in_required(view: Callable[..., Answer]) -> Callable[..., Answer]:
    """Have `view` ask again before it answers somebody who signed in a while ago.

    Put it below `login_required`. Whoever is asked comes back to the same address.
    """

    @wraps(view)
    def asks(request: Any, *args: Any, **kwargs: Any) -> Answer:
        allowed = SEND if request.method == "POST" else READ
        if not signed_in_within(request, allowed):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return asks
