"""Builds the wheel, installs it in an empty environment, and fetches the front page from there."""

import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UV = ROOT / ".venv" / "bin" / "uv"


def run(*command: str | Path, cwd: Path = ROOT, **env: str) -> None:
    subprocess.run(command, cwd=cwd, env=os.environ | env, check=True)


def installed(scratch: Path) -> Path:
    """The bin folder of an environment that has this wheel, the locked packages, and no more."""
    run(
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        scratch / "dist",
        ".",
    )
    home = scratch / "wheel-venv"
    run(UV, "venv", "--quiet", home)
    into: list[str | Path] = [
        UV,
        "pip",
        "install",
        "--quiet",
        "--python",
        home / "bin" / "python",
        "--no-deps",
    ]
    run(*into, "--require-hashes", "-r", ROOT / "requirements" / "run.lock")
    run(*into, next((scratch / "dist").glob("*.whl")))
    return home / "bin"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(port: int, path: str) -> tuple[int, bytes]:
    """Status and body, waiting up to a minute for the server to come up."""
    for _ in range(300):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except ConnectionError:
            time.sleep(0.2)
        finally:
            connection.close()
    raise SystemExit("The installed wheel did not answer within a minute.")


def main() -> None:
    scratch = Path(sys.argv[1]).resolve()
    tool, port = installed(scratch) / "commonweal", free_port()
    env = {"COMMONWEAL_VAR": str(scratch / "wheel-var"), "PORT": str(port)}
    (scratch / "wheel-var").mkdir()
    run(tool, "migrate", "--verbosity", "0", cwd=scratch, **env)
    run(tool, "collectstatic", "--no-input", "--verbosity", "0", cwd=scratch, **env)
    server = subprocess.Popen([tool, "serve"], cwd=scratch, env=os.environ | env)
    try:
        status, page = fetch(port, "/")
        if status != 200:
            raise SystemExit(f"The front page of the installed wheel answers {status}.")
        style = page.split(b'href="/static/built/commonweal')[1].split(b'"')[0].decode()
        sheet, css = fetch(port, f"/static/built/commonweal{style}")
    finally:
        server.terminate()
        code = server.wait(20)
    if (sheet, len(css) > 10_000, code) != (200, True, 0):
        raise SystemExit(f"Stylesheet {sheet}, {len(css)} bytes; the server ended with {code}.")


if __name__ == "__main__":
    main()
