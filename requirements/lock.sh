#!/usr/bin/env sh
# Rewrites every hash lock from pyproject.toml. The locks hold no address: the machine's own settings say where packages are.
set -eu
cd "$(dirname "$0")/.."
lock() {
  name="$1"
  shift
  .venv/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
    --no-header --no-annotate --quiet --output-file "requirements/$name.lock" "$@"
}
lock run --extra postgres --group theme --group bootstrap
lock dev --extra postgres --group theme --group bootstrap --group dev --group oracle
lock spark --extra postgres --group theme --group bootstrap --group dev --group oracle --extra spark
only() {
  .venv/bin/uv pip compile --group "pyproject.toml:$1" --universal --python-version 3.11 \
    --generate-hashes --no-header --no-annotate --quiet --output-file "requirements/$1.lock"
}
only bootstrap
only node
