"""The key: the answers that the instructor's notebook gives, run once for each variant.

The source notebook is the instructor's own, so it runs here, in this process, without a sandbox.
"""

from __future__ import annotations

import contextlib
import functools
import io
import itertools
import warnings
from pathlib import Path

import nbformat

from ..exercises import assignment as assignments
from ..exercises import work
from ..exercises.blank import BEGIN
from ..exercises.forms import FormError, plain
from . import compare
from .folders import Folders, course


class SourceError(ValueError):
    """An assignment's source can't be used; the message names notebook, cell or question, and what to do."""


def read_source(path: Path) -> nbformat.NotebookNode:
    """The instructor's notebook of an assignment. Raises SourceError when it is missing or no notebook."""
    try:
        return nbformat.read(path, as_version=4)
    except FileNotFoundError:
        raise SourceError(
            f"The source notebook {path} is missing. Solutions are kept out of the students' copy: put yours there."
        ) from None
    except Exception as error:
        raise SourceError(f"The source {path} is not a Jupyter notebook ({error}).") from None


def grade_id(cell) -> str | None:
    """A cell's name in nbgrader's metadata, or None."""
    for step in ("metadata", "nbgrader", "grade_id"):
        cell = cell.get(step) if isinstance(cell, dict) else None
    return cell if isinstance(cell, str) else None  # a student's file may hold anything there


def examine(notebook, known: assignments.Assignment) -> None:
    """Check that a source has what grading needs; raise SourceError that says which cell lacks what.

    For each question qN: a solution cell named qN with BEGIN and END SOLUTION, and a locked cell named qN-check with
    the question's points that calls check("qN"). For the essay: a cell named essay, marked by hand.
    """
    cells = {grade_id(cell): cell for cell in notebook.cells if grade_id(cell)}
    for name, question in known.questions.items():
        answer, form = cells.get(name), cells.get(f"{name}-check")
        if answer is None or answer.cell_type != "code" or BEGIN not in answer.source:
            raise SourceError(f"{known.name}: question {name} needs a code cell “{name}” with a marked solution.")
        if form is None or f'check("{name}")' not in form.source:
            raise SourceError(f'{known.name}: question {name} needs a cell “{name}-check” that calls check("{name}").')
        if form.metadata.nbgrader.get("points") != question.points:
            raise SourceError(f"{known.name}: cell “{name}-check” must carry {question.points} points.")
    essay = cells.get("essay")
    if essay is None or essay.cell_type != "markdown" or essay.metadata.nbgrader.get("points") != known.essay_points:
        raise SourceError(f"{known.name}: the essay needs a text cell “essay” of {known.essay_points} points.")
    if extra := [n for n in cells if n.endswith("-check") and n.removesuffix("-check") not in known.questions]:
        raise SourceError(f"{known.name}: these cells check questions that the assignment doesn't know: {extra}.")


def _compiled(notebook) -> list[tuple[str, object]]:
    """Name and code of each code cell."""
    found = []
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "code":
            name = grade_id(cell) or f"cell {number}"
            found.append((name, compile(cell.source, f"<{name}>", "exec")))
    return found


def run(code: list[tuple[str, object]], known: assignments.Assignment, number: int) -> dict:
    """The answers of the source for one variant: question → plain value. Raises SourceError that names the cell.

    ``code``: name and compiled code of each cell of the source.
    """
    space = {"__name__": "__main__"}
    silent = io.StringIO()
    with work.variant(number), contextlib.redirect_stdout(silent), warnings.catch_warnings():
        for name, cell in code:
            try:
                exec(cell, space)
            except Exception as error:
                raise SourceError(
                    f"{known.name}, variant {number}: cell “{name}” fails: {type(error).__name__}: {error}"
                ) from error
    answers = {}
    for name, question in known.questions.items():
        try:
            value = plain(space.get(name))
            question.form.read(value)
        except FormError as fault:
            raise SourceError(
                f"{known.name}, variant {number}: the key's {name} breaks its own form: {fault}."
            ) from None
        answers[name] = value
    return answers


def make(name: str, root: Path | None = None) -> list[dict]:
    """The key of an assignment: one mapping of question to answer for each variant, in order."""
    known = assignments.find(name)
    path = Folders(root or course()).source(name)
    return _make(name, path, path.stat().st_mtime_ns if path.exists() else 0, len(known.variants))


@functools.lru_cache(maxsize=8)
def _make(name: str, path: Path, _changed: int, count: int) -> list[dict]:
    known = assignments.find(name)
    notebook = read_source(path)
    examine(notebook, known)
    code = _compiled(notebook)
    return [run(code, known, number) for number in range(count)]


def spread(known: assignments.Assignment, key: list[dict]) -> dict[str, int]:
    """How many different answers each question has over the variants: a measure of how far neighbours differ."""
    return {name: len({repr(answers[name]) for answers in key}) for name in known.questions}


def alike(known: assignments.Assignment, key: list[dict]) -> float:
    """The largest share of points, 0 to 1, that any variant's answers earn in another variant."""
    total = sum(question.points for question in known.questions.values())
    earned = (
        sum(mark.points for mark in compare.marks(known, one, other, {}).values())
        for one, other in itertools.permutations(key, 2)
    )
    return max(earned, default=0) / total
