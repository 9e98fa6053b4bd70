"""The class list: who should hand in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from .. import sheets
from ..exercises.forms import fold

COLUMNS, MORE = ("id", "first_name", "last_name"), ("email", "lms_id")


class ClassListError(ValueError):
    """The class list can't be used; the message names the file, the row and what to do."""


@dataclass(frozen=True)
class Student:
    """One name on the class list. ``email`` and ``lms_id`` (the number that an LMS gives) may be empty."""

    id: str
    first_name: str
    last_name: str
    email: str = ""
    lms_id: str = ""

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


def read(path: Path) -> list[Student]:
    """The students of a CSV file with the columns id, first_name, last_name and, if wished, email, lms_id.

    Raises ClassListError for a missing file or column, an empty or doubled id, or an id that is no folder name.
    """
    # Not in GB 18030: nearly every file of an older Western encoding is readable so, with wrong names.
    rows = sheets.read(path, COLUMNS, "The class list", ClassListError, optional=MORE, encodings=("utf-8-sig",))
    students: list[Student] = []
    seen: dict[str, int] = {}
    for number, values in rows:
        key = fold(values["id"])
        if not re.fullmatch(r"[\w.@-]{1,64}", values["id"]) or set(values["id"]) <= {"."}:
            raise ClassListError(
                f"{path}, row {number}: the id “{values['id']}” should be letters, digits and . _ - @ without spaces."
            )
        if key in seen:
            raise ClassListError(f"{path}, row {number}: the id “{values['id']}” stands in row {seen[key]} already.")
        seen[key] = number
        students.append(Student(**values))
    if not students:
        raise ClassListError(f"{path} has no names in it.")
    return students
