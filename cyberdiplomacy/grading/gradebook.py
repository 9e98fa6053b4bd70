"""Write what was graded into nbgrader's gradebook, and the notebook that its formgrader shows.

The notebook is made anew from the one given out: of the student's file only texts are taken, escaped, and pictures
that are PNG, so nothing in a submission can act in the instructor's browser.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
import warnings
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy.exc import SAWarning

from ..exercises.assignment import Assignment
from .classlist import Student
from .compare import Mark
from .folders import Folders
from .intake import visible
from .key import grade_id
from .release import settings
from .repair import Submission
from .sandbox import Run

# nbgrader adds a submission in an order that its database remarks on, once for each; an instructor can do nothing.
warnings.filterwarnings("ignore", "Object of type <Submitted", SAWarning)

MOST_PIXELS = 25_000_000  # a small file may claim more than a browser's memory holds

# A backslash becomes a sign of the same look: MathJax reads a page after its entities have become signs.
_ESCAPES = str.maketrans({c: f"&#{ord(c)};" for c in '&<>"[]()$`!'} | {"\\": "⧵"})


def inert(text: str) -> str:
    """A student's Markdown as text in which nothing is a link, a picture, a formula or HTML; emphasis stays."""
    return text.translate(_ESCAPES)


_LIKE = str.maketrans({"<": "‹", ">": "›", "&": "＆", "[": "⟦", "]": "⟧", "`": "'", "\\": "⧵", "$": "＄"})


def comment(note: str) -> str:
    """A note as a comment: nbgrader shows comments as HTML, and a note may quote a student's answer."""
    return visible(note)[:500].translate(_LIKE)


def is_png(picture: str) -> bool:
    """Whether a text is a PNG in base64, of a size that a browser can show."""
    try:
        data = base64.b64decode(picture, validate=True)
        width, height = struct.unpack(">II", data[16:24])
    except (binascii.Error, ValueError, struct.error):
        return False
    return data.startswith(b"\x89PNG\r\n") and 0 < width * height <= MOST_PIXELS


def notebook(release, submission: Submission, run: Run, marks: dict[str, Mark]):
    """The notebook that the formgrader and the feedback show: the student's cells, the given texts, the marks."""
    given = {grade_id(cell): cell for cell in release.cells if grade_id(cell)}
    shown, used = [], set()
    outcomes = iter(run.cells)
    for cell in submission.cells:
        outcome = next(outcomes, None) if cell["kind"] == "code" else None
        name = cell["id"] if cell["id"] in given and cell["id"] not in used else None
        if name:
            used.add(name)
        shown.append(_shown(cell, given.get(name), outcome, marks, submission))
    for name, cell in given.items():
        if name not in used:
            shown.append(_shown({"kind": cell.cell_type, "id": name, "source": ""}, cell, None, marks, submission))
    made = nbformat.v4.new_notebook(cells=shown, metadata=release.metadata)
    for number, cell in enumerate(made.cells):
        cell["id"] = f"cell-{number}"
    return made


def _shown(cell: dict, given, outcome, marks: dict[str, Mark], submission: Submission):
    """One cell as shown. ``given``: the cell of that name as given out, or None."""
    metadata = {"nbgrader": dict(given.metadata.nbgrader)} if given is not None else {}
    settled = metadata.get("nbgrader", {})
    source = cell["source"]
    if given is not None and not settled.get("solution"):
        source = given.source
    elif cell["id"] == "essay" and given is not None:
        source = submission.essay if submission.essay == given.source.strip() else inert(submission.essay)
    elif cell["kind"] != "code":
        source = inert(source)
    if cell["kind"] != "code":
        return new_markdown_cell(source, metadata=metadata)
    outputs = []
    question = (cell["id"] or "").removesuffix("-check")
    if settled.get("grade") and question in marks:
        mark = marks[question]
        outputs.append(new_output("stream", name="stdout", text=f"{mark.points} of {mark.of} points: {mark.note}\n"))
    elif outcome is not None:
        if outcome.text:
            outputs.append(new_output("stream", name="stdout", text=re.sub(r"\x1b\[[0-9;]*m", "", outcome.text)))
        if outcome.error and outcome.error not in outcome.text:
            outputs.append(new_output("stream", name="stderr", text=outcome.error + "\n"))
        for picture in filter(is_png, outcome.pictures):
            outputs.append(new_output("display_data", data={"image/png": picture, "text/plain": "a figure"}))
    return new_code_cell(source, metadata=metadata, outputs=outputs)


