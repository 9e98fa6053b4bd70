"""Which variant of an assignment a student works on: it follows from their id alone."""

from __future__ import annotations

import hashlib

from .forms import fold

TEMPLATE_ID = "your id"  # what stands in the notebook before a student writes their own


class NoId(ValueError):
    """No student id was written; the message says where to write it."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows instead of a traceback, which would tell a student nothing more."""
        return [str(self)]


def tidy(student: str) -> str:
    """A student's id as it is compared: case, spaces and the width of letters don't count.

    Raises NoId when no id was written.
    """
    if not isinstance(student, str | int) or isinstance(student, bool):
        raise NoId('Write your student id as a text in the first cell, for example STUDENT = "20261234".')
    name = fold(str(student))
    if not name or name == TEMPLATE_ID:
        raise NoId('Write your student id in the first cell, for example STUDENT = "20261234", and run it again.')
    return name


def number(assignment: str, student: str, count: int) -> int:
    """The variant, 0 to ``count`` − 1, that a student's id stands for in an assignment.

    The id and the assignment's name are hashed (SHA-256), so ids in a row don't get variants in a row, and a
    student's neighbour in one assignment is another one in the next.
    """
    digest = hashlib.sha256(f"{assignment}\n{tidy(student)}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % count
