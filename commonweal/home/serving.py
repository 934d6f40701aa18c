"""Keeps web server, task worker and clock running together, and stops them together."""

import contextlib
import http.client
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings

from commonweal.core.errors import Refused

GRACE_SECONDS = 8.0
# A program that ends sooner than this after its start is not started again: something is wrong.
STEADY_SECONDS = 30.0
MOST_RESTARTS, FORGIVEN_SECONDS = 5, 3600.0
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Program:
    """One of the processes that make up a running Commonweal, with the name people know it by."""

    name: str
    command: Sequence[str]


def programs() -> list[Program]:
    """Web server, task worker and clock of this installation, as the settings have them."""
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
    web += ["--host", settings.HOST, "--port", str(settings.PORT)]
    web += ["--workers", str(settings.WEB_WORKERS), "--blocking-threads", "4"]
    web += ["--workers-kill-timeout", "5", "--log-level", "warning"]
    command = [sys.executable, "-m", "commonweal.config.cli"]
    tasks = [*command, "db_worker", "--queue-name", "*"]
    return [
        Program("web server", [*web, "commonweal.config.wsgi:application"]),
        Program("task worker", [*tasks, "--no-reload", "--verbosity", "0"]),
        Program("clock", [*command, "clock"]),
    ]


def claim_port(host: str, port: int) -> None:
    """Raises `Refused` when another program answers on this port already.

    granian itself would share the port with the other in silence.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as problem:
            raise Refused(
                f"Port {port} cannot be used ({getattr(problem, 'strerror', None) or problem}). "
                f"Stop the program that has it, or choose another: PORT={port + 1} make run"
            ) from problem


def answers(host: str, port: int) -> bool:
    """Whether something there speaks HTTP, whatever it says."""
    connection = http.client.HTTPConnection(ANYWHERE.get(host, host), port, timeout=30)
    try:
        connection.request("HEAD", "/", headers={"Host": "localhost"})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def call_when_up(host: str, port: int, ready: Callable[[], None]) -> None:
    """Calls `ready` in the background as soon as the web server answers."""

    def wait() -> None:
        while not answers(host, port):
            time.sleep(0.2)
        ready()

    threading.Thread(target=wait, daemon=True).start()


@dataclass
class Running:
    """A program at work: its process, when that was started, and how often it was started again."""

    program: Program
    process: subprocess.Popen[bytes]
    since: float
    again: int = 0

    def may_go_on(self) -> bool:
        """Whether it worked for a while before it ended, and has not ended all the time since."""
        worked = time.monotonic() - self.since
        self.again = 0 if worked > FORGIVEN_SECONDS else self.again
        return worked > STEADY_SECONDS and self.again < MOST_RESTARTS


def run_together(programs: Sequence[Program], *, told_to_stop: threading.Event) -> str:
    """Runs all programs until `told_to_stop` is set or one of them ends for good, then stops all.

    One that had worked for a while is started again a few times: a database that was busy for too
    long must not end everything. Returns the empty string in the first case, else a sentence that
    says which ended and how.
    """
    running = [start(one) for one in programs]
    try:
        while not told_to_stop.wait(0.1):
            for one in running:
                if (code := one.process.poll()) is None:
                    continue
                how = f"The {one.program.name} ended by itself ({ending(code)})"
                if not one.may_go_on():
                    return f"{how}, so all was stopped."
                log.error("%s, so it was started again.", how)
                fresh = start(one.program)
                one.process, one.since, one.again = fresh.process, fresh.since, one.again + 1
        return ""
    finally:
        stop([one.process for one in running])


def start(program: Program) -> Running:
    # A session of its own, so that Ctrl-C in a terminal reaches it through us alone.
    process = subprocess.Popen(program.command, start_new_session=True)  # noqa: S603
    return Running(program, process, time.monotonic())


def ending(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"


def stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Asks each to end, and ends for good, with all it started, what has not ended in time."""
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, deadline - time.monotonic()))
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def listen_for_stop() -> threading.Event:
    """An event that Ctrl-C, SIGTERM or a closed terminal sets."""
    told = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: told.set())
    return told
