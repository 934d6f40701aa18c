import socket
import sys
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from commonweal.home import serving, setting_up
from commonweal.home.serving import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def port(settings):
    """A free port, which the settings name."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.PORT = probe.getsockname()[1]
    return settings.PORT


@pytest.fixture
def prepared(monkeypatch):
    """The wish to stop is there from the start, and preparing only says that it was done."""
    told = threading.Event()
    told.set()
    monkeypatch.setattr(serving, "listen_for_stop", lambda: told)
    monkeypatch.setattr(serving, "call_when_up", lambda host, port, ready: ready())
    monkeypatch.setattr(setting_up, "prepare", lambda say: say("Prepared."))
    monkeypatch.setattr(setting_up, "static_is_ready", lambda: True)
    return told


def programs_that(monkeypatch, code):
    monkeypatch.setattr(
        serving, "programs", lambda: [Program("web server", [sys.executable, "-c", code])]
    )


@pytest.mark.slow
def test_running_prepares_then_serves_and_names_the_address(prepared, port, settings, monkeypatch):
    programs_that(monkeypatch, "import time; time.sleep(600)")
    out = StringIO()
    call_command("run", stdout=out)
    assert out.getvalue() == (
        "Prepared.\nStarting the web server, the task worker and the clock …\n"
        f"\n{settings.COMMUNITY_NAME} is at {settings.SITE_URL}\nCtrl-C stops it.\nStopped.\n"
    )


@pytest.mark.slow
def test_serving_fails_when_a_program_ends_by_itself(prepared, port, monkeypatch):
    prepared.clear()
    programs_that(monkeypatch, "raise SystemExit(3)")
    with pytest.raises(CommandError, match="web server ended by itself"):
        call_command("serve", stdout=StringIO())


@pytest.mark.parametrize("command", ["run", "serve"])
def test_nothing_is_prepared_or_served_while_the_port_is_taken(prepared, port, command):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        out = StringIO()
        with pytest.raises(CommandError, match=f"Port {port} cannot be used"):
            call_command(command, stdout=out)
    assert out.getvalue() == ""
