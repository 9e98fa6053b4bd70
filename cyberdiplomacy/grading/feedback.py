"""Write a feedback page for each student, with nbgrader, that asks no other host for anything."""

from __future__ import annotations

import re
from pathlib import Path

from ..exercises.assignment import find
from .folders import Folders
from .gradebook import Book
from .release import api


class NoFeedback(RuntimeError):
    """nbgrader could not write a page; the message gives its reason."""


def write(name: str, student: str, root: Path) -> Path:
    """Write one student's page of an assignment and return its path. Raises NoFeedback.

    nbgrader's template loads MathJax from a CDN. Students' texts hold no formula, so the page is freed of it.
    """
    done = api(root).generate_feedback(name, student, force=True)
    path = Folders(root).feedback(student, name)
    if not done["success"] or not path.exists():
        raise NoFeedback(f"No feedback for {student}: {(done.get('error') or done.get('log') or '').strip()[-200:]}")
    text = re.sub(r"<script[^>]*\bsrc=[^>]*>\s*</script>", "", path.read_text("utf-8"))
    path.chmod(0o644)
    path.write_text(text, "utf-8")
    return path


def graded(name: str, students: list, root: Path) -> list:
    """The students whose submission has been graded. Pages of those whose marks no longer stand are taken away."""
    known = find(name)
    with Book(root) as book:
        held = [one for one in students if book.questions(known, one.id) is not None]
    held = [one for one in held if Folders(root).autograded(one.id, name).exists()]
    for student in students:
        if student not in held:
            Folders(root).feedback(student.id, name).unlink(missing_ok=True)
    return held
