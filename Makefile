# `make run` and `make test` set up all they need by themselves, once, and again when what is
# asked for changes. Needed beforehand: make and Python 3.11 or newer. They install exactly what
# requirements/ names, by its hashes, so that they do next year what they do today.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin

# The first Python that is new enough; `make PYTHON=... run` names another.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$name && break; done)

# The newest Python on this machine, for test-newest: on the path, or one of pyenv's.
NEWEST ?= $(shell scripts/newest-python)

# What a requirements file is locked with: every system and Python, no registry's address.
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	$(if $(UPGRADE),--upgrade) pyproject.toml

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test quick test-oldest test-newest test-spark check lint format lock bench sbom audit screenshot clean

run: $(VENV)/.app
	$(BIN)/contested serve

test: $(VENV)/.dev lint check
	@scripts/all-tests $(VENV)

# The working loop: all that takes neither a browser nor seconds.
quick: $(VENV)/.dev lint
	@scripts/all-tests $(VENV) -m "not browser and not slow"

# The oldest versions that pyproject.toml allows, and the newest, each in a folder of its own.
test-oldest: $(VENV)/.dev
	@$(BIN)/uv venv --quiet --seed --clear --python python3.11 $(VENV)-oldest
	@$(BIN)/uv pip install --quiet --python $(VENV)-oldest --resolution lowest-direct \
		--editable . --group test
	@scripts/all-tests $(VENV)-oldest

test-newest: $(VENV)/.dev
	@$(BIN)/uv venv --quiet --seed --clear --python "$(NEWEST)" $(VENV)-newest
	@$(BIN)/uv pip install --quiet --python $(VENV)-newest --upgrade --editable . --group test
	@scripts/all-tests $(VENV)-newest

# Every query, page and command on Apache Spark, which needs Java 17, and on Sail, which does not.
test-spark: $(VENV)/.dev $(VENV)-spark/bin/spark-submit $(VENV)-sail/bin/sail
	@scripts/all-tests $(VENV) tests/test_spark.py

# Each server is in a folder of its own: Spark and its client are both called pyspark.
$(VENV)-spark/bin/spark-submit:
	@$(PYTHON) -m venv $(VENV)-spark
	@$(VENV)-spark/bin/pip install --quiet "pyspark[connect]==4.*"

$(VENV)-sail/bin/sail:
	@$(PYTHON) -m venv $(VENV)-sail
	@$(VENV)-sail/bin/pip install --quiet "pysail==0.7.*"

check: $(VENV)/.app
	$(BIN)/contested check

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Lock what pyproject.toml asks for again; UPGRADE=1 takes the newest versions that it allows.
lock: $(VENV)/.dev
	$(LOCK) --group dev --output-file requirements/dev.txt
	$(LOCK) --group build --constraints requirements/dev.txt --output-file requirements/run.txt

bench: $(VENV)/.dev
	@for file in benchmarks/[a-z]*.py; do \
		name=$$(basename $$file .py); case $$name in synthetic|portable|engines|load|soak|replicas|caching) continue ;; esac; \
		echo "== $$name"; $(BIN)/python -m benchmarks.$$name || exit 1; \
	done

# What runs, as a bill of materials, and under which licences; read from what is installed by lock.
sbom: $(VENV)/.dev
	@$(BIN)/uv tool run --from "cyclonedx-bom>=7.5" cyclonedx-py requirements \
		requirements/run.txt --pyproject pyproject.toml --output-reproducible \
		--output-file sbom.json
	@$(BIN)/uv tool run "pip-licenses>=5.5" --python $(BIN)/python --with-urls --format markdown \
		--output-file licences.md

# Known weaknesses of what is locked; it asks an advisory database, and needs a network for that.
audit: $(VENV)/.dev
	@$(BIN)/uv tool run "pip-audit>=2.10" --requirement requirements/run.txt --require-hashes \
		--disable-pip --strict || { echo "A weakness is known, or no database of them was reached." >&2; \
		exit 1; }

screenshot: $(VENV)/.dev
	@chromium="$$(scripts/chromium --install)" && \
		CHROMIUM="$$chromium" $(BIN)/python scripts/screenshot.py

clean:
	rm -rf $(VENV) $(VENV)-oldest $(VENV)-newest $(VENV)-spark $(VENV)-sail .mypy_cache .pytest_cache .ruff_cache

$(VENV)/.app: pyproject.toml requirements/run.txt
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer was found." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "On Debian and Ubuntu, first: apt-get install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/run.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.app requirements/dev.txt
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/dev.txt
	@touch $@
