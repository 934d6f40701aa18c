import http.server
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path

import pytest

from commonweal.core.errors import Refused
from commonweal.home import serving
from commonweal.home.serving import Program

FOREVER = "import time; time.sleep(600)"


def python(name, code):
    return Program(name, [sys.executable, "-c", code])


@pytest.mark.slow
def test_all_programs_end_when_told_to_stop():
    told = threading.Event()
    told.set()
    programs = [python("first", FOREVER), python("second", FOREVER)]
    assert serving.run_together(programs, told_to_stop=told) == ""


@pytest.mark.slow
def test_when_one_program_ends_so_do_the_others():
    programs = [python("waiter", FOREVER), python("quitter", "raise SystemExit(3)")]
    assert serving.run_together(programs, told_to_stop=threading.Event()) == (
        "The quitter ended by itself (exit code 3), so all was stopped."
    )


@pytest.mark.slow
def test_a_program_that_had_worked_for_a_while_is_started_again_a_few_times(monkeypatch, tmp_path):
    monkeypatch.setattr(serving, "STEADY_SECONDS", 0.0)
    monkeypatch.setattr(serving, "MOST_RESTARTS", 2)
    note = tmp_path / "starts"
    quitter = python("quitter", f"open({str(note)!r}, 'a').write('x'); raise SystemExit(3)")
    assert serving.run_together([quitter], told_to_stop=threading.Event()) == (
        "The quitter ended by itself (exit code 3), so all was stopped."
    )
    assert note.read_text() == "xxx"


@pytest.mark.slow
def test_a_program_that_will_not_stop_is_ended_with_all_it_started(monkeypatch, tmp_path):
    monkeypatch.setattr(serving, "GRACE_SECONDS", 0.2)
    note = tmp_path / "child"
    stubborn = (
        "import signal, subprocess, sys, pathlib, os, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"child = subprocess.Popen([sys.executable, '-c', {FOREVER!r}])\n"
        f"part = pathlib.Path({str(note)!r} + '.part'); part.write_text(str(child.pid))\n"
        f"part.rename({str(note)!r})\n"
        "time.sleep(600)\n"
    )
    told = threading.Event()
    threading.Thread(target=lambda: (wait_until(note.exists), told.set()), daemon=True).start()
    assert serving.run_together([python("stubborn", stubborn)], told_to_stop=told) == ""
    wait_until(lambda: is_gone(int(note.read_text())))


def is_gone(pid):
    """Ended; that nobody has asked after it yet does not matter."""
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().split()[2] in {"Z", "X"}


def wait_until(true):
    for _ in range(200):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("waited ten seconds in vain")


def test_a_free_port_may_be_claimed():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serving.claim_port("127.0.0.1", port)


def test_a_port_in_use_is_refused_and_another_named():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Refused, match=f"Port {port} cannot be used .* PORT={port + 1}"):
            serving.claim_port("127.0.0.1", port)


def test_a_port_that_cannot_be_is_refused():
    with pytest.raises(Refused, match="Port 99999 cannot be used"):
        serving.claim_port("::1", 99999)


@pytest.mark.slow
def test_the_address_is_announced_once_the_server_answers():
    up = threading.Event()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = probe.getsockname()
    serving.call_when_up("0.0.0.0", address[1], up.set)
    assert not up.wait(0.3)
    with http.server.HTTPServer(address, http.server.SimpleHTTPRequestHandler) as server:
        server.handle_request()
        assert up.wait(10)


def test_nothing_answers_where_nothing_listens():
    assert serving.answers("127.0.0.1", 1) is False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_is_heard_as_a_wish_to_stop(number):
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        told = serving.listen_for_stop()
        os.kill(os.getpid(), number)
        assert told.wait(5)
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def test_the_settings_say_where_and_how_wide_to_serve(settings):
    settings.HOST, settings.PORT, settings.WEB_WORKERS = "0.0.0.0", 8123, 3
    web, tasks, clock = serving.programs()
    assert " ".join(web.command).count("--host 0.0.0.0 --port 8123 --workers 3") == 1
    assert list(tasks.command[:4]) == [sys.executable, "-m", "commonweal.config.cli", "db_worker"]
    assert list(clock.command) == [sys.executable, "-m", "commonweal.config.cli", "clock"]
