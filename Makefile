# Each target is a line or two that README.md also gives for people without make.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: book pdf lab links assignments test bench clean

book: .venv/course
	$(BIN)/jupyter-book build . -n -W --keep-going
	@echo "The book is ready: open _build/html/index.html in a browser."

pdf: book
	$(BIN)/python -m pip install --quiet --editable ".[pdf]"
	$(BIN)/python -m cyberdiplomacy.pdf

lab: .venv/course
	$(BIN)/jupyter lab welcome.ipynb

links: .venv/course
	$(BIN)/python -m cyberdiplomacy.links

assignments: .venv/grade
	$(BIN)/python -m cyberdiplomacy.grading release

test: .venv/test
	$(BIN)/python -m pytest

bench: .venv/test
	$(BIN)/python -m benchmarks

clean:
	rm -rf _build

.venv/course: requirements.txt pyproject.toml $(wildcard lab/*.toml lab/*/*.json lab/*/*/*.js)
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --requirement requirements.txt
	touch $@

.venv/grade: .venv/course
	$(BIN)/python -m pip install --quiet --editable ".[grade]"
	touch $@

.venv/test: .venv/course
	$(BIN)/python -m pip install --quiet --editable ".[test]"
	touch $@
