# The whole of Commonweal in a few words: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
PY := .venv/bin/python
UV := .venv/bin/uv
SYNC = $(UV) pip sync --quiet --python $(PY) --require-hashes
INSTALL = $(UV) pip install --quiet --python $(PY) --no-deps --no-build-isolation --editable .
BUILT := commonweal/core/static/built/commonweal.css
THEME := assets/build.py assets/package.json assets/package-lock.json $(wildcard assets/theme/*.scss)
# With `make -C folder run`, a relative COMMONWEAL_VAR is meant from where the person stands.
STAND := $(if $(findstring w,$(filter-out -%,$(firstword $(MAKEFLAGS)))),$(PWD),$(CURDIR))
export PYTHONUTF8 := 1

.DELETE_ON_ERROR:
.PHONY: help run test check fix browser spark bench docs pictures changelog lock clean
help: ## This list
	@grep -hE '^[a-z]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 12

run: .venv/run.stamp $(BUILT) ## Install, set up, invent a demo community where there is none, and serve it
	@case "$${COMMONWEAL_VAR:=var}" in /*) ;; *) COMMONWEAL_VAR="$(STAND)/$$COMMONWEAL_VAR";; esac; \
	export COMMONWEAL_VAR; DEMO="$${DEMO-1}" exec .venv/bin/commonweal run

test: .venv/dev.stamp $(BUILT) ## All tests, browser included
	@$(PY) -m tools.check test

check: .venv/dev.stamp $(BUILT) ## All that must hold before a change is taken: what CI runs
	@$(PY) -m tools.check check

browser: .venv/dev.stamp $(BUILT) ## The browser tests alone
	@$(PY) -m tools.check browser

spark: .venv/dev.stamp $(BUILT) ## The tests of figures on Spark alone
	@$(PY) -m tools.check spark

fix: .venv/dev.stamp ## Put code into the house's format
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format .

docs: .venv/dev.stamp ## Rewrite the pages of docs/ that are made from code
	@$(PY) -m tools.docs

pictures: .venv/dev.stamp $(BUILT) ## Take the guide's pictures anew, from a demo of their own
	@$(PY) -m tools.pictures

bench: .venv/dev.stamp $(BUILT) ## Measure what the house promises, beside its bars
	@$(PY) -m bench

wheel: .venv/dev.stamp $(BUILT) ## Make the package in dist/
	@$(PY) -m build --wheel --no-isolation

changelog: .venv/dev.stamp ## Join the fragments into CHANGELOG.md: make changelog VERSION=1.2.0
	@$(PY) -m tools.changelog "$(VERSION)"

lock: .venv/bin/uv ## Rewrite the hash locks from pyproject.toml
	@requirements/lock.sh

clean: ## Remove everything that make made, except var/
	rm -rf .venv .venv-spark assets/node_modules commonweal/core/static/built build dist

.venv/bin/uv: requirements/bootstrap.lock
	@command -v $(PYTHON) > /dev/null || { echo "Commonweal needs Python 3.11 or newer, and $(PYTHON) is not here."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Commonweal needs Python 3.11 or newer. This is $$($(PYTHON) --version). If a newer one is here: make run PYTHON=python3.12"; exit 1; }
	@echo "Making .venv …"
	@$(PYTHON) -m venv --clear .venv || { echo "$(PYTHON) cannot make a virtual environment here. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@.venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes --no-deps --requirement requirements/bootstrap.lock
	@touch $@

.venv/run.stamp: .venv/bin/uv requirements/run.lock pyproject.toml
	@if test -e .venv/dev.stamp; then $(MAKE) --no-print-directory .venv/dev.stamp; else \
	echo "Installing what Commonweal needs …" && $(SYNC) requirements/run.lock && $(INSTALL); fi
	@touch $@

.venv/dev.stamp: .venv/bin/uv requirements/dev.lock pyproject.toml
	@echo "Installing what Commonweal and its tests need …"
	@$(SYNC) requirements/dev.lock && $(INSTALL)
	@touch $@ .venv/run.stamp

$(BUILT): $(THEME) | .venv/run.stamp
	@$(PY) assets/build.py
