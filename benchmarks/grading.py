"""Grading a class: this course's way, sandbox included, beside ``nbgrader autograde`` on the same notebooks in one run.

``python -m benchmarks.grading 100 300 1000`` measures how the cost grows, with notebooks that answer one question.
"""

import contextlib
import csv
import io
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from cyberdiplomacy.grading import classlist, grade, key, release
from cyberdiplomacy.grading.__main__ import main
from cyberdiplomacy.grading.folders import Folders, course
from tests.classroom import solved

NAME = "1-theory"
CLASS = 20
BOUND = 2.5


def _hand_in(root: Path, count: int, but: dict[str, str] | None = None) -> list[classlist.Student]:
    """A course folder in which ``count`` students have handed in, as both ways of grading find it."""
    shutil.copytree(course() / "source" / NAME, root / "source" / NAME)
    release.make(NAME, root)
    given, source = release.released(NAME, root), key.read_source(Folders(root).source(NAME))
    with (root / "class.csv").open("w", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(["id", "first_name", "last_name"])
        for number in range(count):
            student = f"s{number:04}"
            writer.writerow([student, "Student", student])
            path = Folders(root).submitted(student, NAME) / f"{NAME}.ipynb"
            path.parent.mkdir(parents=True)
            nbformat.write(solved(given, source, student, but), path)
    sent = root / "sent"
    shutil.copytree(root / "submitted", sent)
    with contextlib.redirect_stdout(io.StringIO()):
        assert main(["--course", str(root), "collect", NAME, str(sent)]) == 0
    return classlist.read(root / "class.csv")


def _ours(root: Path, students: list[classlist.Student], points: int) -> float:
    """Seconds to grade a class, with every mark looked at."""
    started = time.perf_counter()
    rows = grade.grade(NAME, students, root)
    took = time.perf_counter() - started
    assert all(row.status == "graded" and row.points == points for row in rows), [r for r in rows if r.points != points]
    return took


def measure():
    """A line that tells how many times faster a class of 20 is graded than by ``nbgrader autograde``."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        students = _hand_in(root, CLASS)
        fast = _ours(root, students, 70)
        for made in (root / "autograded", root / "gradebook.db"):
            shutil.rmtree(made) if made.is_dir() else made.unlink()
        release.make(NAME, root)
        (root / "nbgrader_config.py").write_text((course() / "nbgrader_config.py").read_text())
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", "autograde", NAME, "--create"], cwd=root, capture_output=True, text=True
        )
        slow = time.perf_counter() - started
        graded = len(list((root / "autograded").glob(f"*/{NAME}/{NAME}.ipynb")))
        assert done.returncode == 0 and graded == CLASS, done.stderr[-2000:]
    yield (
        f"Grading {CLASS} submissions: nbgrader autograde {slow:.1f} s, in a sandbox each {fast:.1f} s: "
        f"{slow / fast:.1f} times faster (bound: {BOUND})"
    )


def growth(counts: list[int]):
    """Lines that tell what one submission costs in classes of several sizes."""
    with tempfile.TemporaryDirectory() as name:
        for count in counts:
            root = Path(name) / str(count)
            questions = [f"q{number}" for number in range(2, 11)]
            students = _hand_in(root, count, {question: "" for question in questions})
            took = _ours(root, students, 4)
            yield f"Grading {count} small submissions: {took:.0f} s, {1000 * took / count:.0f} ms each"


if __name__ == "__main__":
    for line in growth([int(count) for count in sys.argv[1:]]) if sys.argv[1:] else measure():
        print(line, flush=True)
