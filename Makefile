# The three commands: make run, make test, make check. `make help` lists the rest.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help install run talk test check screenshots

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

.venv/installed: requirements.lock pyproject.toml package-lock.json
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 以上が必要です。"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	sh scripts/install-assets.sh
	touch $@

.venv/installed-dev: .venv/installed requirements-dev.lock
	$(BIN)/pip install --quiet -r requirements-dev.lock
	touch $@

install: .venv/installed ## install into .venv, with the madoguchi command

run: install ## everything in one process: web, workers, clock, and LINE on this machine
	@$(BIN)/madoguchi run

talk: install ## the bot in this terminal
	@$(BIN)/madoguchi talk

# Half of the stories wait for a process to start or to end: two for each core keep the cores busy.
test: export PYTEST_XDIST_AUTO_NUM_WORKERS ?= $(shell expr 2 \* $$(nproc 2>/dev/null || sysctl -n hw.ncpu))
test: .venv/installed-dev ## all tests, two processes for each core
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder

check: .venv/installed-dev ## style, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

screenshots: .venv/installed-dev ## the pictures of the README and the docs, anew
	SCREENSHOTS=1 $(BIN)/pytest tests/journeys/test_the_phone_page.py tests/journeys/test_a_broadcast.py tests/journeys/test_a_repair.py
