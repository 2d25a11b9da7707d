# Everything one does here. `make help` lists it. All of it lives in .venv, which every target makes by itself.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
PY := .venv/bin/python
UV := .venv/uv/bin/uv
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url
SYNC = $(UV) pip sync --quiet --python $(PY) --require-hashes $(1) \
  || { echo "once more, with pip"; $(PY) -m pip install --disable-pip-version-check --require-hashes -r $(1); }
export DJANGO_SETTINGS_MODULE := f6_project.settings
export UV_SYSTEM_CERTS := 1

.PHONY: help
help: ## List what there is to do
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1#\2/p' Makefile | column -t -s '#'

# --- Running ----------------------------------------------------------------------------------------------------------

.PHONY: run
run: .venv/run ## Start everything on this machine; Ctrl-C stops it, the data is kept
	@exec $(PY) -m f6_project.supervision

.PHONY: federation
federation: .venv/run ## Two municipalities and a directory on this machine, and a walk along them (ARGS=--stay: log in)
	@exec $(PY) -m f6_project.neighbours $(ARGS)

.PHONY: doctor
doctor: .venv/run ## Say what is wrong with this installation, and how to mend it
	@$(PY) manage.py doctor

.PHONY: install
install: .venv/dev ## Make .venv with all that development needs

.PHONY: clean
clean: ## Remove .venv and caches; the data in .f6 is kept
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache staticfiles test-results
	find . -name __pycache__ -type d -not -path './.f6/*' -prune -exec rm -rf {} +

# --- Testing ----------------------------------------------------------------------------------------------------------

# Also where the environment names a database: tests make their own, and need no secrets.
test verify screenshots messages bench: export F6_ENV := development

.PHONY: test
test: .venv/dev .venv/chromium ## All tests but the long ones, on an embedded PostgreSQL (F6_TEST_SERVER: on another)
	$(PY) -m pytest -n auto --dist worksteal $(ARGS)

.PHONY: verify
verify: .venv/dev .venv/chromium ## The long tests, and the NL API Design Rules (needs Node)
	$(PY) -m pytest -m verify -n auto --dist worksteal $(ARGS)

.PHONY: screenshots
screenshots: .venv/dev .venv/chromium ## Make the pictures of docs/screenshots again
	F6_SCREENSHOTS=docs/screenshots $(PY) -m pytest tests/browser/test_screenshots.py -n 0 $(ARGS)

.PHONY: messages
messages: .venv/dev ## Bring the Dutch translations up to date and compile them
	@$(PY) manage.py messages

.PHONY: bench
bench: .venv/dev ## Measure: appending, sealing, reading
	$(PY) -m pytest -m bench -n 0 -s $(ARGS)

# --- Checking ---------------------------------------------------------------------------------------------------------

# What squawk asks of migrations of a table in use: these make the first tables, in one transaction.
EMPTY_DATABASE := prefer-robust-stmts,require-concurrent-index-creation,require-lock-timeout,require-statement-timeout
CHECKS := ruff format types imports templates sql migrations lock
$(CHECKS:%=check-%): export F6_ENV := development

.PHONY: check $(CHECKS:%=check-%)
check: .venv/dev ## Style, types, layers, templates, SQL, migrations, lock: in under a minute
	@$(MAKE) --jobs=2 --keep-going --output-sync=target $(CHECKS:%=check-%)
	@echo "All checks passed."

check-ruff: .venv/dev
	@.venv/bin/ruff check --quiet .
check-format: .venv/dev
	@.venv/bin/ruff format --quiet --check . || { echo "Not formatted: run .venv/bin/ruff format"; false; }
check-types: .venv/dev
	@.venv/bin/mypy --no-error-summary .
check-imports: .venv/dev
	@.venv/bin/lint-imports --no-logo > .venv/imports.log 2>&1 || { cat .venv/imports.log; false; }
check-templates: .venv/dev
	@.venv/bin/djlint --quiet --lint templates management_ui
check-sql: .venv/dev
	@.venv/bin/sqlfluff lint --nocolor --disable-progress-bar events/sql federation/sql > .venv/sql.log || { cat .venv/sql.log; false; }
	@.venv/bin/squawk --exclude $(EMPTY_DATABASE) $(filter-out %_undo.sql events/sql/read_%,$(wildcard events/sql/*.sql federation/sql/*.sql)) \
	  > .venv/squawk.log 2>&1 || { cat .venv/squawk.log; false; }
check-migrations: .venv/dev
	@DATABASE_URL=postgresql://nobody@/none?host=/nonexistent $(PY) -W ignore manage.py makemigrations --check --dry-run \
	  > .venv/migrations.log || { cat .venv/migrations.log; false; }
check-lock: .venv/dev
	@cp requirements.txt requirements-dev.txt .venv/lock/
	@$(MAKE) lock-in DIRECTORY=.venv/lock
	@diff -u requirements.txt .venv/lock/requirements.txt && diff -u requirements-dev.txt .venv/lock/requirements-dev.txt \
	  || { echo "The lock does not fit pyproject.toml: run make lock"; false; }

# --- Dependencies -----------------------------------------------------------------------------------------------------

.PHONY: lock lock-in
lock: .venv/uv/bin/uv ## Lock the dependencies of pyproject.toml anew (UPGRADE=--upgrade: the newest versions)
	@$(MAKE) lock-in DIRECTORY=.
lock-in:
	@$(COMPILE) $(UPGRADE) pyproject.toml -o $(DIRECTORY)/requirements.txt > /dev/null
	@$(COMPILE) $(UPGRADE) pyproject.toml --group dev -c $(DIRECTORY)/requirements.txt -o $(DIRECTORY)/requirements-dev.txt > /dev/null

# The first of these that is Python 3.11 or newer, and can make virtual environments.
PYTHONS := $(PYTHON) python3.13 python3.12 python3.11 python3 python
USABLE := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))

.venv/bin/python:
	@for python in $(PYTHONS); do \
	  if "$$python" -c '$(USABLE)' 2> /dev/null; then \
	    echo "making .venv with $$("$$python" --version)"; exec "$$python" -m venv .venv; \
	  fi; \
	done; \
	echo "F6 needs Python 3.11 or newer that can make virtual environments (on Debian: apt install python3-venv)." \
	  "If you have one elsewhere: make PYTHON=/path/to/python"; exit 1

# The pinned uv, with its hash, beside the environment: syncing the environment does not touch it.
.venv/uv/bin/uv: | .venv/bin/python
	@echo "installing uv"
	@awk '/^[^ ]/ { ours = /^uv==/ } ours' requirements-dev.txt > .venv/uv.txt
	@mkdir -p .venv/lock
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --target .venv/uv -r .venv/uv.txt

.venv/run: requirements.txt | .venv/uv/bin/uv
	@if [ -e .venv/dev ]; then $(MAKE) .venv/dev; else \
	  echo "installing what F6 runs on (about 60 packages)"; $(call SYNC,requirements.txt); fi
	@touch .venv/run

.venv/dev: requirements.txt requirements-dev.txt | .venv/uv/bin/uv
	@echo "installing what development needs (about 120 packages)"
	@$(call SYNC,requirements-dev.txt)
	@touch .venv/dev .venv/run

# Browser tests look for chromium, and skip loudly without it.
.venv/chromium: | .venv/bin/python
	@.ci/chromium && touch .venv/chromium || true
