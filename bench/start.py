"""From nothing to a served page: `make run` from a fresh clone without caches, then a second time.

    .venv/bin/python bench/start.py            npm of this machine
    .venv/bin/python bench/start.py --no-npm   as on a machine without Node

Bars on two cores: 180 s cold, 20 s warm, a demo community of 5,000 included.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COLD, WARM = 180, 20
NODE = {"npm", "npx", "node", "nodejs", "corepack"}


def without_node(scratch: Path) -> str:
    """A PATH with every program of this machine except Node's."""
    folder = scratch / "programs"
    folder.mkdir()
    for place in os.environ["PATH"].split(os.pathsep):
        for program in Path(place).glob("*") if Path(place).is_dir() else []:
            if program.name not in NODE and not (folder / program.name).is_symlink():
                (folder / program.name).symlink_to(program)
    return str(folder)


def environment(scratch: Path, port: int) -> dict[str, str]:
    """No caches, no settings of the reader's, no virtual environment of ours."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("COMMONWEAL")}
    for name in ("DEMO", "DATABASE_URL", "SITE_URL", "VIRTUAL_ENV", "MAKEFLAGS", "MAKELEVEL"):
        env.pop(name, None)
    path = without_node(scratch) if "--no-npm" in sys.argv else env["PATH"]
    path = os.pathsep.join(
        part for part in path.split(os.pathsep) if not part.startswith(str(ROOT))
    )
    caches = {name: str(scratch / name) for name in ("UV_CACHE_DIR", "PIP_CACHE_DIR")}
    return (
        env | caches | {"npm_config_cache": str(scratch / "npm"), "PATH": path, "PORT": str(port)}
    )


def status(port: int) -> int:
    """What the front page answers; 0 while nothing does."""
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/", timeout=30) as page:
            return int(page.status)
    except urllib.error.HTTPError as answer:
        return answer.code
    except OSError:
        return 0


def seconds_to_a_page(clone: Path, env: dict[str, str]) -> tuple[float, float]:
    """Seconds from `make run` to the front page, and from SIGTERM to the end."""
    started = time.monotonic()
    making = subprocess.Popen(["make", "run"], cwd=clone, env=env)
    while not (seen := status(int(env["PORT"]))):
        if making.poll() is not None:
            raise SystemExit("make run ended before it served a page.")
        time.sleep(0.2)
    served = time.monotonic() - started
    asked = time.monotonic()
    making.send_signal(signal.SIGTERM)
    making.wait(30)
    if seen != 200:
        raise SystemExit(f"The front page answers {seen}.")
    return served, time.monotonic() - asked


def main() -> int:
    scratch = Path(tempfile.mkdtemp(prefix="commonweal-start-"))
    clone = scratch / "clone"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    try:
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
        env = environment(scratch, port)
        cold, stop = seconds_to_a_page(clone, env)
        warm, _ = seconds_to_a_page(clone, env)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print(f"first page, cold: {cold:6.1f} s   bar {COLD} s")
    print(f"first page, warm: {warm:6.1f} s   bar {WARM} s")
    print(f"stopped after:    {stop:6.1f} s")
    return 0 if cold <= COLD and warm <= WARM else 1


if __name__ == "__main__":
    sys.exit(main())
