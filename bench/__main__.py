"""Runs every measurement of this folder, or those named: python -m bench search start"""

import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    """Each in a process of its own, so that no measurement warms another. The exit code."""
    known = sorted(path.stem for path in HERE.glob("[a-z]*.py"))
    wanted = sys.argv[1:] or known
    if unknown := set(wanted) - set(known):
        raise SystemExit(f"There is no {', '.join(sorted(unknown))}. There is: {', '.join(known)}.")
    failed = []
    for name in wanted:
        print(f"\n== {name}", flush=True)
        started = time.monotonic()
        if subprocess.run([sys.executable, HERE / f"{name}.py"], check=False).returncode:
            failed.append(name)
        print(f"   {time.monotonic() - started:.0f} s in all", flush=True)
    for name in failed:
        print(f"Did not hold its bar, or did not end well: {name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
