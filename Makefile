# make demo · make test · make check: the first call sets everything up in .venv, the next take seconds.
.DEFAULT_GOAL := help
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
RUN := .venv/bin

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: .venv/.ready ## the environment in .venv, from uv.lock

.venv/.ready: uv.lock pyproject.toml | $(UV)
	$(UV) sync --frozen --quiet
	@touch $@

.tools/bin/uv:
	python3 -m pip install --quiet --disable-pip-version-check --target .tools uv

demo: setup ## check the sample classes and say what was caught
	$(RUN)/evidence demo

test: setup ## run the tests
	$(RUN)/pytest -n auto

format: setup ## put the code in order
	$(RUN)/ruff format
	$(RUN)/ruff check --fix

lint: setup
	$(RUN)/ruff format --check
	$(RUN)/ruff check
	$(RUN)/mypy
	$(RUN)/lint-imports --no-logo

check: lint test ## all that CI runs: format, lint, types, floors, tests, generated docs

.PHONY: help setup demo test format lint check
