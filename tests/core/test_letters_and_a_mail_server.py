"""Letters and a mail server that speaks real SMTP: its answer decides, also when we are killed."""

import datetime
import os
import socketserver
import subprocess
import sys
import threading

import pytest
from django.db import connection, connections
from django.utils import timezone

from commonweal.core.letters import delivering
from commonweal.core.models import Letter
from tests.conftest import in_a_file

DELIVER = "import django; django.setup(); from commonweal.core.letters.delivering import deliver; "


class Talk(socketserver.StreamRequestHandler):
    """One SMTP conversation. `server.answers` says what to answer in place of OK, by command."""

    def handle(self):
        self.say("220 invented")
        while line := self.rfile.readline().decode().strip():
            command = line.split(":")[0].split()[0].upper()
            if command == "MAIL" and len(self.server.messages) >= self.server.at_most:
                return
            if not self.answered(command):
                return

    def answered(self, command):
        answer = self.server.answers.get(command, "354 go on" if command == "DATA" else "250 OK")
        if answer == "hang up":
            return False
        self.say(answer)
        return command != "QUIT" and (not answer.startswith("354") or self.taken())

    def taken(self):
        message = b""
        while not message.endswith(b"\r\n.\r\n"):
            message += self.rfile.readline()
        self.server.messages.append(message.decode())
        self.server.read.set()
        if not self.server.may_answer.wait(20):
            return False
        return self.answered("END")

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def server(settings):
    """A mail server; `answers`, `messages` and `may_answer` are for the test to use."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as one:
        one.daemon_threads, one.answers, one.messages = True, {}, []
        one.at_most = 99
        one.read, one.may_answer = threading.Event(), threading.Event()
        one.may_answer.set()
        threading.Thread(target=one.serve_forever, args=(0.05,), daemon=True).start()
        settings.EMAIL_BACKEND = "commonweal.core.mail.ServerBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = one.server_address
        settings.EMAIL_TIMEOUT = 5
        yield one
        one.may_answer.set()
        one.shutdown()


def letters(count):
    return [
        Letter.objects.create(
            key=f"{n}",
            kind="invented.kind",
            to=f"sam{n}@example.org",
            subject="Grüß Gott",
            body="Good.",
        )
        for n in range(count)
    ]


def states():
    return list(Letter.objects.order_by("pk").values_list("status", flat=True))


@pytest.mark.slow
@pytest.mark.django_db
def test_a_mail_server_takes_each_letter_once(server):
    letters(3)

    assert [delivering.deliver(), delivering.deliver()] == [3, 0]
    assert [f"sam{n}@example.org" in message for n, message in enumerate(server.messages)] == (
        [True] * 3
    )


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("command", "answer", "expected"),
    [
        ("RCPT", "550 No such user", ["FAILED", "FAILED"]),
        ("RCPT", "451 Greylisted", ["WAITING", "WAITING"]),
        ("MAIL", "421 Too many letters", ["WAITING", "WAITING"]),
        ("DATA", "554 No", ["FAILED", "FAILED"]),
        ("END", "554 Spam", ["FAILED", "FAILED"]),
        ("END", "451 Later", ["WAITING", "WAITING"]),
        ("END", "hang up", ["UNSURE", "WAITING"]),
        ("DATA", "hang up", ["UNSURE", "WAITING"]),
        ("EHLO", "hang up", ["WAITING", "WAITING"]),
        ("MAIL", "hang up", ["WAITING", "WAITING"]),
        ("RCPT", "hang up", ["WAITING", "WAITING"]),
    ],
)
def test_every_answer_of_a_mail_server_is_understood(server, command, answer, expected):
    letters(2)
    server.answers[command] = answer
    delivering.deliver()

    assert states() == expected


@pytest.mark.slow
@pytest.mark.django_db
def test_the_second_letter_of_a_talk_may_find_the_server_gone_and_waits(server):
    letters(2)
    server.at_most = 1
    delivering.deliver()

    assert states() == ["SENT", "WAITING"]


@pytest.mark.slow
@pytest.mark.django_db
def test_a_mail_server_that_never_answers_leaves_one_letter_unsure(server, settings):
    settings.EMAIL_TIMEOUT = 0.3
    server.may_answer.clear()
    letters(2)
    delivering.deliver()

    assert states() == ["UNSURE", "WAITING"]


@pytest.mark.slow
@pytest.mark.django_db
def test_where_no_mail_server_is_the_letters_wait(settings):
    settings.EMAIL_BACKEND = "commonweal.core.mail.ServerBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    letters(2)
    delivering.deliver()

    assert states() == ["WAITING", "WAITING"]
    assert Letter.objects.filter(tries=1).count() == 1


def database():
    """The test's own database, as a setting for another process."""
    config = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{config['NAME']}"
    user = f"{config['USER']}:{config['PASSWORD']}".rstrip(":")
    return f"postgres://{user}@{config['HOST']}:{config['PORT'] or 5432}/{config['NAME']}"


@pytest.mark.slow
def test_killed_between_claim_and_answer_we_send_nothing_twice(server, transactional_db, tmp_path):
    letters(2)
    server.may_answer.clear()
    host, port = server.server_address
    with in_a_file(tmp_path / "killed.sqlite3"):
        mail = {"EMAIL_HOST": host, "EMAIL_PORT": str(port), "DEMO": "0"}
        env = {**os.environ, **mail, "DATABASE_URL": database(), "COMMONWEAL_VAR": str(tmp_path)}
        env["DJANGO_SETTINGS_MODULE"] = "commonweal.config.settings"
        process = subprocess.Popen([sys.executable, "-c", DELIVER + "deliver()"], env=env)
        assert server.read.wait(20)
        process.kill()
        process.wait()
    server.may_answer.set()

    assert states() == ["CLAIMED", "WAITING"]
    assert delivering.deliver() == 1
    Letter.objects.filter(status="CLAIMED").update(
        claimed_at=timezone.now() - datetime.timedelta(minutes=16)
    )
    assert delivering.deliver() == 0
    assert states() == ["UNSURE", "SENT"]
    assert len(server.messages) == 2
    connections.close_all()
