# Lotline. `make help` lists what there is.
.DEFAULT_GOAL := help
SHELL := /bin/bash
VENV := .venv
PY := $(VENV)/bin/python
ARGS ?=

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: .make/python .make/npm ## install what is missing (system packages, Python, npm)

demo: setup .make/pwa ## start the demo company (ARGS=--lan: for phones too)
	@exec $(PY) -m backend.cli demo $(ARGS)

.make/system:
	@mkdir -p .make && bash docs/install-system-packages.sh && touch $@

.make/python: .make/system requirements.lock requirements-dev.lock pyproject.toml
	test -x $(PY) || python3 -m venv $(VENV)
	$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock -r requirements-dev.lock
	$(PY) -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.make/npm: .make/system pwa/package.json pwa/package-lock.json
	@# Not `npm ci`: it refuses a lock without the other platforms' optional binaries. Versions and hashes are the lock's.
	cd pwa && npm install --no-save --no-audit --no-fund --loglevel=error
	@touch $@

.make/pwa: .make/npm schema.graphql pwa/index.html pwa/vite.config.ts $(shell find pwa/src pwa/public scanners offline -type f ! -name '*.py' ! -name '*.pyc' ! -name '*.graphql.ts')
	npm --prefix pwa run --silent build
	@touch $@

lock: ## pin every Python dependency with its hashes
	$(PY) -m uv pip compile -q --generate-hashes --no-emit-index-url --no-header --python-version 3.11 requirements.in -o requirements.lock
	$(PY) -m uv pip compile -q --generate-hashes --no-emit-index-url --no-header --python-version 3.11 requirements-dev.in -o requirements-dev.lock

generated: setup ## print schema.graphql anew from the code
	$(PY) -m backend.api.schema > schema.graphql.new && mv schema.graphql.new schema.graphql

format: setup ## put the code into the house's form
	$(PY) -m ruff format . && $(PY) -m ruff check --fix .
	npm --prefix pwa run --silent format

check: check-python check-pwa ## formatting, lint, types, layering, schema, budgets

check-python: setup
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy backend bench scanners offline tests
	$(VENV)/bin/lint-imports

check-pwa: .make/npm
	npm --prefix pwa run --silent check

test: test-python test-pwa ## every test, the browser journeys too

test-python: setup
	$(PY) -m pytest -n 2 --dist loadfile

test-pwa: .make/npm
	npm --prefix pwa test --silent
	npm --prefix pwa run --silent test:browser

explore: setup ## run the property tests on examples never seen before (ARGS=tests/offline: some of them)
	$(PY) -m pytest -n 2 --dist loadfile --hypothesis-profile=explore $(ARGS)

mutants: setup ## take each guard away in a copy and demand that its tests notice (ARGS=name: one of them)
	@$(PY) -m tests.mutants.run $(ARGS)

screenshots: setup .make/pwa ## look at every page, with axe, and take its picture (ARGS="--base URL --only order,pick --quick")
	@cd pwa && node looks.mjs --out ../screenshots --readme $(ARGS)

build-pwa: .make/pwa ## build the app for phones into pwa/dist

.PHONY: help setup demo lock generated format check check-python check-pwa test test-python test-pwa explore mutants screenshots build-pwa
