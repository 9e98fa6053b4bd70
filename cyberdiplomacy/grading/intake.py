"""Take in what a class sent: an LMS export zip, any zip, or a folder, and find whose each file is.

Files are read in memory by their contents; no name inside a zip is ever used as a path. Links are not followed,
and what a zip claims of its size is not believed.
"""

from __future__ import annotations

import contextlib
import io
import os
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
MOST_NAME = 1000
LONG_AGO = datetime(1980, 1, 1)


BY_LMS, BY_ID = "by the LMS's folder or file name", "by the id in its name"
BY_NAME, BY_CONTENT = "by the name in its path", "by the id in it"
IN_STRANGERS = "by what stands within the folder of someone who is not on the list"
_MOODLE = re.compile(r"(.{1,200}?)_(\d+)_assignsubmission_")
_CANVAS = re.compile(r"([^\W\d_]{2,200})_(?:late_)?(\d+)_\d+_", re.I)


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
    """What came in: student id → the chosen file, notes, what is doubtful; and files that are no one's, with reasons."""

    chosen: dict[str, Found] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)
    doubts: dict[str, str] = field(default_factory=dict)
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
    name = visible(_decoded(os.fsencode(path.relative_to(base).as_posix())))
    try:
        time = datetime.fromtimestamp(status.st_mtime)
    except (ValueError, OverflowError, OSError):  # a date that no calendar has
        time = LONG_AGO
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
        try:
            yield Found(name, path.read_bytes(), time)
        except OSError as error:
            yield Found(name, None, time, f"can't be read ({error.strerror})")


def visible(text: str) -> str:
    """A name or id as one line that a terminal and a file can show: no control signs, no half signs."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _decoded(raw: bytes) -> str:
    """A name whose encoding isn't told: UTF-8, or as Windows in China or in the West writes it."""
    for encoding in ("utf-8", "gb2312"):
        with contextlib.suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    return raw.decode("cp437")


def _member_name(member: zipfile.ZipInfo) -> str:
    """The name of a zip's member, its parts divided by “/”."""
    name = member.filename
    if not member.flag_bits & 0x800:  # not marked as UTF-8, so zipfile took it for cp437
        name = _decoded(name.encode("cp437", "replace"))
    return visible(name).replace("\\", "/")


def _opened(file) -> zipfile.ZipFile:
    """A zip. Raises BadZipFile, whatever is wrong with it: zipfile has a dozen errors for that."""
    try:
        return zipfile.ZipFile(file)
    except Exception as error:
        raise zipfile.BadZipFile(str(error)) from None


