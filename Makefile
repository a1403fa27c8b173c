# One command each. `make demo` and `make test` do all their own set-up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# The torch that the tests run programs with and that the op table is generated from.
TORCH := 2.13.0
NODE_MAJOR := 20
NODE_OK := $(shell node -e 'process.exit(parseInt(process.versions.node) < $(NODE_MAJOR))' 2>/dev/null && echo yes)

.PHONY: help demo test check generate bench package clean setup setup-test check-client no-client
.NOTPARALLEL:

help:
	@echo "make demo      analyse examples/ and explain one expression (needs Python 3.10 only)"
	@echo "make test      lint, types and all tests (installs torch $(TORCH))"
	@echo "make check     lint and types"
	@echo "make generate  op table, JSON schema, outputs in the README, table of the proofs"
	@echo "make bench     time from an edit to its diagnostics"
	@echo "make package   sdist and wheel in build/"
	@echo "make clean     remove everything that was made here"

# A check that finds something exits with 1, which is what the demo shows.
demo: setup
	$(BIN)/gradsight check --no-cache examples || test $$? -eq 1
	@echo
	@echo "What a hover says of \`output\` in examples/question_1_output_grad.py, line 14:"
	@echo
	$(BIN)/gradsight hover examples/question_1_output_grad.py:14:7

test: check
	$(BIN)/python -m pytest -n 2 --dist loadgroup

check: setup-test $(if $(NODE_OK),check-client,no-client)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

check-client: node_modules/.installed
	npm run --silent check
	npm run --silent compile
	PYTHON=$(BIN)/python npm test --silent -- --reporter=dot

no-client:
	@echo "client: NOT CHECKED, Node $(NODE_MAJOR) or newer is not on this machine"

generate: setup-test
	$(BIN)/python server/tools/generate_ops.py
	$(BIN)/python server/tools/generate_operators.py
	$(BIN)/python server/tools/generate_schema.py
	$(BIN)/python server/tools/generate_readme.py
	$(BIN)/python tests/proofs/proof_table.py

bench: setup
	$(BIN)/python tests/bench/bench.py

package: setup
	$(PIP) install build
	$(BIN)/python -m build --outdir build

clean:
	rm -rf $(VENV) node_modules dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis .gradsight_cache

setup: $(VENV)/.installed
setup-test: $(VENV)/.installed-test

# A virtual environment without pip is what Debian leaves where python3-venv is missing.
$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { \
	  echo "gradsight needs Python 3.10 or newer, but \`$(PYTHON)\` is: $$($(PYTHON) --version 2>&1)"; \
	  echo "Name another one: make PYTHON=python3.12 ..."; exit 1; }
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "\`$(PYTHON) -m venv\` failed. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

# pip 25.1 is the first that knows dependency groups.
$(VENV)/.installed: pyproject.toml | $(BIN)/pip
	$(PIP) install --upgrade 'pip>=25.1'
	$(PIP) install --editable .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	$(PIP) install torch==$(TORCH)
	$(PIP) install --group test
	@touch $@

node_modules/.installed: package-lock.json
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@
