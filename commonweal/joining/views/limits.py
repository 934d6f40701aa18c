"""How often mail may be asked for: by one address of the network, and for one mail address.

Whole hospitals share one address of the network, so that limit is wide.
"""

from allauth.core.internal import ratelimit

from commonweal.core.http import PageRequest

RATES = {"mail": "6/h/key,300/h/ip"}
TOO_OFTEN = "We have sent several e-mails to this address already. Try again in an hour."


def may_mail(request: PageRequest, email: str) -> bool:
    """Whether one more mail may be sent to this address now. Counts it."""
    key = email.strip().lower()
    usage = ratelimit.consume(
        request, app="joining", action="mail", config=RATES, key=key, limit_get=True
    )
    return usage is not None