def _from_zip(file, prefix: str, depth: int) -> Iterator[Found]:
    """The files of a zip. Each is read to a limit, whatever its header says; so is their sum."""
    left = MOST_ALL if depth == 0 else MOST_FILE * 3
    with _opened(file) as archive:
        members = archive.infolist()
        if len(members) > (MOST_MEMBERS if depth == 0 else MOST_NESTED):
            yield Found(prefix.rstrip("/") or "the zip", None, LONG_AGO, "holds too many files")
            return
        for member in sorted(members, key=lambda m: m.filename):
            inner = _member_name(member)
            name = prefix + inner
            if inner.endswith("/") or "__MACOSX/" in name or re.search(r"(^|/)\.[^./]", inner):
                continue
            try:
                time = datetime(*member.date_time)
            except ValueError:
                time = LONG_AGO
            if stat.S_ISLNK(member.external_attr >> 16):
                yield Found(name, None, time, "is a link, and links are not followed")
                continue
            if inner.startswith("/") or ".." in inner.split("/"):
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

    The path is read from outside: the LMS or the instructor named the outer folders, the student what is in them.
    In each part counts first the person that the LMS wrote, then an id or address, then a whole name; the id in the
    notebook counts last, and where two fit. Two that fit equally well are none.
    """
    stranger = False
    for part in name.split("/"):
        for found, how in (
            ([s for s in students if _lms(part, s)], BY_LMS),
            ([s for s in students if _has_id(part, s.id) or (s.email and _has_id(part, s.email))], BY_ID),
            (_named(part, students), BY_NAME),
        ):
            if len(found) > 1:
                by_id = [s for s in found if declared is not None and fold(declared) == fold(s.id)]
                if len(by_id) != 1:
                    return None, "fits more than one name on the list: " + ", ".join(s.id for s in found)
                found, how = by_id, f"{how} and the id in it"
            if found:
                return found[0], IN_STRANGERS if stranger else how
        stranger = stranger or bool(_MOODLE.match(part) or _CANVAS.match(part))
    inside = [s for s in students if declared is not None and fold(declared) in (fold(s.id), fold(s.email or s.id))]
    if len(inside) == 1:
        return inside[0], IN_STRANGERS if stranger else BY_CONTENT
    return None, "fits no name on the class list"


def _lms(part: str, student: Student) -> bool:
    """Moodle: “First Last_1234_assignsubmission_file_”; Canvas: “lastfirst_[late_]1234_5678_name.ipynb”."""
    first, last = letters(student.first_name), letters(student.last_name)
    moodle = _MOODLE.match(part)
    if moodle and letters(moodle[1]) in (first + last, last + first):
        return True
    canvas = _CANVAS.match(part)
    if canvas and letters(canvas[1]) in (last + first, first + last):
        return not student.lms_id or student.lms_id == canvas[2]
    return False


def _account(name: str) -> str | None:
    """The number that an LMS gave the account a file came from, or None."""
    return next((found[2] for part in name.split("/") if (found := _MOODLE.match(part) or _CANVAS.match(part))), None)


def _has_id(name: str, wanted: str) -> bool:
    """Whether an id stands in a path on its own, not as part of a longer word or number."""
    return bool(re.search(rf"(?<![^\W_]){re.escape(fold(wanted))}(?![^\W_])", fold(name)))


def _named(part: str, students: list[Student]) -> list[Student]:
    """The students whose whole name stands in a part of a path; a name within a longer one doesn't count."""
    text, held = letters(part), {}
    for student in students:
        first, last = letters(student.first_name), letters(student.last_name)
        long = 2 if any(not c.isascii() for c in first + last) else 6
        for whole in (first + last, last + first) if first and last else ():
            if len(whole) >= 2 and (whole == text or (len(whole) >= long and whole in text)):
                held[student] = whole
    return [s for s, whole in held.items() if not any(whole != other and whole in other for other in held.values())]


def collect(source: Path, assignment: str, students: list[Student]) -> Collected:
    """Choose one file for each student: of this assignment rather than another, then the newest."""
    result = Collected()
    held: dict[str, list[tuple[tuple, Found, str]]] = {}
    for file in walk(source):
        if len(file.name) > MOST_NAME:
            result.set_aside.append((file.name[:80] + "…", "has a name that is too long"))
            continue
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
        sure = how != IN_STRANGERS  # what is in a stranger's folder never takes the place of a student's own
        rank = (
            sure,
            is_notebook and not file.reason,
            fits,
            notebook is not None,
            file.time,
            int(copy[1]) if copy else 0,
        )
        others = held.setdefault(student.id, [])
        others.append(((*rank, file.name), file, how))
        best = max(others, key=lambda item: item[0])
        for item in others:  # a class's work, unpacked, may be larger than the memory
            if item is not best:
                item[1].data = None
    for student, files in held.items():
        files.sort(key=lambda item: item[0])
        *others, (_, best, how) = files
        result.chosen[student] = best
        notes = result.notes.setdefault(student, [])
        if how == BY_CONTENT:
            notes.append("found by the id in the notebook alone")
        accounts = sorted({account for _, file, by in files if by != IN_STRANGERS and (account := _account(file.name))})
        if how == IN_STRANGERS:
            result.doubts[student] = f"{best.name} was taken {how}: ask the student whether it is theirs"
        elif len(accounts) > 1:
            result.doubts[student] = f"files came from more than one account of the LMS: {', '.join(accounts)}"
        for _, other, by in others:
            why = "another file of the same student was newer or fits better"
            if by == IN_STRANGERS and how != IN_STRANGERS:
                why = f"fits {student} only {by}"
            result.set_aside.append((other.name, other.reason or why))
        rivals = [other for _, other, by in others if not other.reason and (by != IN_STRANGERS or by == how)]
        if rivals and not best.reason:
            notes.append(f"{len(rivals) + 1} files were sent; the newest that fits, {best.name}, was taken")
    return result
