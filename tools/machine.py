"""What this machine has for the tests: a browser, PostgreSQL, Java. Each function says why not."""

import os
import shutil
import subprocess
from pathlib import Path

import psycopg

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
APT = ["apt-get", "-o", "Dpkg::Use-Pty=0", "-qq"]


def found_browser() -> str | None:
    """The path of a Chromium: what CHROMIUM names, or the first that is on the PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def chromium() -> str:
    """Install Chromium when it is missing and may be. Why it is not there, or nothing."""
    if found_browser():
        return ""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return "Chromium is not installed, and installing it takes root and apt."
    print("\nInstalling Chromium for the browser tests (about a minute) …", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in ([*APT, "update"], [*APT, "install", "--yes", "chromium"]):
        subprocess.run(command, env=quiet, check=False, stdout=subprocess.DEVNULL)
    return "" if found_browser() else "Chromium could not be installed with apt."


def postgres() -> tuple[str, str]:
    """The address of a PostgreSQL for tests, without a database name, and why there is none."""
    address = os.environ.get("DATABASE_URL_TEST_PG", "postgres://postgres@127.0.0.1:5432").rstrip(
        "/"
    )
    try:
        psycopg.connect(f"{address}/postgres", connect_timeout=3).close()
    except psycopg.Error as problem:
        reason = str(problem).strip().splitlines()[0]
        return address, f"no PostgreSQL answers ({reason}). Name one in DATABASE_URL_TEST_PG."
    return address, ""


def spark(root: Path) -> tuple[Path, str]:
    """The Python of an environment with PySpark, made when it is missing, and why there is none.

    It is one of its own because it takes 1.5 GB, which nothing else needs.
    """
    python, lock = root / ".venv-spark" / "bin" / "python", root / "requirements" / "spark.lock"
    if not shutil.which("java"):
        return python, "Java is not installed."
    stamp = root / ".venv-spark" / "spark.stamp"
    if stamp.exists() and stamp.read_bytes() == lock.read_bytes():
        return python, ""
    print("\nInstalling PySpark for its tests (1.5 GB) …", flush=True)
    uv = root / ".venv" / "bin" / "uv"
    into: list[str | Path] = [uv, "pip", "install", "--quiet", "--python", python, "--no-deps"]
    steps: list[list[str | Path]] = [
        [uv, "venv", "--quiet", "--clear", root / ".venv-spark"],
        [*into, "--require-hashes", "--requirement", lock],
        [*into, "--no-build-isolation", "--editable", root],
    ]
    if any(subprocess.run(step, check=False).returncode for step in steps):
        return python, "PySpark could not be installed."
    stamp.write_bytes(lock.read_bytes())
    return python, ""
