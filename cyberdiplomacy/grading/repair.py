"""Read what a student handed in, whatever its state, and make it a list of cells that can run.

Nothing here runs a student's code. What can be mended is mended and said; what can't be read is refused with the
reason. The answers are names, so the order, number and place of cells matter only as far as Python is concerned.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from dataclasses import dataclass, field

import nbformat

from ..exercises.assignment import MODULES, Assignment
from .key import grade_id

MOST_BYTES = 20 * 2**20
MOST_CELLS = 1000
SOURCE_LIMIT = 200_000  # characters of one cell


class Unreadable(ValueError):
    """What was handed in can't be graded as it is; the message says why, in words for the instructor."""


@dataclass
class Submission:
    """A submission that can run.

    ``cells``: {"kind": "code" or "markdown", "id": grade_id or None, "source"} in the student's order;
    ``notes``: what was mended; ``declared``: the id in the notebook, or None.
    """

    cells: list[dict]
    notes: list[str] = field(default_factory=list)
    declared: str | None = None

    @property
    def code(self) -> list[dict]:
        """The code cells, as the sandbox takes them."""
        return [{"name": cell["id"] or "", "source": cell["source"]} for cell in self.cells if cell["kind"] == "code"]

    @property
    def essay(self) -> str:
        """The text of the essay; more than one cell of that name is joined."""
        return "\n\n".join(cell["source"] for cell in self.cells if cell["id"] == "essay").strip()


def parse(data: bytes) -> nbformat.NotebookNode:
    """The notebook in a file's bytes. Raises Unreadable with the reason."""
    if not data.strip():
        raise Unreadable("the file is empty")
    if len(data) > MOST_BYTES:
        raise Unreadable(f"the file is larger than {MOST_BYTES // 2**20} MB")
    try:
        raw = json.loads(data.decode("utf-8-sig"))
        if not isinstance(raw, dict) or "nbformat" not in raw:
            raise Unreadable("the file is JSON, but not a Jupyter notebook")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            notebook = nbformat.reads(json.dumps(raw), as_version=4)
    except Unreadable:
        raise
    except UnicodeDecodeError:
        raise Unreadable("the file is not text in UTF-8, so it is no Jupyter notebook") from None
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable(f"the file is not a whole Jupyter notebook ({str(error)[:120]})") from None
    if not isinstance(notebook.get("cells"), list) or len(notebook.cells) > MOST_CELLS:
        raise Unreadable(f"the notebook has no cells, or more than {MOST_CELLS}")
    return notebook


def about(notebook) -> str | None:
    """Which assignment a notebook belongs to, by its call of ``begin`` or its title; None when neither tells."""
    text = "\n".join(str(cell.get("source", "")) for cell in notebook.cells if isinstance(cell, dict))
    named = re.findall(r"""\bbegin\(\s*["']([\w-]+)["']""", text)
    return next((name for name in named if name in MODULES), None)


def declared(notebook) -> str | None:
    """The id that a notebook's first assignment to STUDENT gives, read without running anything."""
    for cell in notebook.cells:
        text = cell.get("source") if isinstance(cell, dict) else None
        found = re.search(r"""^\s*STUDENT\s*=\s*(["'][^"'\n]{1,100}["']|\d{1,30})\s*(?:#.*)?$""", str(text), re.M)
        if found:
            return str(ast.literal_eval(found[1]))
    return None


def read(data: bytes, known: Assignment, release, student: str) -> Submission:
    """A student's file as a Submission. ``release`` is the notebook that was given out.

    Raises Unreadable for what is no notebook, another language's, or another assignment's.
    """
    notebook = parse(data)
    spec = notebook.metadata.get("kernelspec", {})
    language = str(spec.get("language") or notebook.metadata.get("language_info", {}).get("name") or "python")
    if "python" not in language.lower():
        raise Unreadable(
            f"the notebook is set to run {language}, not Python: choose the kernel Python 3 and run it again"
        )
    found = about(notebook)
    if found not in (None, known.name):
        raise Unreadable(f"this is the notebook of the assignment {found}, not {known.name}")
    given = {grade_id(cell): cell for cell in release.cells if grade_id(cell)}
    if found is None and not any(grade_id(cell) in given for cell in notebook.cells if isinstance(cell, dict)):
        raise Unreadable(f"nothing in this notebook belongs to the assignment {known.name}")

    cells, notes = [], []
    for cell in notebook.cells:
        one = _cell(cell, given, notes)
        if one:
            cells.append(one)
    submission = Submission(cells, notes, declared(notebook))
    _complete(submission, known, given, release, student)
    return submission


def _cell(cell, given: dict, notes: list[str]) -> dict | None:
    """One cell, in the kind that its name says it had when it was given out."""
    if not isinstance(cell, dict):
        notes.append("a cell that is no cell was left out")
        return None
    source, kind = cell.get("source", ""), cell.get("cell_type")
    source = "".join(map(str, source)) if isinstance(source, list) else str(source)
    if len(source) > SOURCE_LIMIT:
        notes.append(f"a cell of more than {SOURCE_LIMIT} characters was left out")
        return None
    name = grade_id(cell)
    name = name if isinstance(name, str) else None
    if name in given and kind != given[name].cell_type:
        notes.append(f"cell {name} had become a {kind} cell; it is {given[name].cell_type} again")
        kind = given[name].cell_type
    return {"kind": "code" if kind == "code" else "markdown", "id": name, "source": source}


def _complete(submission: Submission, known: Assignment, given: dict, release, student: str) -> None:
    """Say which cells are missing or doubled, and put the first cell back when it is gone."""
    held = [cell["id"] for cell in submission.cells if cell["id"] in given]
    for name in [*known.questions, "essay"]:
        if held.count(name) == 0:
            submission.notes.append(f"the cell {name} is missing")
        elif held.count(name) > 1:
            submission.notes.append(f"the cell {name} stands {held.count(name)} times")
    order = [name for name in dict.fromkeys(held) if name in known.questions]
    if order != [name for name in known.questions if name in order]:
        submission.notes.append("the cells are in another order than given out")
    if not any(cell["kind"] == "code" and re.search(r"\bbegin\(", cell["source"]) for cell in submission.cells):
        first = next(cell for cell in release.cells if cell.cell_type == "code" and "begin(" in cell.source)
        source = re.sub(r"^STUDENT\s*=.*$", f"STUDENT = {student!r}", first.source, count=1, flags=re.M)
        submission.cells.insert(0, {"kind": "code", "id": None, "source": source})
        submission.notes.append("the first cell, which sets the values, was missing and was put back")
