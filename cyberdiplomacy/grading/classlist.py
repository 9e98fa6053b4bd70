"""The class list: who should hand in."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from ..exercises.forms import fold

COLUMNS = ("id", "first_name", "last_name")


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
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise ClassListError(
            f"There is no class list {path}. Write one: a CSV file with the columns {', '.join(COLUMNS)}, email."
        ) from None
    except UnicodeDecodeError:
        raise ClassListError(f"{path} is not text in UTF-8. In Excel: Save as, “CSV UTF-8”.") from None
    delimiter = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    rows = csv.DictReader(text.splitlines(), delimiter=delimiter)
    header = [(name or "").strip() for name in rows.fieldnames or []]
    rows.fieldnames = header
    if missing := [name for name in COLUMNS if name not in header]:
        raise ClassListError(f"{path} lacks the columns {', '.join(missing)}; it has: {', '.join(header) or 'none'}.")
    students: list[Student] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, start=2):
        values = {name: (row.get(name) or "").strip() for name in (*COLUMNS, "email", "lms_id")}
        if not any(values.values()):
            continue
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
