"""Read what a student handed in, whatever its state, and make it a list of cells that can run.

Nothing here runs a student's code. What can be mended is mended and said; what can't be read is refused with the
reason. The answers are names, so the order, number and place of cells matter only as far as Python is concerned.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

import nbformat

from ..exercises.assignment import MODULES, Assignment
from .key import grade_id

MOST_BYTES = 20 * 2**20
MOST_CELLS = 1000
SOURCE_LIMIT = 200_000  # characters of one cell
LEAST = 200  # characters that a student's own cell of text must have to be taken for the essay


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
    """The notebook in a file's bytes, without outputs and attachments. Raises Unreadable with the reason.

    nbformat's own reading isn't used: its checks can be made to run for hours, or to fail in unforeseen ways.
    """
    if not data.strip():
        raise Unreadable("the file is empty")
    if len(data) > MOST_BYTES:
        raise Unreadable(f"the file is larger than {MOST_BYTES // 2**20} MB")
    try:
        raw = json.loads(data, strict=False)  # UTF-8, or UTF-16 as Windows writes it
    except UnicodeDecodeError:
        raise Unreadable("the file is not text in UTF-8, so it is no Jupyter notebook") from None
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"the file is not a whole Jupyter notebook ({_whole(str(error))[:120]})") from None
    if not isinstance(raw, dict) or "nbformat" not in raw:
        raise Unreadable("the file is JSON, but not a Jupyter notebook")
    sheets = raw.get("worksheets") if "cells" not in raw else [raw]  # before version 4, cells stood in sheets
    found = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)] if isinstance(sheets, list) else []
    if not found or not all(isinstance(cells, list) for cells in found) or sum(map(len, found)) > MOST_CELLS:
        raise Unreadable(f"the file is not a whole Jupyter notebook (no cells, or more than {MOST_CELLS})")
    metadata = raw.get("metadata") if isinstance(raw.get("metadata"), dict) else {}
    named = {key: metadata[key] for key in ("kernelspec", "language_info") if isinstance(metadata.get(key), dict)}
    cells = [_lean(cell) for cells in found for cell in cells]
    return nbformat.from_dict({"nbformat": 4, "nbformat_minor": 4, "metadata": named, "cells": cells})


def _whole(text: str) -> str:
    """A text with the halves of signs that JSON allows, and that no file can be written with, replaced."""
    return text.encode("utf-8", "replace").decode()


def _lean(cell) -> dict:
    """A cell with what grading needs: kind, name and text."""
    if not isinstance(cell, dict):
        return {"cell_type": "raw", "metadata": {}, "source": "(what stood here is not a cell)"}
    text = cell.get("source", cell.get("input", ""))
    text = "".join(map(str, text)) if isinstance(text, list) else str(text)
    name = grade_id(cell)
    return {
        "cell_type": cell["cell_type"] if cell.get("cell_type") in ("code", "markdown") else "raw",
        "metadata": {"nbgrader": {"grade_id": _whole(name)}} if name else {},
        "source": _whole(text).replace("\r\n", "\n"),
    }


def about(notebook) -> str | None:
    """Which assignment a notebook belongs to, by its call of ``begin`` or its title; None when neither tells."""
    text = "\n".join(cell.source for cell in notebook.cells)
    named = re.findall(r"""\bbegin\(\s*["']([\w-]+)["']""", text)
    return next((name for name in named if name in MODULES), None)


def declared(notebook) -> str | None:
    """The id that a notebook's first assignment to STUDENT gives, read without running anything."""
    for cell in notebook.cells:
        # no \s: it would cross lines, and a cell of empty lines would take for ever
        found = re.search(
            r"""^[ \t]*STUDENT[ \t]*=[ \t]*(["'][^"'\n]{1,100}["']|\d{1,30})[ \t]*(?:#.*)?$""", cell.source, re.M
        )
        if found:
            return found[1].strip("\"'")
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
            f"the notebook is set to run {_whole(language)[:40]}, not Python: choose the kernel Python 3 and run it again"
        )
    found = about(notebook)
    if found not in (None, known.name):
        raise Unreadable(f"this is the notebook of the assignment {found}, not {known.name}")
    given = {grade_id(cell): cell for cell in release.cells if grade_id(cell)}
    if found is None and not any(grade_id(cell) in given for cell in notebook.cells):
        raise Unreadable(f"nothing in this notebook belongs to the assignment {known.name}")

    cells, notes = [], []
    for cell in notebook.cells:
        one = _cell(cell, given, notes)
        if one:
            cells.append(one)
    submission = Submission(cells, notes, declared(notebook))
    _find_essay(submission, given, release)
    _complete(submission, known, given, release, student)
    return submission


def _cell(cell, given: dict, notes: list[str]) -> dict | None:
    """One cell, in the kind that its name says it had when it was given out."""
    source, kind = cell.source, cell.cell_type
    if len(source) > SOURCE_LIMIT:
        notes.append(f"a cell of more than {SOURCE_LIMIT} characters was left out")
        return None
    name = grade_id(cell)
    if name in given and kind != given[name].cell_type:
        notes.append(f"cell {name} had become a {kind} cell; it is {given[name].cell_type} again")
        kind = given[name].cell_type
    return {"kind": "code" if kind == "code" else "markdown", "id": name, "source": source}


def _find_essay(submission: Submission, given: dict, release) -> None:
    """Where the essay's own cell is gone or untouched, take what the student wrote in other cells of text."""
    stub = given["essay"].source.strip() if "essay" in given else ""
    if submission.essay not in ("", stub):
        return
    template = {cell.source.strip() for cell in release.cells}
    own = []
    for cell in submission.cells:
        text = cell["source"].strip()
        least = LEAST + (len(given[cell["id"]].source) if cell["id"] in given else 0)
        if cell["kind"] == "markdown" and len(text) >= least and text not in template:
            own.append(text)
    if own:
        submission.cells = [cell for cell in submission.cells if cell["id"] != "essay"]
        submission.cells.append({"kind": "markdown", "id": "essay", "source": "\n\n".join(own)})
        submission.notes.append("the essay's cell was empty; the text of other cells was taken as the essay")


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
