# `make run` and `make test` are all that a newcomer needs; both do the set-up they need first.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
DEMO ?= 1
BIND ?= 127.0.0.1:8000
ARGS ?=
STATIC := $(or $(VAR_DIR),var)/static
CATALOGUES := $(wildcard locale/*/LC_MESSAGES/*.po)
MADE := $(STATIC)/staticfiles.json static/fonts/rare.woff2 $(CATALOGUES:.po=.mo)
MADE_FROM := $(CATALOGUES) $(shell find static -type f) $(wildcard starrating/*.py starrating/web/*.py)
# 0: no system package is installed; tests that want one are skipped.
INSTALL ?= 1
export INSTALL
# Whatever the machine says: without its bytecode every process would compile a thousand files again.
export PYTHONDONTWRITEBYTECODE :=
CODE := manage.py starrating students awards reports deploy tests
# Errors alone are said: pip warns of what a machine's own settings name and it does not need.
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check
UV := $(VENV)/lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --no-build --generate-hashes \
	--custom-compile-command "make lock"

.PHONY: again help setup tools run test test-long check quick lint format types lock bundle messages docs pictures wild bench scanners faults security faults-planted clean

help: ## What can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/make \1\t\2/' | expand -t 16

# The stamps are newer than the lists they were installed from, so that a second `make` installs nothing.
$(VENV)/stamp: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed." if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || { $(PYTHON) tests/tools.py venv && $(PYTHON) -m venv $(VENV); }
	$(PIP) --require-hashes --requirement requirements.lock
	@touch $@

$(VENV)/stamp-dev: requirements-dev.lock $(VENV)/stamp
	$(PIP) --require-hashes --requirement requirements-dev.lock
	@touch $@

# The catalogues, the font and the static files are made again when one is missing or older than what it is made from.
$(STATIC)/staticfiles.json: $(VENV)/stamp $(MADE_FROM) $(if $(filter-out $(wildcard $(MADE)),$(MADE)),again)
	@$(BIN)/python manage.py prepare

# Other versions of packages that the program has, too.
$(VENV)/stamp-scanners: requirements-scanners.lock $(VENV)/stamp
	@$(PYTHON) -m venv $(VENV)/scanners
	$(VENV)/scanners/bin/python -m pip install -qq --disable-pip-version-check --require-hashes --requirement requirements-scanners.lock
	@touch $@

setup: $(STATIC)/staticfiles.json ## Build .venv, compile the translations, collect the static files
	@:

tools: ## Install the programs that tests play with: browser, office suite, readers of PDF (INSTALL=0: nothing)
	@$(PYTHON) tests/tools.py

run: setup ## Serve at http://127.0.0.1:8000 with a demonstration school (DEMO=0: empty; BIND=host:port)
	@$(BIN)/python manage.py run --bind $(BIND) $(if $(filter 0 no off false,$(DEMO)),--no-demo,--demo)

test: tools setup $(VENV)/stamp-dev ## Run the tests (ARGS="-k name" narrows them, WORKERS=4 widens)
	@$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

test-long: ## Run the tests with long plays at random, every language and every day of the demonstration
	@TESTS=long $(MAKE) --no-print-directory test

# What needs no program beside Python's and plays nothing at random: an answer before each commit.
check: setup $(VENV)/stamp-dev ## Lint, types and the quick tests, side by side
	@$(PYTHON) tests/tools.py poppler
	@$(MAKE) --no-print-directory --jobs=3 lint types quick

quick: setup $(VENV)/stamp-dev
	@$(BIN)/python -m pytest -n $(WORKERS) --quick $(ARGS)

lint: $(VENV)/stamp-dev ## Look for mistakes in code and templates
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/djlint --check --quiet templates
	$(BIN)/djlint --lint --quiet templates

format: $(VENV)/stamp-dev ## Put code and templates in order
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)
	-$(BIN)/djlint --reformat --quiet templates

types: setup $(VENV)/stamp-dev ## Check the types
	$(BIN)/mypy

lock: $(VENV)/stamp ## Take the newest versions within the ranges of requirements.txt and requirements-dev.txt
	@$(PYTHON) -m venv $(VENV)/lock
	@$(VENV)/lock/bin/python -m pip install -qq --disable-pip-version-check uv
	$(UV) requirements.txt --output-file requirements.lock
	$(UV) requirements-dev.txt --constraint requirements.lock --output-file requirements-dev.lock
	$(UV) requirements-metrics.txt --constraint requirements.lock --output-file requirements-metrics.lock
	$(UV) requirements-scanners.txt --output-file requirements-scanners.lock

bundle: $(VENV)/stamp-dev ## Pack program and packages for machines without a network: x86-64, ARM, Windows (ARGS="--system linux-arm64")
	@$(BIN)/python deploy/bundle.py $(ARGS)

messages: setup ## Bring the catalogue up to date with the texts
	@$(PYTHON) tests/tools.py gettext
	$(BIN)/python manage.py makemessages --locale zh_Hans --add-location=file --no-wrap --no-obsolete --ignore=.venv --ignore=var --ignore=tests

docs: setup ## Write docs/permissions.md from the tables of who may do what
	$(BIN)/python manage.py permissions_doc

pictures: setup $(VENV)/stamp-dev tools ## Take the pictures of docs/ from the running program
	$(BIN)/python -m pytest -n 0 -q tests/pictures/take.py tests/pictures/take_papers.py tests/pictures/take_components.py tests/pictures/take_commands.py

wild: setup ## Run a folder of foreign files through the commands (FOLDER=path)
	@$(BIN)/python -m tests.wild.run $(FOLDER)

bench: setup $(VENV)/stamp-dev ## Measure (tests/bench)
	@# Each in a process of its own: what one has read into memory must not count as the next one's.
	@for one in measure declare papers desk mutations servers sealing; do \
		$(BIN)/python -m pytest -n 0 -q -s tests/bench/$$one.py $(ARGS) || failed=1; \
	done; exit $${failed:-0}

faults-planted: setup $(VENV)/stamp-dev ## Plant single faults and say which no test sees (SEED=1 COUNT=300 AGAIN=1 ONLY=awards/exams)
	@$(BIN)/python -m tests.planted

# The long forms take an hour or two on a quiet machine; FAULTS=short and SECURITY=short are those of `.ci/run`.
faults: FAULTS ?= long
faults: setup $(VENV)/stamp-dev ## Races, repetitions, kill -9, restarts and a month's end against the real server (FAULTS=short)
	@FAULTS=$(FAULTS) $(BIN)/python -m pytest -n 0 -q -s tests/faults $(ARGS)

security: SECURITY ?= long
security: setup $(VENV)/stamp-dev $(VENV)/stamp-scanners ## Requests of every kind as everybody, and scanners (SECURITY=short)
	@SECURITY=$(SECURITY) $(BIN)/python -m pytest -n 0 -q -s tests/security $(ARGS)

scanners: $(VENV)/stamp-scanners ## Install what looks for holes: bandit, semgrep, sqlmap (.venv/scanners)
	@:

clean: ## Take away what was built; the data in var/ stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis var/static
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete
