"""A class that hands in: honest notebooks made from the key, and every kind of broken or hostile one."""

from __future__ import annotations

import copy
import io
import json
import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path

from cyberdiplomacy.grading.key import grade_id

ESSAY = "China's posts and accounts point in two directions: the first are many, the second are young. " * 4


def solved(release, source, student: str, but: dict[str, str] | None = None):
    """A notebook as a good student hands it in; ``but``: the code of some questions (grade_id → source)."""
    made = copy.deepcopy(release)
    solutions = {grade_id(cell): cell.source for cell in source.cells if grade_id(cell)}
    for cell in made.cells:
        name = grade_id(cell)
        if cell.cell_type == "code" and "begin(" in cell.source:
            cell.source = cell.source.replace('"your id"', json.dumps(student))
        elif name == "essay":
            cell.source = f"{ESSAY} ({student})"
        elif cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = (but or {}).get(name, solutions[name])
    return made


def find(notebook, name: str):
    """The cell of a grade_id."""
    return next(cell for cell in notebook.cells if grade_id(cell) == name)


def as_bytes(notebook) -> bytes:
    """A notebook as it is sent, whole or not."""
    return json.dumps(notebook).encode()


@dataclass
class Sent:
    """One student's submission and what grading must make of it.

    ``files``: name → bytes within the student's folder; ``lost``: questions that earn nothing ("all" for every one, "any" where chance decides);
    ``says``: words that the reason must hold. ``points`` None: nothing could be graded.
    """

    id: str
    first: str
    last: str
    files: dict[str, bytes]
    status: str
    lost: tuple[str, ...] | str = ()
    says: str = ""
    graded: bool = True


