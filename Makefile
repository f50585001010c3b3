# make demo    set up, then read the example county and show what was found
# make test    set up, then ruff, mypy and all tests; those of the ledger with SQLite and with a real PostgreSQL
# make quick   the fast tests, for development
# make bench   speed, memory and start-up; SIZE=1000 goes to 1 GB
# make bench-web  the pages under load: 20 users, 2,000 reports, 1,000,000 facts, SQLite and PostgreSQL
# make exam    change a digit of verified relations and count what `taizhang check` finds; SHOW=20 lists misses
# make score   the scorers of ../shared/gold, where they are
# make rules   write docs/rules.md and docs/commands.md from the program's own texts

PYTHON ?= python3
SIZE ?= 100
SHOW ?= 10
BIN := .venv/bin
READY := .venv/.ready
SHARED := ../shared

.PHONY: demo test chromium quick bench exam score rules bench-web

demo: $(READY)
	$(BIN)/taizhang demo --folder build/demo

test: $(READY) chromium
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2
	tests/postgres.sh $(BIN)/pytest -n 2 -m "not browser" tests/ledger tests/web

# The pages are tried in a real browser, Debian's own.
chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || { \
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  $$sudo apt-get update -q && $$sudo apt-get install -q -y chromium; }

quick: $(READY)
	$(BIN)/ruff check .
	$(BIN)/pytest -n 2 -x -m "not slow"

bench: $(READY) build/peer/.ready
	$(BIN)/python bench --size $(SIZE) --peer build/peer/bin/python
	$(BIN)/python bench/queries.py --exports
	tests/postgres.sh $(BIN)/python bench/queries.py --exports

bench-web: $(READY)
	$(BIN)/python bench/web.py
	tests/postgres.sh $(BIN)/python bench/web.py

exam: $(READY)
	$(BIN)/python bench/exam.py --show $(SHOW)

rules: $(READY)
	$(BIN)/python docs/write_rules.py
	$(BIN)/python docs/write_commands.py

score: $(READY)
	@mkdir -p build
	@[ -d $(SHARED)/seeds ] || { echo "没有 $(SHARED)/seeds，无从评分"; exit 1; }
	$(BIN)/taizhang check $(SHARED)/seeds --export build/score --exit-zero >build/score.txt
	@tail -1 build/score.txt
	@if [ -e $(SHARED)/gold/score_facts.py ]; then \
	  $(BIN)/python $(SHARED)/gold/score_facts.py $(SHARED)/gold/facts_dev.json build/score/facts.jsonl && \
	  $(BIN)/python $(SHARED)/gold/score_structure.py $(SHARED)/gold/structure_dev.jsonl build/score && \
	  if [ -e $(SHARED)/gold/checks_dev.jsonl ]; then \
	    $(BIN)/python $(SHARED)/gold/score_checks.py $(SHARED)/gold/checks_dev.jsonl build/score/relations.jsonl; fi; \
	else echo "没有 $(SHARED)/gold：只导出到 build/score，不评分"; fi

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "需要 Python 3.11 以上：请安装，或用 make PYTHON=python3.11 指明"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  $$sudo apt-get update -q && $$sudo apt-get install -q -y python3-venv; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check -r requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# The peer that `make bench` is timed against lives in an environment of its own; the bench goes on without it.
build/peer/.ready: pyproject.toml
	@$(PYTHON) -m venv build/peer
	@build/peer/bin/pip install -q --disable-pip-version-check jionlp==1.5.29 || echo "JioNLP 装不上，比较略去"
	@touch $@
