# Everything a person does with this checkout. `make` alone prints the targets; Python 3.11+ is all it needs.
PYTHON ?= python3
BIN := .venv/bin
FOUND = command -v $(PYTHON) >/dev/null || { echo 'No $(PYTHON) here: Jishi needs Python 3.11 or newer.' >&2; exit 1; }
CONSOLE := $(BIN)/python build/console.py
RULES = $(shell find tests -name 'test_rules*.py' 2>/dev/null) tests/test_architecture.py
CODE = src tests build $(wildcard benches)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help up test check bench console api flow screens browser install lock format clean

help: ## Print this
	@echo 'Jishi: a customer-service desk. make TARGET, where TARGET is'
	@grep -hE '^[a-z]+:.*## ' Makefile | awk -F ':.*## ' '{printf "  %-9s %s\n", $$1, $$2}'
	@echo 'Settings, as environment variables:'
	@grep -hE '^#: ' Makefile | sed 's/^#: /  /'
#: JISHI_PORT          port to serve on (8080)
#: JISHI_HOST          address to serve on (127.0.0.1)
#: JISHI_DATA          where the database and the attachments live (./var)
#: JISHI_DATABASE_URL  a PostgreSQL of your own; then no embedded one starts
#: JISHI_CHROMIUM      the browser for the tests (the first Chromium on the PATH)
#: PYTHON              the Python that makes .venv (python3)
#: ARGS                passed on to pytest by `make test`, to the benches by `make bench`

up: .venv/.run console ## Install what is missing and run the desk until Ctrl-C
	@exec $(BIN)/jishi up

test: install console browser ## Install what is missing and run every test
	@$(BIN)/pytest --numprocesses 2 --no-loadscope-reorder $(ARGS)

check: install ## Format, lint, types, import contracts, rule tests: under a minute
	@$(BIN)/ruff format --check --quiet $(CODE) || { echo 'Not formatted: make format'; exit 1; }
	@$(BIN)/ruff check --quiet $(CODE)
	@$(BIN)/mypy $(CODE)
	@$(BIN)/lint-imports --no-logo
	@$(CONSOLE) run types
	@$(CONSOLE) run lint
	@$(BIN)/pytest -q $(RULES)

bench: install console browser ## Measure each hot path against its limit
	@$(BIN)/jishi bench $(ARGS)

console: .venv/.run ## Build the console if its sources changed
	@$(CONSOLE) build

api: install ## Write the console's typed client from the routes
	@$(BIN)/jishi openapi > console/openapi.json.new
	@mv console/openapi.json.new console/openapi.json
	@$(CONSOLE) run api --output src/api/schema.d.ts

flow: install ## Draw docs/flow.md from the page of reactions
	@$(BIN)/python build/flow.py

screens: install console browser ## Take the pictures of docs/images from a demo desk
	@$(BIN)/python -m tests.browser.screens

browser: install ## Find Chromium for the tests, or install it
	@$(BIN)/python -m tests.browser.chromium

install: .venv/.all ## Make .venv with all locked packages

format: install ## Let ruff lay out and mend what it can
	@$(BIN)/ruff check --quiet --fix $(CODE); $(BIN)/ruff format --quiet $(CODE)

lock: install ## Take the newest allowed versions into uv.lock and package-lock.json
	@$(BIN)/uv lock --upgrade
	@$(CONSOLE) lock

clean: ## Remove what was built; the desk's own var/ stays
	rm -rf .venv dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results
	rm -rf console/node_modules src/jishi/web/static/console

.venv/.run: uv.lock pyproject.toml build/bootstrap.py
	@$(FOUND); $(PYTHON) build/bootstrap.py run
	@touch $@

.venv/.all: uv.lock pyproject.toml build/bootstrap.py
	@$(FOUND); $(PYTHON) build/bootstrap.py all
	@touch $@ .venv/.run