@dataclass
class Book:
    """An open gradebook of a course folder; use it in a ``with``."""

    root: Path

    def __enter__(self) -> Book:
        config = settings(self.root)
        self.book = Gradebook(config.CourseDirectory.db_url, config.CourseDirectory.course_id)
        self.book.__enter__()
        return self

    def __exit__(self, *error) -> None:
        self.book.__exit__(*error)

    def enrol(self, students: list[Student]) -> None:
        """Put the class list into the gradebook."""
        for one in students:
            named = {"first_name": one.first_name, "last_name": one.last_name, "email": one.email or None}
            self.book.update_or_create_student(one.id, **named)

    def _ready(self, known: Assignment) -> None:
        """Make sure that nbgrader knows the assignment's cells (a fresh gradebook beside an older release)."""
        try:
            self.book.find_notebook(known.name, known.name)
        except MissingEntry:
            self.book.update_or_create_assignment(known.name)
            self.book.update_or_create_notebook(known.name, known.name)
            for name, question in known.questions.items():
                points = {"max_score": question.points, "cell_type": "code"}
                self.book.update_or_create_grade_cell(f"{name}-check", known.name, known.name, **points)
                self.book.update_or_create_solution_cell(name, known.name, known.name)
            essay = {"max_score": known.essay_points, "cell_type": "markdown"}
            self.book.update_or_create_grade_cell("essay", known.name, known.name, **essay)
            self.book.update_or_create_solution_cell("essay", known.name, known.name)

    def write(self, known: Assignment, student: str, marks: dict[str, Mark], made, essay: str, stub: str, time) -> None:
        """Record one submission: points of each question, notes as comments, the notebook; the essay stays open.

        A mark that was given by hand to the same essay stays; to a changed essay it stays too, and is flagged as to
        be looked at again. An essay cell as given out earns 0.
        """
        self._ready(known)
        when = time.strftime("%Y-%m-%d %H:%M:%S UTC") if time else None
        self.book.update_or_create_submission(known.name, student, timestamp=when)
        path = Folders(self.root).autograded(student, known.name)
        before = _essay_in(path)
        for name, mark in marks.items():
            grade = self.book.find_grade(f"{name}-check", known.name, known.name, student)
            grade.auto_score, grade.manual_score, grade.needs_manual_grade = float(mark.points), None, False
            self.book.find_comment(name, known.name, known.name, student).auto_comment = comment(mark.note)
        grade = self.book.find_grade("essay", known.name, known.name, student)
        untouched = not essay or essay == stub
        grade.auto_score = 0.0 if untouched else None
        if untouched:
            grade.manual_score = None
        shown = next((cell.source for cell in made.cells if grade_id(cell) == "essay"), "")
        grade.needs_manual_grade = not untouched and (grade.manual_score is None or before != shown)
        self.book.find_comment("essay", known.name, known.name, student).auto_comment = (
            "No response." if untouched else None
        )
        self.book.db.commit()
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(made, path)

    def withdraw(self, known: Assignment, student: str) -> None:
        """Let no older mark stand for a submission that can't be graded now: its questions wait for a hand."""
        try:
            self.book.find_submission(known.name, student)
        except MissingEntry:
            return
        for name in known.questions:
            grade = self.book.find_grade(f"{name}-check", known.name, known.name, student)
            grade.auto_score, grade.manual_score, grade.needs_manual_grade = None, None, True
        self.book.db.commit()

    def undo(self) -> None:
        """Forget what was not yet recorded of a submission."""
        self.book.db.rollback()

    def questions(self, known: Assignment, student: str) -> float | None:
        """The questions' points, by hand where a person changed them; None while any has none."""
        total = 0.0
        for name in known.questions:
            try:
                grade = self.book.find_grade(f"{name}-check", known.name, known.name, student)
            except MissingEntry:
                return None
            score = grade.auto_score if grade.manual_score is None else grade.manual_score
            if score is None:
                return None
            total += score + (grade.extra_credit or 0)
        return total

    def essay(self, known: Assignment, student: str) -> float | None:
        """The essay's points; None while nobody has marked it."""
        try:
            grade = self.book.find_grade("essay", known.name, known.name, student)
        except MissingEntry:
            return None
        if grade.manual_score is not None:
            return float(grade.manual_score) + float(grade.extra_credit or 0)
        return 0.0 if grade.auto_score == 0 else None


def _essay_in(path: Path) -> str | None:
    """The essay in the notebook of an earlier grading, or None."""
    if not path.exists():
        return None
    made = nbformat.read(path, as_version=4)
    return next((cell.source for cell in made.cells if grade_id(cell) == "essay"), None)
