# Everything is done in .venv, from lock files. `make help` lists the commands.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
PORT ?= 8000
# For `make oracle`: other people's .bib files, the official CSL styles and locales, and pandoc.
LIBRARIES ?= ../shared/bibs
CSL ?= ../shared/csl
PANDOC ?= pandoc
FUZZ_SECONDS ?= 600
# For `make bench`: which sites, and how many pairs of builds.
SIZES ?= playbook,lab,institute,library
RUNS ?= 5
BIN := .venv/bin
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help serve site test check engines goldens oracle fuzz bench lock clean browser

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

serve: .venv/site.stamp ## Live preview of the flagship site on 127.0.0.1:8000 (PORT=8001 for another port)
	$(BIN)/python scripts/flagship.py serve --port $(PORT)

site: .venv/site.stamp ## Build the flagship site into site/ and prove its links (SITE_URL=https://… sets its address)
	$(BIN)/python scripts/flagship.py build --strict

test: check browser ## Run everything that CI runs: lint, types, unit, golden, site and browser tests
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

check: .venv/test.stamp ## Lint, types, and what refctx finds in the flagship site
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/refctx check --strict --level info -f mkdocs.yml -f mkdocs.zh-Hant.yml

engines: .venv/test.stamp ## Run the browser tests in Firefox and WebKit too (Playwright downloads both)
	$(BIN)/python -m playwright install firefox webkit
	REFCTX_ENGINE=firefox $(BIN)/python -m pytest tests/browser --numprocesses auto --dist worksteal
	REFCTX_ENGINE=webkit $(BIN)/python -m pytest tests/browser --numprocesses auto --dist worksteal

goldens: .venv/test.stamp ## Rewrite the expected outputs in tests/golden and docs/findings; review them as a diff
	$(BIN)/python tests/golden.py
	$(BIN)/python tests/examples.py

oracle: .venv/test.stamp tests/oracle/node_modules/.stamp ## Compare references and citations with citeproc-js and pandoc
	PYTHONPATH=tests $(BIN)/python -m oracle --libraries $(LIBRARIES) --csl $(CSL) --pandoc $(PANDOC) $(OPTIONS)

fuzz: .venv/fuzz.stamp ## Look for input that breaks reading, for FUZZ_SECONDS=600 (REPLAY=FILE runs one again)
	PYTHONPATH=tests $(BIN)/python -m fuzz $(if $(REPLAY),--replay $(REPLAY),--seconds $(FUZZ_SECONDS))

bench: .venv/site.stamp .bench/peers.stamp ## Measure what refctx costs a site (SIZES=playbook,lab and RUNS=3 make it short)
	PYTHONPATH=tests $(BIN)/python -m bench --runs $(RUNS) builds $(subst $(comma), ,$(SIZES))
	PYTHONPATH=tests $(BIN)/python -m bench --runs 3 peers $(subst $(comma), ,$(SIZES))

lock: .venv/lock.stamp ## Resolve the dependencies anew into the lock files
	$(BIN)/uv pip compile $(LOCKED) --group site -o requirements.lock
	$(BIN)/uv pip compile $(LOCKED) --group site --group test -c requirements.lock -o requirements-test.lock
	$(BIN)/uv pip compile $(filter-out pyproject.toml,$(LOCKED)) --group fuzz -o requirements-fuzz.lock
	$(BIN)/uv pip compile $(filter-out pyproject.toml,$(LOCKED)) --group bench -c requirements.lock -o requirements-bench.lock

clean: ## Remove everything that was built or installed here
	rm -rf .venv site dist tests/oracle/node_modules .cache .fuzz .bench .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# -- how it is done ------------------------------------------------------------------------------

LOCKED := pyproject.toml --universal --python-version 3.11 --generate-hashes --quiet --upgrade \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"
comma := ,
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "refctx needs Python 3.11 or newer; none was found on PATH." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || sh scripts/apt_install.sh python3-venv || \
		{ echo "$(PYTHON) cannot make virtual environments; install the package python3-venv." >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/site.stamp: .venv/bin/python requirements.lock pyproject.toml
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test.stamp: .venv/site.stamp requirements-test.lock
	$(PIP) --require-hashes -r requirements-test.lock
	@touch $@

# atheris is built for few systems; the command says where it does without.
.venv/fuzz.stamp: .venv/test.stamp requirements-fuzz.lock
	$(PIP) --require-hashes --only-binary :all: -r requirements-fuzz.lock || true
	@touch $@

# Other tools are no reason to stop: those that cannot be installed are named, with what pip said.
.bench/peers.stamp: requirements-bench.lock
	$(PYTHON) -m venv --clear .bench/peers
	.bench/peers/bin/python -m pip --disable-pip-version-check install --quiet \
		--require-hashes -r requirements-bench.lock 2>.bench/peers.log || tail -n 1 .bench/peers.log
	@touch $@

tests/oracle/node_modules/.stamp: tests/oracle/package.json tests/oracle/package-lock.json
	npm ci --prefix tests/oracle
	@touch $@

.venv/lock.stamp: .venv/bin/python
	$(PIP) uv
	@touch $@

# A browser that is there is used; else Debian's package, else Playwright's own. The tests say
# what to do where none could be had.
browser: .venv/test.stamp
	@$(BIN)/python tests/browser/find.py >/dev/null \
		|| sh scripts/apt_install.sh chromium && $(BIN)/python tests/browser/find.py >/dev/null \
		|| $(BIN)/python -m playwright install chromium \
		|| true
