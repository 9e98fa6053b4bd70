"""Take in what a class sent: an LMS export zip, any zip, or a folder, and find whose each file is.

Files are read in memory by their contents; no name inside a zip is ever used as a path. Links are not followed,
and what a zip claims of its size is not believed.
"""

from __future__ import annotations

import io
import re
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ..exercises.forms import fold
from . import repair
from .classlist import Student

MOST_FILE = 20 * 2**20
MOST_ALL = 2 * 2**30
MOST_MEMBERS = 20_000
MOST_NESTED = 200


class IntakeError(ValueError):
    """What was named can't be taken in at all; the message says what to do."""


@dataclass
class Found:
    """One file: its name as sent, its bytes (None when refused, with the reason), and its time."""

    name: str
    data: bytes | None
    time: datetime
    reason: str = ""


@dataclass
class Collected:
    """What came in: student id → the chosen file; student id → notes; and files that are no one's, with reasons."""

    chosen: dict[str, Found] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)
    set_aside: list[tuple[str, str]] = field(default_factory=list)


def walk(source: Path) -> Iterator[Found]:
    """Every file of a folder or zip, one nested zip deep, in the order of names. Raises IntakeError."""
    if not source.exists():
        raise IntakeError(f"There is no {source}. Name the zip that your LMS exported, or a folder of notebooks.")
    if source.is_dir():
        for path in sorted(source.rglob("*"), key=lambda p: str(p)):
            yield from _from_folder(path, source)
        return
    try:
        with source.open("rb") as file:
            yield from _from_zip(file, "", 0)
    except zipfile.BadZipFile:
        raise IntakeError(f"{source} is neither a folder nor a whole zip file. Export it from the LMS again.") from None


def _from_folder(path: Path, base: Path) -> Iterator[Found]:
    status = path.lstat()
    name, time = path.relative_to(base).as_posix(), datetime.fromtimestamp(status.st_mtime)
    if stat.S_ISDIR(status.st_mode) or "/." in f"/{name}":
        return
    if any(parent.is_symlink() for parent in [path, *path.parents] if base in parent.parents):
        yield Found(name, None, time, "is a link, and links are not followed")
    elif not stat.S_ISREG(status.st_mode):
        yield Found(name, None, time, "is not a plain file")
    elif status.st_size > MOST_FILE and not name.lower().endswith(".zip"):
        yield Found(name, None, time, f"is larger than {MOST_FILE // 2**20} MB")
    elif name.lower().endswith(".zip"):
        try:
            with path.open("rb") as file:
                yield from _from_zip(file, name + "/", 1)
        except zipfile.BadZipFile:
            yield Found(name, None, time, "is not a whole zip file")
    else:
        yield Found(name, path.read_bytes(), time)


def _from_zip(file, prefix: str, depth: int) -> Iterator[Found]:
    """The files of a zip. Each is read to a limit, whatever its header says; so is their sum."""
    left = MOST_ALL if depth == 0 else MOST_FILE * 3
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        if len(members) > (MOST_MEMBERS if depth == 0 else MOST_NESTED):
            yield Found(prefix.rstrip("/") or "the zip", None, datetime(1980, 1, 1), "holds too many files")
            return
        for member in sorted(members, key=lambda m: m.filename):
            name = prefix + member.filename
            if member.is_dir() or "__MACOSX/" in name or member.filename.rpartition("/")[2].startswith("."):
                continue
            try:
                time = datetime(*member.date_time)
            except ValueError:
                time = datetime(1980, 1, 1)
            if stat.S_ISLNK(member.external_attr >> 16):
                yield Found(name, None, time, "is a link, and links are not followed")
                continue
            if member.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", member.filename):
                yield Found(name, None, time, "has a path that leads out of the zip")
                continue
            nested = name.lower().endswith(".zip") and depth == 0
            limit = min(MOST_FILE * (3 if nested else 1), left)
            try:
                with archive.open(member) as opened:
                    data = opened.read(limit + 1)
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError) as error:
                yield Found(name, None, time, f"can't be unpacked ({str(error)[:80]})")
                continue
            except Exception as error:  # zlib and its like raise errors of their own
                yield Found(name, None, time, f"can't be unpacked ({type(error).__name__})")
                continue
            if len(data) > limit:
                yield Found(name, None, time, "unpacks to more than it may")
                continue
            left -= len(data)
            if nested:
                try:
                    yield from _from_zip(io.BytesIO(data), name + "/", 1)
                except zipfile.BadZipFile:
                    yield Found(name, None, time, "is not a whole zip file")
            else:
                yield Found(name, data, time)


