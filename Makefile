# `make run` and `make test` set up all they need by themselves, once, and again when
# pyproject.toml changes. Needed beforehand: make and Python 3.11 or newer.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin

# The first Python that is new enough; `make PYTHON=... run` names another.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$name && break; done)

.PHONY: run test check lint format bench screenshot clean

run: $(VENV)/.app
	$(BIN)/contested serve

test: $(VENV)/.dev lint check
	@chromium="$$(scripts/chromium --install)" && \
		CHROMIUM="$$chromium" $(BIN)/python -m pytest

check: $(VENV)/.app
	$(BIN)/contested check

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev
	@for file in benchmarks/[a-z]*.py; do \
		name=$$(basename $$file .py); case $$name in synthetic|portable) continue ;; esac; \
		echo "== $$name"; $(BIN)/python -m benchmarks.$$name || exit 1; \
	done

screenshot: $(VENV)/.dev
	@chromium="$$(scripts/chromium --install)" && \
		CHROMIUM="$$chromium" $(BIN)/python scripts/screenshot.py

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache

$(VENV)/.app: pyproject.toml
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer was found." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "On Debian and Ubuntu, first: apt-get install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.app
	$(BIN)/python -m pip install --quiet --group dev
	@touch $@
