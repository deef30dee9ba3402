# make run and make test do everything on a fresh machine with Python 3.11 or newer.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DB := data/ogi.duckdb

.PHONY: run test test-fast static check accuracy bench docs lock ocr format clean

run: $(READY)  ## read the bundled samples through the Prefect flow and compare the agencies
	$(BIN)/ogi ingest data/samples data/documents --db $(DB) --flow
	@$(BIN)/ogi check --db $(DB)
	@echo
	@$(BIN)/ogi sql --db $(DB) "SELECT agency_name AS agency, year, received, granted, refused, \
	  unable, other_handling AS other, carried_forward AS carried, \
	  granted_of_handled_percent AS \"granted_%\", n, reviews, licences, findings \
	  FROM agency_side_by_side"

test: $(READY)  ## all tests, the slow ones too
	$(BIN)/pytest -n auto --dist worksteal

test-fast: $(READY)  ## tests that take seconds
	$(BIN)/pytest -m "not slow"

static: $(READY)  ## lint, format, types, import direction
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

check: static test  ## everything that CI runs

accuracy: $(READY)  ## how well published and generated reports are read; writes docs/accuracy.md
	$(BIN)/python -m tests.accuracy

bench: $(READY)  ## speed and memory, as ratios to a floor measured in the same run
	$(BIN)/python -m tests.bench

docs: $(READY)  ## write the data dictionary and the page of rules anew
	$(BIN)/python -m flows.dictionary docs/data-dictionary.md
	$(BIN)/python -m flows.rules_page docs/checks.md

format: $(READY)  ## format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(READY)  ## resolve the dependencies anew
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --upgrade -q -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra ocr --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --upgrade -q -c requirements.lock \
	  -o requirements-ocr.lock

ocr: $(READY)  ## what reads scans, about 300 MB; its tests run where it is installed
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements-ocr.lock

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'ogi needs Python 3.11 or newer, this is ' + sys.version.split()[0])"
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $(READY)

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
