# Two commands: `make run` opens the map on the sample articles, `make test` runs every check.
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test bench score clean

run: .venv/run.stamp
	$(BIN)/python -m pipeline build
	$(BIN)/streamlit run dashboard.py

test: .venv/dev.stamp chromium postgresql
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

# How often kind, place, day, speaker, status and merging are right, on the annotated articles in tests/data.
score: .venv/dev.stamp
	$(BIN)/python -m benchmarks.score

bench: .venv/dev.stamp chromium
	for program in extraction incidents gazetteer page; do $(BIN)/python -m benchmarks.$$program || exit 1; done

# The browser tests drive Debian's Chromium. Where it can't be installed they are skipped, and say so.
.PHONY: chromium
chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	  { command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } || \
	  echo "No Chromium here and none could be installed: the browser tests will be skipped."

# The store is tested on PostgreSQL too, on a server of the tests' own.
.PHONY: postgresql
postgresql:
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || \
	  { command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null; } || \
	  echo "No PostgreSQL here and none could be installed: its tests will be skipped."

# The readers against a fuzzer, for a minute; what it found interesting stays in var/fuzz.
.PHONY: fuzz
fuzz: .venv/dev.stamp
	$(BIN)/pip install --quiet -r requirements-fuzz.txt
	$(BIN)/python -m tools.fuzz_readers text -max_total_time=45
	$(BIN)/python -m tools.fuzz_readers pages -max_total_time=15

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.txt | .venv/bin/python
	$(BIN)/pip install --quiet -r requirements.txt
	touch $@

.venv/dev.stamp: requirements.txt requirements-postgres.txt requirements-tiles.txt requirements-dask.txt requirements-dev.txt | .venv/bin/python
	$(BIN)/pip install --quiet -r requirements-dev.txt
	touch $@

clean:
	rm -rf .venv var
