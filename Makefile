# Every verb that this project has. `make check` is all of CI.

PYTHON ?= python3.11
BIN := .venv/bin
TOOLS := .tools
OPA_VERSION := v1.22.2
SARIF_MULTITOOL := @microsoft/sarif-multitool@5.7.0 @microsoft/sarif-multitool-linux@5.7.0
CHECKOV_VERSION := 3.3.30

.PHONY: help demo check bench tools lint types imports test docs fmt generate lock wheel clean

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.venv/.ready: requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: .venv/.ready ## Scan an example account and example code, and write reports to demo-output/
	$(BIN)/python -m tests.aws.demo

check: .venv/.ready tools lint types imports docs test ## Run every check: what CI runs

lint: .venv/.ready ## Check style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(TOOLS)/bin/opa fmt --fail policies > /dev/null
	$(BIN)/tipstaff policies lint

types: .venv/.ready ## Check types
	$(BIN)/mypy

imports: .venv/.ready ## Check that imports go down only
	$(BIN)/lint-imports --no-cache

test: .venv/.ready tools ## Run all tests
	$(BIN)/python -m pytest -n auto

docs: .venv/.ready ## Check that what is generated is in step
	$(BIN)/python docs/generate.py --check

generate: .venv/.ready ## Write again what is generated: shapes, schemas, policy pages, compiled policies, the demo snapshot
	$(BIN)/python -m scanner.collectors.shapes > scanner/shapes.json.new
	mv scanner/shapes.json.new scanner/shapes.json
	$(BIN)/python docs/generate.py

fmt: .venv/.ready ## Format everything
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format .
	$(TOOLS)/bin/opa fmt --write policies

bench: .venv/.ready tools ## Print every benchmark figure beside its peer or its floor
	$(BIN)/python -m benchmarks

wheel: .venv/.ready ## Build the wheel
	$(BIN)/python -m hatchling build -t wheel

tools: $(TOOLS)/bin/opa $(TOOLS)/sarif/.ready $(TOOLS)/chromium.ready $(TOOLS)/checkov/.ready ## Bring OPA, the SARIF Multitool, Chromium and Checkov

$(TOOLS)/bin/opa:
	@mkdir -p $(TOOLS)/bin
	GOBIN=$(abspath $(TOOLS)/bin) go install github.com/open-policy-agent/opa@$(OPA_VERSION)

$(TOOLS)/sarif/.ready:
	@mkdir -p $(TOOLS)/sarif
	npm install --loglevel error --prefix $(TOOLS)/sarif --no-audit --no-fund --ignore-scripts --save-exact $(SARIF_MULTITOOL)
	chmod u+x $(TOOLS)/sarif/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
	@touch $@

$(TOOLS)/chromium.ready:
	@mkdir -p $(TOOLS)
	command -v chromium > /dev/null || { apt-get update --quiet=2 && apt-get install --quiet=2 --yes --no-install-recommends chromium; }
	@touch $@

$(TOOLS)/checkov/.ready: requirements/checkov.txt
	$(PYTHON) -m venv $(TOOLS)/checkov
	$(TOOLS)/checkov/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/checkov.txt
	@touch $@

lock: .venv/.ready ## Regenerate the locked requirements from pyproject.toml
	$(BIN)/pip-compile $(LOCK_FLAGS) --output-file requirements/core.txt pyproject.toml
	$(BIN)/pip-compile $(LOCK_FLAGS) --extra dev --output-file requirements/dev.txt pyproject.toml
	echo "checkov==$(CHECKOV_VERSION)" | $(BIN)/pip-compile $(LOCK_FLAGS) --output-file requirements/checkov.txt -

LOCK_FLAGS := --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

clean: ## Remove everything that was made
	rm -rf .venv .tools dist demo-output .mypy_cache .ruff_cache .pytest_cache .hypothesis
