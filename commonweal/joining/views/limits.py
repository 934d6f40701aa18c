"""How often mail may be asked for: by one address of the network, and for one mail address.

Whole hospitals share one address of the network, so the limit of that alone is wide. What one of
them may have sent to one mail address is narrow, and what all may together is wide again: else
anybody could keep somebody from applying by asking for mail in their name.
"""

from allauth.core.internal import ratelimit

from commonweal.core.http import PageRequest

RATES = {"ask": "300/h/ip", "mail": "6/h/key", "address": "30/h/key"}
TOO_MANY = "We have been asked for many e-mails from where you are. Try again in an hour."
TOO_OFTEN = "We have sent several e-mails to this address already. Try again in an hour."
LATER = (
    "We have sent several e-mails to this address already, so no new link is on its way now. "
    "Look for an earlier one, or have a new one sent in an hour. You can write meanwhile."
)


def is_flood(request: PageRequest) -> bool:
    """Whether too much mail was asked for from this address of the network. Counts it."""
    return not _counted(request, "ask", "")


def may_mail(request: PageRequest, email: str) -> bool:
    """Whether one more mail may be sent to this address now. Counts it."""
    key = email.strip().lower()
    near = f"{ratelimit.get_ip(request)} {key}"
    return _counted(request, "mail", near) and _counted(request, "address", key)


def _counted(request: PageRequest, action: str, key: str) -> bool:
    usage = ratelimit.consume(
        request, app="joining", action=action, config=RATES, key=key, limit_get=True
    )
    return usage is not None
