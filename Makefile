# make demo · make test · make check: the first call sets everything up in .venv, the next take seconds.
.DEFAULT_GOAL := help
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
RUN := .venv/bin
# What is compiled once is kept, whatever the shell says: a check starts a process for each file, and
# each would compile every library anew.
unexport PYTHONDONTWRITEBYTECODE

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
	$(RUN)/pytest -n auto --dist worksteal

format: setup ## put the code in order
	$(RUN)/ruff format
	$(RUN)/ruff check --fix

lint: setup ## format, lint, types, import floors, generated docs and catalogues
	$(RUN)/ruff format --check
	$(RUN)/ruff check
	$(RUN)/mypy
	$(RUN)/lint-imports --no-logo
	$(RUN)/python docs/generate.py --check
	$(RUN)/python scripts/catalogues.py --check

docs: setup ## write again what is generated: the rule catalogue, the schemas, the translations
	$(RUN)/python docs/generate.py
	$(RUN)/python scripts/catalogues.py

check: test lint demo ## all that CI runs

.PHONY: help setup demo test format lint docs check
