import os
import socket
import subprocess
import sys
from pathlib import Path

import django
import pytest

from commonweal.config import cli

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


def commonweal(*arguments, **env):
    """A process of the command line, with the product's own settings and a plain environment."""
    plain = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "-m", "commonweal.config.cli", *arguments],
        cwd=ROOT, env=plain | env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def test_the_command_line_lists_the_tasks_of_the_community(tmp_path):
    said = commonweal("help", "--commands", COMMONWEAL_VAR=str(tmp_path)).communicate()[0]
    assert {"run", "serve", "demo"} <= set(said.split())


def test_the_command_line_uses_the_settings_of_the_product(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["commonweal", "version"])
    cli.main()
    assert capsys.readouterr().out.strip() == django.get_version()


def test_a_folder_that_is_not_there_is_made_even_when_the_secret_comes_from_elsewhere(tmp_path):
    folder = tmp_path / "of" / "ours"
    process = commonweal("showmigrations", COMMONWEAL_VAR=str(folder), SECRET_KEY="given")
    assert "[ ] 0001_initial" in process.communicate()[0]
    made = {path.name for path in folder.iterdir()}
    assert made == {"commonweal.sqlite3", "equalities.key"}
    modes = [path.stat().st_mode & 0o077 for path in (folder, *folder.iterdir())]
    assert modes == [0, 0, 0], "others on this machine can read what people entrusted to us"


def test_serving_before_anything_is_prepared_says_what_to_do_first(tmp_path):
    process = commonweal("serve", COMMONWEAL_VAR=str(tmp_path))
    assert process.communicate()[0].endswith("First: commonweal migrate\n")
    assert process.returncode == 1


def test_a_port_that_is_taken_is_a_sentence(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        process = commonweal("run", COMMONWEAL_VAR=str(tmp_path), PORT=str(port))
        said = process.communicate()[0]
    assert said == (
        f"CommandError: Port {port} cannot be used (Address already in use). "
        f"Stop the program that has it, or choose another: PORT={port + 1} make run\n"
    )
    assert process.returncode == 1