def write_zip(path: Path, sent: list[Sent], extra: dict[str, bytes], links: dict[str, str]) -> None:
    """A zip as Moodle exports it, with links and other files in it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, one in enumerate(sent, start=7000):
            for name, data in one.files.items():
                folder = f"{one.first} {one.last}_{number}_assignsubmission_file_"
                archive.writestr(zipfile.ZipInfo(f"{folder}/{name}", (2026, 11, 2, 8, 0, 0)), data)
        for name, data in extra.items():
            archive.writestr(name, data)
        for name, target in links.items():
            member = zipfile.ZipInfo(name)
            member.create_system = 3
            member.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(member, target)


def small_zip(files: dict[str, bytes]) -> bytes:
    """A zip in memory."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def assemble(release, source, port: int, secret: Path) -> list[Sent]:
    """The class: the bad ones first by id, so that they come first in every order. ``port``: where a server listens."""
    name = "1-theory"

    def code(student: str, **but) -> dict[str, bytes]:
        return {f"{name}.ipynb": as_bytes(solved(release, source, student, but))}

    def changed(student: str, change, **but) -> dict[str, bytes]:
        notebook = solved(release, source, student, but)
        change(notebook)
        return {f"{name}.ipynb": as_bytes(notebook)}

    def drop(*names: str):
        def change(notebook) -> None:
            notebook["cells"] = [cell for cell in notebook.cells if grade_id(cell) not in names]

        return change

    def double(notebook) -> None:
        place = notebook.cells.index(find(notebook, "q2"))
        notebook.cells.insert(place, copy.deepcopy(notebook.cells[place]))

    def retype(notebook) -> None:
        cell = find(notebook, "q4")
        cell["cell_type"] = "markdown"
        cell.pop("outputs"), cell.pop("execution_count")

    def reorder(notebook) -> None:
        begin = next(i for i, c in enumerate(notebook.cells) if "begin(" in c.source and c.cell_type == "code")
        notebook["cells"] = notebook.cells[: begin + 1] + notebook.cells[:begin:-1]

    def rename(notebook) -> None:
        find(notebook, "q1").metadata.nbgrader["grade_id"] = "first question"

    def no_begin(notebook) -> None:
        notebook["cells"] = [c for c in notebook.cells if not (c.cell_type == "code" and "begin(" in c.source)]

    def wrong_kernel(notebook) -> None:
        notebook.metadata.kernelspec.update(name="ir", display_name="R", language="R")
        notebook.metadata.pop("language_info", None)

    def other_assignment(notebook) -> None:
        for cell in notebook.cells:
            cell["source"] = cell.source.replace('begin("1-theory"', 'begin("2-practice"')

    def evil_essay(notebook) -> None:
        find(notebook, "essay")["source"] = (
            "<script>fetch('/formgrader/api/grade/1', {method: 'PUT'})</script> [me](javascript:alert(1)) "
            "<img src=x onerror=alert(2)> $\\href{javascript:alert(3)}{x}$ " + "A real argument. " * 20
        )

    def shell(notebook) -> None:
        begin = next(c for c in notebook.cells if c.cell_type == "code" and "begin(" in c.source)
        begin["source"] = begin.source.replace('"a26"', repr("x; rm -rf /\x1b[2J\ngraded: all"))

    blank = copy.deepcopy(release)
    equal = (
        "class Same:\n    def __eq__(self, other): return True\n    def __float__(self): return 1.0\n"
        "    def __hash__(self): return 1\n    ndim = 0\n    def item(self): return Same()\n"
        "Same.__module__ = 'numpy'\nq{n} = Same()"
    )
    patched = (
        "import json, cyberdiplomacy.exercises.forms as f, cyberdiplomacy.grading.compare as c\n"
        "for kind in (f.Number, f.Text, f.Texts, f.Truth, f.Numbers):\n"
        "    kind.same = lambda *a: True\n    kind.read = lambda s, v: v\n"
        "c.marks = lambda known, *a: {q: c.Mark(x.points, x.points, 'right') for q, x in known.questions.items()}\n"
        "f.plain = lambda v, d=0: v\nq1 = {'points': 1000}\ncheck = lambda q: 1000"
    )
    reader = (
        "import glob, os, sys\nseen = []\n"
        "for top, folders, files in os.walk('/'):\n"
        "    if top.startswith(('/proc', '/sys', '/usr')): folders[:] = []; continue\n"
        "    seen += [os.path.join(top, f) for f in files if f.endswith('.ipynb') or 'gradebook' in f or 'secret' in f]\n"
        f"for path in (r'{secret}', r'{secret.parent}'):\n"
        "    try: seen.append(open(path).read())\n    except OSError: pass\n"
        "from cyberdiplomacy.grading import key\n"
        "q1 = key.make('1-theory')[0]['q1']"
    )
    network = f"import socket, urllib.request\nurllib.request.urlopen('http://127.0.0.1:{port}/q1', timeout=3)\nq1 = 1"
    writer = (
        "import os, pathlib\n"
        f"for place in (r'{secret.parent}', '/course', '/course/data', '/usr', '/', '/work', '/root'):\n"
        "    try: pathlib.Path(place, 'was-here.txt').write_text('x')\n    except OSError: pass\n"
        "import subprocess\nsubprocess.Popen('setsid sleep 98761 & setsid sleep 98762', shell=True)\nq1 = None"
    )
    stubborn = "import signal\nsignal.signal(signal.SIGPROF, signal.SIG_IGN)\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True:\n    pass"
    flood = "import os\nfor n in range(3, 30):\n    try:\n        while True: os.write(n, b'x' * 100_000)\n    except OSError: pass"
    memory = "import time\nheld = b'x' * 1_000_000_000\ntime.sleep(60)"
    spread_memory = (
        "import os, time\nfor _ in range(30):\n    if os.fork() == 0:\n        held = bytearray(200_000_000)\n"
        "        for i in range(0, len(held), 4096): held[i] = 1\n        time.sleep(60)\ntime.sleep(60)"
    )
    disk = "for n in range(200):\n    with open(f'/tmp/{n}', 'wb') as file: file.write(b'x' * 10_000_000)\nq1 = None"
    deep = b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"
    bomb = small_zip({f"{name}.ipynb": b"0" * 80_000_000})

    return [
        Sent("a01", "Ada", "Loop", code("a01", q2="while True:\n    pass"), "graded", ("q2",)),
        Sent(
            "a02",
            "Ada",
            "Stubborn",
            code("a02", q5=stubborn),
            "failed",
            ("q5", "q6", "q7", "q8", "q9", "q10"),
            "of the processor",
        ),
        Sent("a03", "Ada", "Fork", code("a03", q1="import os\nwhile True:\n    os.fork()"), "failed", "all", "stopped"),
        Sent("a04", "Ada", "Memory", code("a04", q1=spread_memory), "failed", "all", "memory"),
        Sent("a05", "Ada", "Heap", code("a05", q1=memory), "failed", "all", "memory"),
        Sent("a06", "Ada", "Disk", code("a06", q1=disk), "graded", ("q1",)),
        Sent("a07", "Ada", "Print", code("a07", q1="while True:\n    print('x' * 10_000)"), "graded", ("q1",)),
        Sent("a08", "Ada", "Channel", code("a08", q1=flood), "failed", "all", "stopped"),
        Sent("a09", "Ada", "Input", code("a09", q1="q1 = float(input('Number? '))"), "graded", ("q1",)),
        Sent(
            "a10",
            "Ada",
            "Exit",
            code("a10", q3="import os\nos._exit(0)"),
            "failed",
            ("q3", "q4", "q5", "q6", "q7", "q8", "q9", "q10"),
            "ended",
        ),
        Sent("a11", "Ada", "Patch", code("a11", q1=patched), "graded", ("q1",)),
        Sent("a12", "Ada", "Equal", code("a12", q1=equal.format(n=1), q2=equal.format(n=2)), "graded", ("q1", "q2")),
        Sent("a13", "Ada", "Reader", code("a13", q1=reader), "graded", ("q1",)),
        Sent("a14", "Ada", "Network", code("a14", q1=network), "graded", ("q1",)),
        Sent("a15", "Ada", "Writer", code("a15", q1=writer), "graded", ("q1",)),
        Sent("a16", "Ada", "Broken", {f"{name}.ipynb": as_bytes(blank)[:500]}, "failed", "all", "whole", False),
        Sent("a17", "Ada", "Empty", {f"{name}.ipynb": b""}, "failed", "all", "empty", False),
        Sent("a18", "Ada", "Deep", {f"{name}.ipynb": deep}, "failed", "all", "whole", False),
        Sent("a19", "Ada", "Kernel", changed("a19", wrong_kernel), "failed", "all", "R, not Python", False),
        Sent("a20", "Ada", "Other", changed("a20", other_assignment), "failed", "all", "2-practice", False),
        Sent("a21", "Ada", "Variant", code("z03"), "suspect", "variant", "z03"),
        Sent("a22", "Ada", "Bomb", {"sent.zip": bomb}, "failed", "all", "unpacks to more", False),
        Sent("a23", "Ada", "Paper", {"essay.pdf": b"%PDF-1.4"}, "failed", "all", "not a notebook", False),
        Sent("a24", "Ada", "Script", changed("a24", evil_essay), "graded"),
        Sent("a25", "Ada", "Label", code("a25", q3="q3 = {'<img src=y onerror=alert(1)>': -1}"), "graded", ("q3",)),
        Sent("a26", "Ada", "Shell", changed("a26", shell), "suspect", "any", "no one's on the list"),
        Sent("m01", "Max", "Deleted", changed("m01", drop("q3", "q3-check")), "repaired", ("q3",), "q3 is missing"),
        Sent("m02", "Max", "Doubled", changed("m02", double), "repaired", (), "2 times"),
        Sent("m03", "Max", "Retyped", changed("m03", retype), "repaired", (), "code again"),
        Sent("m04", "Max", "Reordered", changed("m04", reorder), "repaired", (), "another order"),
        Sent("m05", "Max", "Renamed", changed("m05", rename), "repaired", (), "q1 is missing"),
        Sent("m06", "Max", "Beheaded", changed("m06", no_begin), "repaired", (), "put back"),
        Sent("m07", "Max", "Raising", code("m07", q2="raise RuntimeError('no')"), "graded", ("q2",)),
        Sent("z01", "Zoe", "Perfect", code("z01"), "graded"),
        Sent("z02", "明", "王", code("z02"), "graded"),
        Sent("z03", "Zoe", "Third", {"sent.zip": small_zip(code("z03"))}, "suspect", (), "a21"),
        Sent("z04", "Zoe", "Wrong", code("z04", q2="q2 = 1"), "graded", ("q2",)),
        Sent("z05", "Zoe", "Untouched", {f"{name}.ipynb": as_bytes(blank)}, "graded", "all"),
        Sent(
            "z06",
            "Zoe",
            "Twice",
            {f"{name}.ipynb": as_bytes(blank), f"{name}-1.ipynb": code("z06")[f"{name}.ipynb"]},
            "graded",
            (),
            "2 files",
        ),
        Sent(
            "z07",
            "Zoe",
            "Copy",
            changed("z07", lambda n: find(n, "essay").update(source=f"{ESSAY} (z08)")),
            "suspect",
            (),
            "z08",
        ),
        Sent("z08", "Zoe", "Copied", code("z08"), "suspect", (), "z07"),
    ]
