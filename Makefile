# Two commands: `make demo` talks to a NetBox of its own, `make test` checks everything.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: install demo test test-netbox bench lock

install: $(STAMP)

$(STAMP): requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes --no-deps -r requirements.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

demo: install
	$(BIN)/netbot demo

# Three processes on two cores: many tests wait for other processes most of the time.
test: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	env -u NETBOX_URL -u NETBOX_TOKEN $(BIN)/pytest -n 3

# The journeys against a NetBox of yours, changes in names of their own among them: NETBOX_URL and NETBOX_TOKEN name it.
test-netbox: install
	@test -n "$$NETBOX_URL" -a -n "$$NETBOX_TOKEN" || { echo "Set NETBOX_URL and NETBOX_TOKEN."; exit 1; }
	$(BIN)/pytest tests/journeys

bench: install
	$(BIN)/python -m benchmarks

# Compiles requirements.txt anew: every version with its hashes, no address of an index.
lock:
	uv pip compile --quiet --python-version 3.11 --universal --extra dev --generate-hashes --no-emit-index-url --no-header \
		--output-file requirements.txt pyproject.toml
