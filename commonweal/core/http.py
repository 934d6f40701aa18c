from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from commonweal.core.models import User


class PageRequest(HttpRequest):
    """A request of anybody, that may come from htmx."""

    htmx: HtmxDetails


class UserRequest(PageRequest):
    """A request whose view has been through login_required."""

    user: User