def letters(text: str) -> str:
    """The letters of a name alone, in one case, without accents: what names are compared by."""
    parts = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in parts if c.isalpha() and not unicodedata.combining(c))


def whose(name: str, declared: str | None, students: list[Student]) -> tuple[Student | None, str]:
    """The student that a file belongs to, or None, with how it was found or why not.

    In this order: the person that the LMS wrote into the path, an id or address in the path, a whole name in the
    path, and last the id in the notebook. Two that fit equally well are none.
    """
    parts = name.split("/")
    for fits, how in (
        (lambda s: _lms(parts, s), "by the LMS's folder or file name"),
        (lambda s: _has_id(name, s.id) or (s.email and _has_id(name, s.email)), "by the id in its name"),
        (lambda s: _has_name(parts, s), "by the name in its path"),
        (lambda s: declared is not None and fold(declared) in (fold(s.id), fold(s.email or s.id)), "by the id in it"),
    ):
        found = [student for student in students if fits(student)]
        if len(found) == 1:
            return found[0], how
        if len(found) > 1:
            by_id = [s for s in found if declared is not None and fold(declared) == fold(s.id)]
            if len(by_id) == 1:
                return by_id[0], f"{how} and the id in it"
            return None, "fits more than one name on the list: " + ", ".join(s.id for s in found)
    return None, "fits no name on the class list"


def _lms(parts: list[str], student: Student) -> bool:
    """Moodle: “First Last_1234_assignsubmission_file_”; Canvas: “lastfirst_[late_]1234_5678_name.ipynb”."""
    first, last = letters(student.first_name), letters(student.last_name)
    for part in parts:
        moodle = re.match(r"(.+?)_\d+_assignsubmission_", part)
        if moodle and letters(moodle[1]) in (first + last, last + first):
            return True
        canvas = re.match(r"([^_]+)_(?:late_)?(\d+)_\d+_", part, re.I)
        if canvas and (letters(canvas[1]) in (last + first, first + last)) and letters(canvas[1]):
            return not student.lms_id or student.lms_id == canvas[2]
    return False


def _has_id(name: str, wanted: str) -> bool:
    """Whether an id stands in a path on its own, not as part of a longer word or number."""
    return bool(re.search(rf"(?<![^\W_]){re.escape(fold(wanted))}(?![^\W_])", fold(name)))


def _has_name(parts: list[str], student: Student) -> bool:
    first, last = letters(student.first_name), letters(student.last_name)
    both = [whole for whole in (first + last, last + first) if len(whole) >= 2 and first and last]
    long = 2 if any(not c.isascii() for c in first + last) else 6
    return any(w == letters(p) or (len(w) >= long and w in letters(p)) for p in parts for w in both)


def collect(source: Path, assignment: str, students: list[Student]) -> Collected:
    """Choose one file for each student: of this assignment rather than another, then the newest."""
    result = Collected()
    held: dict[str, list[tuple[tuple, Found, str]]] = {}
    for file in walk(source):
        notebook, declared = None, None
        if file.data is not None and file.name.lower().endswith(".ipynb"):
            try:
                notebook = repair.parse(file.data)
                declared = repair.declared(notebook)
            except repair.Unreadable:
                notebook = None
        student, how = whose(file.name, declared, students)
        if student is None:
            result.set_aside.append((file.name, file.reason or how))
            continue
        is_notebook = file.name.lower().endswith((".ipynb", ".ipynb.txt", ".json"))
        if not is_notebook and not file.reason:
            file.reason = "is not a notebook (.ipynb)"
        fits = notebook is not None and repair.about(notebook) in (None, assignment)
        # Canvas and browsers number a second copy: name-1.ipynb, name (1).ipynb
        copy = re.search(r"[-( ](\d{1,2})\)?\.ipynb$", file.name)
        rank = (is_notebook and not file.reason, fits, notebook is not None, file.time, int(copy[1]) if copy else 0)
        held.setdefault(student.id, []).append(((*rank, file.name), file, how))
    for student, files in held.items():
        files.sort(key=lambda item: item[0])
        *others, (_, best, how) = files
        result.chosen[student] = best
        notes = result.notes.setdefault(student, [])
        if how == "by the id in it":
            notes.append("found by the id in the notebook alone")
        for _, other, _ in others:
            why = other.reason or "another file of the same student was newer or fits better"
            result.set_aside.append((other.name, why))
        rivals = [other for _, other, _ in others if not other.reason]
        if rivals and not best.reason:
            notes.append(f"{len(rivals) + 1} files were sent; the newest that fits, {best.name}, was taken")
    return result
