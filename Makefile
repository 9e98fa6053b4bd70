# Each target is a line or two that README.md also gives for people without make.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: book lab assignments test bench clean

book: .venv/course
	$(BIN)/jupyter-book build . -n -W --keep-going
	@echo "The book is ready: open _build/html/index.html in a browser."

lab: .venv/course
	$(BIN)/jupyter lab index.ipynb

assignments: .venv/grade
	$(BIN)/python -m cyberdiplomacy.grading release

test: .venv/test
	$(BIN)/python -m pytest

bench: .venv/test
	$(BIN)/python -m benchmarks

clean:
	rm -rf _build

.venv/course: requirements.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --requirement requirements.txt
	touch $@

.venv/grade: .venv/course
	$(BIN)/python -m pip install --quiet --editable ".[grade]"
	touch $@

.venv/test: .venv/course
	$(BIN)/python -m pip install --quiet --editable ".[test]"
	touch $@
