from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from commonweal.core.models import User


class UserRequest(HttpRequest):
    """A request whose view has been through login_required."""

    user: User
    htmx: HtmxDetails
