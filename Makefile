# Short commands for people. `make help` lists them.
.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -euo pipefail -c

PYTHON ?= python3.11
BIN := .venv/bin
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --custom-compile-command "make lock" pyproject.toml

.PHONY: help
help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## Set up .venv with all that developers need, as locked
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --requirement requirements/dev.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .

.PHONY: demo
demo: ## Run the demo on the embedded broker
	$(BIN)/communique demo

.PHONY: check
check: ## Run every check but the tests; `.ci/checks types` runs one
	.ci/checks

.PHONY: audit
audit: ## Look every locked dependency up in the database of vulnerabilities
	.ci/audit

.PHONY: format
format: ## Format the code and mend what can be mended
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

.PHONY: contracts
contracts: ## Write the generated schemas, the OpenAPI document and their pages anew
	$(BIN)/python -m schemas.generate
	$(BIN)/python -m agents.api.generate

.PHONY: test
test: ## Run all tests; those on Apache Kafka need Java 17 and Maven
	$(BIN)/pytest

.PHONY: quick
quick: ## Run the tests that need no broker, no browser and little time
	$(BIN)/pytest -m "not integration and not kafka and not browser and not slow"

.PHONY: faults
faults: ## Break the stream on Apache Kafka in turn and compare with a quiet run; LONG=minutes
	$(BIN)/python -m tests.faults $(if $(LONG),--long $(LONG))

.PHONY: bench
bench: ## Measure all that docs/performance.md tells; ONLY=extraction measures one thing
	$(BIN)/python -m benchmarks $(if $(ONLY),--only $(ONLY))

.PHONY: fuzz
fuzz: ## Write strange records and texts by chance and judge what comes; LONG=inputs
	$(BIN)/python -m tests.fuzz $(if $(LONG),--long $(LONG))

.PHONY: ci
ci: ## Do all that continuous integration does, on the last commit
	.ci/run

.PHONY: lock
lock: ## Write requirements/*.txt anew from pyproject.toml; UPGRADE=1 takes the newest versions
	$(LOCK) $(if $(UPGRADE),--upgrade) --group build --extra dev --output-file requirements/dev.txt
	$(LOCK) --constraint requirements/dev.txt --group build --extra demo --output-file requirements/demo.txt
	$(LOCK) --constraint requirements/dev.txt --extra rocksdb --extra feed --extra export --output-file requirements/run.txt
	$(LOCK:pyproject.toml=) --constraint requirements/dev.txt --group build --output-file requirements/build.txt

.PHONY: docs
docs: ## Build the site of docs/ in build/site
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "open build/site/index.html, or: python -m http.server --directory build/site"

.PHONY: screenshots
screenshots: ## Take the pictures of the web view in docs/ anew; needs Chromium
	$(BIN)/python -m tests.browser

.PHONY: image
image: ## Build the container image
	docker build --file deploy/Dockerfile --tag communique .

.PHONY: clean
clean: ## Remove .venv and what tools leave behind
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find agents extraction schemas tests -name __pycache__ -prune -exec rm -rf {} +
