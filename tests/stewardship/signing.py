"""Browsers that signed in just now, as the guarded pages ask."""

import time

from django.test import Client


def fresh(user):
    """A client in which this person signed in a moment ago."""
    client = Client()
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    client.user = user
    return client
