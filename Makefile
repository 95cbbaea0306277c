# Two commands on a fresh machine: `make demo` and `make test`. Both set up what they need.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet
JOBS   ?= 2

.DEFAULT_GOAL := help
.PHONY: help demo test check policies build bench-redline chaos browser office lock clean

help:
	@echo "make demo    play the whole story in ./demo: edit, verdict, release, website, notices"
	@echo "make test    every check and test, in a real browser too"
	@echo "make policies  policytool check and verify on this repository's own policy"
	@echo "make nightly the same with ten times the generated examples, and every real revision where there is a corpus"
	@echo "make build   the website of this repository's own policy, into ./site"
	@echo "make check   format, lint, types and import rules alone"
	@echo "make bench-redline  the redline beside difflib, diff-match-patch, redlines and git"
	@echo "make chaos   kill the sending program at random moments, at length: nobody lost, nobody told twice"
	@echo "make lock    choose the versions in constraints.txt anew"
	@echo "make clean   remove what the other targets made"

# The tool itself, as a user installs it.
$(VENV)/.tool: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --constraint constraints.txt pip
	$(PIP) install --constraint constraints.txt --editable .
	@touch $@

# The tool with its extras and everything that judges it.
$(VENV)/.tests: $(VENV)/.tool
	$(PIP) install --constraint constraints.txt --editable '.[dkim,events,postgres,sendgrid,timestamp,word,workers]' --group test
	@touch $@

demo: $(VENV)/.tool
	$(BIN)/policytool demo demo

test: check policies browser office
	$(BIN)/python -m pytest -n $(JOBS)

nightly: check browser office
	POLICYTOOL_NIGHTLY=1 $(BIN)/python -m pytest -n $(JOBS) --timeout 7200

check: $(VENV)/.tests
	$(BIN)/ruff format --check --quiet policytool tests benchmarks tools
	$(BIN)/ruff check --quiet policytool tests benchmarks tools
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

# Needs the whole history; a shallow clone is told to fetch it. Tags may be missing.
policies: $(VENV)/.tool
	$(BIN)/policytool check
	$(BIN)/policytool verify --no-ledger

build: $(VENV)/.tool
	$(BIN)/policytool build

bench-redline: $(VENV)/.tests
	$(PIP) install --group bench
	$(BIN)/python -m benchmarks.redline

chaos: $(VENV)/.tests
	$(BIN)/python -m benchmarks.chaos

office:
	@tools/office.sh

browser:
	@tools/browser.sh

lock:
	tools/lock.sh $(PYTHON)

clean:
	rm -rf $(VENV) demo artefacts build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find policytool tests -name __pycache__ -type d -prune -exec rm -rf {} +
