"""Who plays whom: deals the states of the table out to a class list."""

import random
from pathlib import Path
from typing import NamedTuple

from .. import sheets
from . import states
from .errors import SimulationError

COLUMNS = ("id", "first_name", "last_name")


class Seat(NamedTuple):
    """A place at the table: its number, the state's code, and the student (id and name, empty where not known)."""

    number: int
    iso3: str
    student_id: str = ""
    student: str = ""


def read_names(path: str | Path) -> list[tuple[str, str]]:
    """Id and name of each student in a class list, in the order of the ids.

    Raises SimulationError for a file that can't be used, a row without id or name, an id that stands twice, and a class
    that is too small or too large.
    """
    found: dict[str, str] = {}
    for line, row in sheets.read(path, COLUMNS, "The class list", SimulationError):
        name = " ".join(filter(None, (row["first_name"], row["last_name"])))
        if not row["id"] or not name:
            lacks = "id" if not row["id"] else "name"
            raise SimulationError(f"The class list {path}, line {line}: a student without {lacks}. Fill it in.")
        if row["id"] in found:
            raise SimulationError(
                f"The class list {path}, line {line}: the id {row['id']} stands twice. Give each student one line."
            )
        found[row["id"]] = name
    states.check_size(len(found))
    return sorted(found.items())


def deal(size: int, names: list[tuple[str, str]] | None = None, seed: int = 0) -> list[Seat]:
    """One seat a student, in the order of the table: the same states, names and seed give the same seats.

    Raises SimulationError for a size outside 6 to 60, or a list of another length.
    """
    codes = states.choose(size)
    if names is None:
        return [Seat(number, code) for number, code in enumerate(codes, start=1)]
    if len(names) != size:
        raise SimulationError(
            f"The class has {size} students, and the class list has {len(names)}. Leave out --class, or correct the list."
        )
    students = sorted(names)
    random.Random(seed).shuffle(students)
    return [Seat(n, code, *who) for n, (code, who) in enumerate(zip(codes, students, strict=True), start=1)]
