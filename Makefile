# The whole of Commonweal in a few words: `make run` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
PY := .venv/bin/python
UV := .venv/bin/uv
SYNC := $(UV) pip sync --quiet --python $(PY) --require-hashes
INSTALL := $(UV) pip install --quiet --python $(PY) --no-deps --no-build-isolation -e .
BUILT := commonweal/core/static/built/commonweal.css
export COMMONWEAL_VAR ?= ./var
export PORT ?= 8000

.PHONY: help run test check fix browser bench docs lock clean
help: ## This list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

.venv/bin/uv: requirements/bootstrap.lock
	@echo "Making .venv …"
	@python3 -m venv .venv || { echo "python3 cannot make a virtual environment here. On Debian: apt install python3-venv"; exit 1; }
	@.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.lock
	@touch $@

.venv/run.stamp: .venv/bin/uv requirements/run.lock pyproject.toml
	@test -e .venv/dev.stamp && exit 0; echo "Installing what Commonweal needs …"; $(SYNC) requirements/run.lock && $(INSTALL)
	@touch $@

.venv/dev.stamp: .venv/bin/uv requirements/dev.lock pyproject.toml
	@echo "Installing what Commonweal and its tests need …"
	@$(SYNC) requirements/dev.lock && $(INSTALL)
	@touch $@ .venv/run.stamp

$(BUILT): assets/package-lock.json assets/build.py $(wildcard assets/theme/*.scss) | .venv/run.stamp
	@$(PY) assets/build.py

run: .venv/run.stamp $(BUILT) ## Install, set up, load the demo community if there is none, and serve it
	@DEMO=$${DEMO-1} .venv/bin/commonweal run

lock: .venv/bin/uv ## Rewrite the hash locks from pyproject.toml
	@requirements/lock.sh
