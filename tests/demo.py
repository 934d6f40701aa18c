"""The demo's addresses exist only while DEMO is on; this turns both on for a while."""

import contextlib
import importlib

from django.test import override_settings
from django.urls import clear_url_caches


def reroute():
    """Read the routes again, as a start with other settings would."""
    from commonweal.config import urls
    from commonweal.home import urls as home_urls

    importlib.reload(home_urls)
    importlib.reload(urls)
    clear_url_caches()


@contextlib.contextmanager
def demo_is(on):
    with override_settings(DEMO=on, STAFF_SECOND_FACTOR=not on):
        reroute()
        try:
            yield
        finally:
            with override_settings(DEMO=False):
                reroute()
