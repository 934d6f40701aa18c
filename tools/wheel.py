"""Builds the wheel, installs it in an empty environment, and fetches the front page from there."""

import http.client
import os
import signal
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


def start(tool: Path, scratch: Path, env: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([tool, "serve"], cwd=scratch, env=os.environ | env)


def must(seen: object, wanted: object, what: str) -> None:
    if seen != wanted:
        raise SystemExit(f"{what}: {seen}, not {wanted}")


def look_at_pages(port: int) -> None:
    """The front page and the stylesheet it names are there."""
    status, page = fetch(port, "/")
    must(status, 200, "Status of the front page")
    style = page.split(b'href="/static/built/commonweal')[1].split(b'"')[0].decode()
    status, css = fetch(port, f"/static/built/commonweal{style}")
    must((status, len(css) > 10_000), (200, True), "Status and size of the stylesheet")


def serve_and_stop(tool: Path, scratch: Path, env: dict[str, str]) -> None:
    """Ctrl-C ends web server and task worker with exit code 0."""
    server = start(tool, scratch, env)
    try:
        look_at_pages(int(env["PORT"]))
    finally:
        server.send_signal(signal.SIGINT)
        code = server.wait(20)
    must(code, 0, "Exit code after Ctrl-C")


def serve_and_lose_the_worker(tool: Path, scratch: Path, env: dict[str, str]) -> None:
    """When the task worker dies, the web server is stopped too, and the exit code says so."""
    server = start(tool, scratch, env)
    try:
        fetch(int(env["PORT"]), "/")
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
        os.kill(int(children.read_text().split()[1]), signal.SIGKILL)
        must(server.wait(20), 1, "Exit code after the task worker died")
    finally:
        server.kill()


def main() -> None:
    scratch = Path(sys.argv[1]).resolve()
    tool = installed(scratch) / "commonweal"
    env = {"COMMONWEAL_VAR": str(scratch / "wheel-var"), "PORT": str(free_port())}
    (scratch / "wheel-var").mkdir()
    run(tool, "migrate", "--verbosity", "0", cwd=scratch, **env)
    run(tool, "collectstatic", "--no-input", "--verbosity", "0", cwd=scratch, **env)
    serve_and_stop(tool, scratch, env)
    serve_and_lose_the_worker(tool, scratch, env)


if __name__ == "__main__":
    main()
