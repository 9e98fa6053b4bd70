"""Grading: forms, intake, sandbox, and a class of honest and hostile submissions from hand-out to marks."""

import base64
import csv
import dataclasses
import functools
import http.server
import json
import os
import shutil
import threading
import time
import zipfile
from datetime import datetime
from pathlib import Path

import nbformat
import pandas as pd
import psutil
import pytest
from classroom import Sent, as_bytes, assemble, find, small_zip, solved, write_zip
from hypothesis import given
from hypothesis import strategies as st

from cyberdiplomacy.exercises import assignment, forms, variants, work
from cyberdiplomacy.grading import (
    classlist,
    compare,
    feedback,
    grade,
    gradebook,
    intake,
    key,
    release,
    repair,
    report,
    sandbox,
)
from cyberdiplomacy.grading.__main__ import main
from cyberdiplomacy.grading.folders import Folders

ROOT = Path(__file__).resolve().parent.parent
NAMES = list(assignment.MODULES)
LIMITS = sandbox.Limits(cell_seconds=3, seconds=10, patience=8, memory=900 * 2**20)
needs_sandbox = pytest.mark.skipif(
    sandbox.shutil.which("bwrap") is None and __import__("os").environ.get("CI") != "true",
    reason="no bubblewrap on this machine",
)


# Forms and variants

number = st.floats(-1e6, 1e6, allow_nan=False)


@given(number, st.floats(0.001, 10))
def test_a_number_is_right_within_its_tolerance_and_not_beyond(value, tolerance):
    form = forms.Number(-1e7, 1e7, tolerance=tolerance)
    assert form.same(value, value + 0.9 * tolerance) and form.same(value, value - 0.9 * tolerance)
    assert not form.same(value, value + 1.5 * tolerance + 1e-2)


@given(st.lists(st.text("abcdef", min_size=1, max_size=5), min_size=2, max_size=6, unique=True))
def test_order_counts_only_where_it_is_asked_for(names):
    turned = names[::-1]
    assert forms.Texts("names", 1, 9).same(names, turned)
    assert not forms.Texts("names", 1, 9, ordered=True).same(names, turned)


def test_a_list_or_series_that_is_partly_right_earns_its_part_and_a_guess_of_everything_nothing():
    texts, order = forms.Texts("states", 1, 40), forms.Texts("states", 1, 40, ordered=True)
    assert texts.share(["a", "b", "c", "d"], ["a", "b", "c"]) == 0.75
    assert texts.share(["a", "b"], list("abcdefgh")) == 0 and texts.share(["a", "b"], ["a", "x"]) == 0
    assert order.share(["a", "b", "c", "d"], ["a", "b", "d", "c"]) == 0.5
    series = forms.Numbers("years", forms.Number(0, 9), 1, 9)
    assert series.share({"1": 1, "2": 2}, {"1": 1, "2": 3}) == 0.5 and series.share({"1": 1}, {"2": 1}) == 0
    question = assignment.Question(series, 5)
    known = assignment.Assignment("t", "t", {"q1": question, "q2": assignment.Question(forms.Number(0, 9), 5)}, 0, [{}])
    marks = compare.marks(known, {"q1": {"1": 1, "2": 2}, "q2": 3}, {"q1": {"1": 1, "2": 3}, "q2": 4}, {})
    assert (marks["q1"].points, marks["q1"].note, marks["q2"].points) == (2, "partly right", 0)


def test_values_of_pandas_and_numpy_become_plain_ones():
    series = pd.Series([1, 2], index=["a", "b"], dtype="Int64")
    assert forms.plain(series) == {"a": 1, "b": 2}
    assert forms.plain(series.max()) == 2 and type(forms.plain(series.mean())) is float
    assert forms.plain(pd.Index(["x", "y"])) == ["x", "y"] and forms.plain({"b", "a"}) == ["a", "b"]
    assert forms.plain(series > 1) == {"a": False, "b": True}
    assert forms.plain(pd.Series({2019: 1.5, 2020.0: 2.5})) == {"2019": 1.5, "2020": 2.5}


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), pd.NA, object(), [[[[1]]]], "x" * 1000, 1 << 99, [0] * 999]
)
def test_what_is_no_plain_value_is_refused_with_a_reason(value):
    with pytest.raises(forms.FormError) as fault:
        forms.plain(value)
    assert len(str(fault.value)) > 10


@pytest.mark.parametrize(
    "form, bad",
    [
        (forms.Number(0, 10), True),
        (forms.Number(0, 10), "5"),
        (forms.Number(0, 10), 11),
        (forms.Number(0, 10, whole=True), 2.5),
        (forms.Truth(), 1),
        (forms.Text("a state", ("Brazil",)), "Peru"),
        (forms.Texts("states", 2, 2), ["a", "A "]),
        (forms.Texts("states", 2, 2), "ab"),
        (forms.Numbers("years", forms.Number(0, 1), 1, 2), {"2019": 5}),
        (forms.Numbers("years", forms.Number(0, 1), 1, 2), {}),
    ],
)
def test_a_wrong_form_is_told_in_words(form, bad):
    with pytest.raises(forms.FormError, match="should be|isn't|at “"):
        form.read(bad)


def test_a_variant_follows_from_the_id_and_not_from_how_it_is_typed():
    assert variants.number("1-theory", "Ab 12", 24) == variants.number("1-theory", "  ab　１２ ", 24)
    spread = {variants.number("1-theory", str(20260000 + n), 24) for n in range(200)}
    assert spread == set(range(24))
    assert variants.number("1-theory", "20261234", 10**6) != variants.number("2-practice", "20261234", 10**6)
    for nothing in ("your id", "", "  ", None, True):
        with pytest.raises(ValueError, match="first cell"):
            variants.number("1-theory", nothing, 24)


def test_a_notebook_without_an_id_is_told_so_and_shows_no_traceback(capsys):
    from IPython.core.interactiveshell import InteractiveShell

    InteractiveShell().run_cell("from cyberdiplomacy.exercises import begin\nbegin('1-theory', 'your id')")
    shown = capsys.readouterr()
    assert "Write your student id in the first cell" in shown.out + shown.err
    assert "Traceback" not in shown.out + shown.err and "variants.py" not in shown.out + shown.err


def test_check_tells_form_and_never_right_or_wrong(capsys, monkeypatch):
    question = assignment.Question(forms.Number(0, 100, "percent"), 5)
    labels = {"country": "a <state>"}
    known = assignment.Assignment("1-theory", "t", {"q1": question}, 0, [{"country": "BRA"}], labels)
    monkeypatch.setattr(work.assignment, "find", lambda name: known)
    space = {"begin": work.begin, "check": work.check}
    exec("mine = begin('1-theory', 's1')\ncheck('q1')\nq1 = 12\ncheck('q1')\nq1 = 'x'\ncheck('q1')\ncheck('q7')", space)
    said = capsys.readouterr().out.splitlines()
    assert "no answer yet" in said[0] and "right form" in said[1] and "a number from 0 to 100" in said[2]
    assert "no question “q7”" in said[3] and space["mine"].country == "BRA"
    assert "mine.country = 'BRA'  # a <state>" in repr(space["mine"])
    assert "<td>a &lt;state&gt;</td>" in space["mine"]._repr_html_()


# The four assignments


@functools.cache
def answers(name: str) -> list[dict]:
    return key.make(name, ROOT / "exercises")


@pytest.mark.parametrize("name", NAMES)
def test_an_assignment_is_whole_and_its_key_has_its_own_forms_in_every_variant(name):
    known = assignment.find(name)
    key.examine(key.read_source(Folders(ROOT / "exercises").source(name)), known)
    assert known.points == 100 and known.essay_points == 30 and 8 <= len(known.questions) <= 10
    assert len(known.variants) >= 24 and len({json.dumps(v, sort_keys=True) for v in known.variants}) == len(
        known.variants
    )
    assert all(v.keys() == known.variants[0].keys() for v in known.variants)
    for values in answers(name):  # key.make has read every answer by its form
        perfect = compare.marks(known, values, json.loads(json.dumps(values)), {})
        assert sum(mark.points for mark in perfect.values()) == 70


@pytest.mark.parametrize("name", NAMES)
def test_neighbours_share_few_answers_and_variants_are_equally_hard(name):
    known = assignment.find(name)
    assert key.alike(known, answers(name)) <= 0.4
    spread = key.spread(known, answers(name))
    assert all(count >= 8 for question, count in spread.items() if not known.questions[question].shared), spread
    assert sum(q.points for q in known.questions.values() if q.shared) <= 4
    for values in answers(name):
        for question, value in values.items():
            assert value not in (0, "", [], {}), f"{name} {question}: an answer that a blank could hit"


@pytest.fixture(scope="session")
def course(tmp_path_factory) -> Path:
    """A course folder with all four assignments given out."""
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "exercises" / "source", root / "source")
    for name in NAMES:
        release.make(name, root)
    return root


@pytest.mark.parametrize("name", NAMES)
def test_the_students_copy_holds_no_solution_and_no_expected_value(course, name):
    with zipfile.ZipFile(course / "release" / f"{name}.zip") as packed:
        assert packed.namelist() == [f"{name}/{name}.ipynb"]
        text = packed.read(f"{name}/{name}.ipynb").decode()
    given_out = nbformat.reads(text, as_version=4)
    source = key.read_source(Folders(course).source(name))
    release.clean(given_out, source)
    code = [cell.source for cell in given_out.cells if cell.cell_type == "code"]
    assert not any(cell.get("outputs") for cell in given_out.cells) and "SOLUTION" not in text
    # a number of the key that isn't whole, and so can't stand there by chance
    for values in answers(name):
        for value in values.values():
            for part in value.values() if isinstance(value, dict) else [value]:
                if isinstance(part, float) and len(repr(part)) > 6:
                    assert repr(part) not in text and f"{part:.2f}" not in "".join(code)
    with pytest.raises(key.SourceError, match="not packed"):
        release.clean(source, source)


def test_a_source_that_fails_says_which_cell_and_variant(course, tmp_path):
    root = tmp_path / "c"
    shutil.copytree(course / "source", root / "source")
    path = Folders(root).source("1-theory")
    broken = nbformat.read(path, as_version=4)
    find(broken, "q2")["source"] = "### BEGIN SOLUTION\nq2 = 1 / 0\n### END SOLUTION"
    nbformat.write(broken, path)
    with pytest.raises(key.SourceError, match="variant 0: cell “q2” fails: ZeroDivisionError"):
        key.make("1-theory", root)
    find(broken, "q2")["source"] = "q2 = 1"
    nbformat.write(broken, path)
    path.touch()
    assert main(["--course", str(root), "release", "1-theory"]) == 2


# Class list and intake

CLASS = [
    classlist.Student("20261", "Li", "Na", "li.na@example.edu"),
    classlist.Student("20262", "Anna", "Müller", "am@example.edu"),
    classlist.Student("20263", "明", "王", "wm@example.edu", "4242"),
    classlist.Student("2026", "Bo", "Berg"),
    classlist.Student("20264", "明华", "王"),
    classlist.Student("20265", "Joanna", "Lindberg"),
    classlist.Student("20266", "Anna", "Lin"),
]


@pytest.mark.parametrize(
    "name, said, expected",
    [
        ("Anna Muller_998_assignsubmission_file_/1-theory.ipynb", None, "20262"),
        ("mulleranna_LATE_77_9001_1-theory.ipynb", None, "20262"),
        ("王明_4242_9001_1-theory.ipynb", None, "20263"),
        ("20262/1-theory/1-theory.ipynb", "20261", "20262"),
        ("1-theory_20262.ipynb", None, "20262"),
        ("1-theory 2026.ipynb", None, "2026"),
        ("am@example.edu.ipynb", None, "20262"),
        ("1-theory 王明.ipynb", None, "20263"),
        ("homework.ipynb", "20261", "20261"),
        ("homework.ipynb", None, None),
        ("120261.ipynb", None, None),
        ("20261 and 20262.ipynb", None, None),
        # inner names are the student's own: they never lead to another
        ("20261/20262.ipynb", "20262", "20261"),
        ("Na Li_7_assignsubmission_file_/Anna Müller_8_assignsubmission_file_/x.ipynb", "20262", "20261"),
        # a name within a longer one
        ("1-theory 王明华.ipynb", None, "20264"),
        ("Joanna Lindberg.ipynb", None, "20265"),
    ],
)
def test_a_file_is_found_to_be_whose_it_is(name, said, expected):
    student, _ = intake.whose(name, said, CLASS)
    assert (student.id if student else None) == expected


@pytest.mark.parametrize(
    "text, says",
    [
        ("id,name\n1,A\n", "first_name, last_name"),
        ("id,first_name,last_name\n1,A,B\n1,C,D\n", "row 3: the id “1” stands in row 2"),
        ("id,first_name,last_name\n../x,A,B\n", "row 2"),
        ("id,first_name,last_name\n..,A,B\n", "row 2"),
        ("id,first_name,last_name\n", "no names"),
    ],
)
def test_a_bad_class_list_says_what_is_wrong(tmp_path, text, says):
    path = tmp_path / "class.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(classlist.ClassListError, match=says):
        classlist.read(path)


def test_a_class_list_from_excel_is_read(tmp_path):
    path = tmp_path / "class.csv"
    path.write_bytes("\ufeffid;first_name;last_name;email\r\n1;明;王;a@b\r\n".encode())
    assert classlist.read(path) == [classlist.Student("1", "明", "王", "a@b")]


def test_a_folder_with_links_and_broken_zips_is_taken_in(tmp_path):
    outside = tmp_path / "outside.ipynb"
    outside.write_text("{}")
    folder = tmp_path / "sent"
    folder.mkdir()
    (folder / "20261.ipynb").symlink_to(outside)
    (folder / "20262.zip").write_bytes(b"PK\x03\x04 no zip")
    found = {file.name: file for file in intake.walk(folder)}
    assert found["20261.ipynb"].data is None and "link" in found["20261.ipynb"].reason
    assert "zip" in found["20262.zip"].reason
    with pytest.raises(intake.IntakeError, match="There is no"):
        list(intake.walk(tmp_path / "nothing"))
    with pytest.raises(intake.IntakeError, match="neither"):
        list(intake.walk(outside))


@given(st.binary(max_size=300))
def test_any_bytes_are_a_notebook_or_refused_with_a_reason(data):
    try:
        repair.parse(data)
    except repair.Unreadable as reason:
        assert len(str(reason)) > 10


def small(student: str, **but) -> bytes:
    """A notebook of one cell; ``student`` as Python writes it."""
    source = f'STUDENT = {student}\nmine = begin("1-theory", STUDENT)'
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": source}
    return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [cell], **but}).encode()


def damaged_zip(old: bytes, new: bytes) -> bytes:
    return small_zip({"é.ipynb": small("1")}).replace(old, new)


HOSTILE = {
    "leading zeros": ("20261.ipynb", small("007")),
    "half an escape": ("20261.ipynb", small(r"'\x'")),
    "half a sign": ("20261.ipynb", small("'\ud800'")),
    "empty lines": ("20261.ipynb", small("\n" * 300_000)),
    "half a version": ("20261.ipynb", small("1", nbformat=4.5, nbformat_minor="x")),
    "old and empty": ("20261.ipynb", small("1", nbformat=2, worksheets=[{"cells": [{}]}])),
    "old sheets": ("20261.ipynb", b'{"nbformat": 3, "metadata": [], "worksheets": {"a": 1}}'),
    "odd metadata": ("20261.ipynb", small("1", metadata={"kernelspec": None, "language_info": []})),
    "odd cells": ("20261.ipynb", small("1", cells=[None, 1, {"metadata": [], "source": {}}])),
    "odd name": ("20261.ipynb", small("1", cells=[{"metadata": {"nbgrader": {"grade_id": [{}]}}, "source": "1"}])),
    "many cells": ("20261.ipynb", b'{"nbformat": 4, "cells": [' + b"{}," * 3_000_000 + b"{}]}"),
    "many outputs": ("20261.ipynb", small("1").replace(b'"outputs": [', b'"outputs": [' + b"{}," * 2_000_000 + b"{}")),
    "many tags": (
        "20261.ipynb",
        small("1").replace(b'"metadata": {}', b'"metadata": {"tags": [{},' + b'1,"a",' * 99_999 + b"1]}"),
    ),
    "zip: no UTF-8": ("20261.zip", damaged_zip("é".encode(), b"\xff\xfe")),
    "zip: from the future": ("20261.zip", damaged_zip(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\xff")),
    "Chinese Windows": ("王明".encode("gbk") + b".ipynb", small("20263")),
    "signs that act": ("20261\x1b[2J\ngraded: all.ipynb", small("1")),
    "long name": ("20261" + "a_1" * 60 + ".ipynb", small("1")),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_file_stops_the_taking_in_of_others(tmp_path, kind):
    name, data = HOSTILE[kind]
    (tmp_path / "20262.ipynb").write_bytes(small("20262"))
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + os.fsencode(name))).write_bytes(data)
    began = time.monotonic()
    found = intake.collect(tmp_path, "1-theory", CLASS)
    assert time.monotonic() - began < 8
    assert "20262" in found.chosen and len(found.chosen) + len(found.set_aside) >= 2
    said = [*(file.name for file in found.chosen.values()), *(part for one in found.set_aside for part in one)]
    assert all(text.isprintable() for text in said), said
    json.dumps(said, ensure_ascii=False).encode()  # as collect writes it
    known, given_out = assignment.find("1-theory"), nbformat.v4.new_notebook()
    for file in filter(lambda file: file.data, found.chosen.values()):
        try:
            submission = repair.read(file.data, known, given_out, "x")
        except (repair.Unreadable, StopIteration):  # nothing was given out here
            continue
        json.dumps([cell["source"] for cell in submission.cells], ensure_ascii=False).encode()


def test_a_file_in_a_strangers_folder_takes_no_ones_place_and_is_reported(tmp_path):
    files = {
        "Evil One_7_assignsubmission_file_/20262.ipynb": small("20262"),
        "Anna Muller_998_assignsubmission_file_/a.ipynb": small("20262"),
        "Evil One_7_assignsubmission_file_/20261.ipynb": small("20261"),
        "明 王_8_assignsubmission_file_\\a.ipynb": small("20263"),
        "明 王_9_assignsubmission_file_\\a.ipynb": small("20263"),
        "Bo Berg_4_assignsubmission_file_/.ipynb_checkpoints/a-checkpoint.ipynb": small("2026"),
    }
    (tmp_path / "export.zip").write_bytes(small_zip(files))
    found = intake.collect(tmp_path / "export.zip", "1-theory", CLASS)
    assert "Evil One_7_assignsubmission_file_/20262.ipynb" in dict(found.set_aside) and not found.notes["20262"]
    assert found.chosen["20262"].name.startswith("Anna") and "20262" not in found.doubts
    assert "not on the list" in found.doubts["20261"] and "more than one account" in found.doubts["20263"]
    assert "2026" not in found.chosen
    (tmp_path / "canvas").mkdir()
    for number in (9001, 9002):
        (tmp_path / "canvas" / f"mulleranna_77_{number}_a.ipynb").write_bytes(small("20262"))
    assert not intake.collect(tmp_path / "canvas", "1-theory", CLASS).doubts


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_notebook_saved_by_windows_is_read(encoding):
    text = small("'20261'").decode().replace("\\n", "\\r\\n")
    notebook = repair.parse(text.encode(encoding))
    assert repair.declared(notebook) == "20261" and repair.about(notebook) == "1-theory"
    assert "\r" not in notebook.cells[0].source


def test_an_essay_written_beside_its_cell_is_found(course):
    known, given_out = assignment.find("1-theory"), release.released("1-theory", course)
    text = "Posts are many and accounts are young, and neither widens who sits. " * 5
    for beside in (True, False):
        made = solved(given_out, key.read_source(Folders(course).source("1-theory")), "20261")
        find(made, "essay").source = find(given_out, "essay").source
        if beside:
            made.cells.append(nbformat.v4.new_markdown_cell(text))
        else:
            find(made, "essay-text").source += "\n\n" + text
        read = repair.read(as_bytes(made), known, given_out, "20261")
        assert text.strip() in read.essay and "taken as the essay" in "; ".join(read.notes)
        shown = gradebook.notebook(given_out, read, sandbox.Run({}, {}, []), {})
        assert text.strip() in find(shown, "essay").source


def test_text_of_a_student_can_do_nothing_in_a_page():
    shown = gradebook.inert("<script>x</script> [a](javascript:b) ![c](d) $\\href{e}{f}$ `g` *h*")
    assert not set('<>"[]()$\\`') & set(shown) and "*h*" in shown
    png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    assert gradebook.is_png(png) and not gradebook.is_png("PHNjcmlwdD4=") and not gradebook.is_png("\x00")
    vast = base64.b64encode(base64.b64decode(png)[:16] + b"\x00\x0f\x42\x40" * 2).decode()  # a million by a million
    assert not gradebook.is_png(vast)


# The sandbox


def cells(*sources: str) -> list[dict]:
    return [{"name": "", "source": source} for source in sources]


CHANNEL = "import os, json\ndef say(m):\n    for n in range(3, 12):\n        try: os.write(n, json.dumps(m).encode() + b'\\n')\n        except OSError: pass\n"


@needs_sandbox
def test_what_an_honest_notebook_does_costs_no_answer():
    ran = sandbox.run(
        cells(
            "%matplotlib inline\n%pylab inline\nimport matplotlib.pyplot as plt\nSTUDENT = 20261\nq1 = 1",
            "!pip install tabulate\nfrom IPython.display import display\ndisplay(1)\nq2 = 2\nexit",
            "import pandas as pd\nq3 = len(pd.read_csv('../data/account_openings.csv')) > 0",
            "import numpy as np\nfor _ in range(12):\n    plt.figure(figsize=(9, 9)).figimage(np.random.rand(640, 640, 3))\nq4 = 4",
            *["plt.figure(figsize=(9, 9)).figimage(np.random.rand(640, 640, 3))"] * 9,
            "q5 = 5",
            "%reset -f",
            "import sys\nq6 = {6}\nsys.exit()",
        ),
        ["q1", "q2", "q3", "q4", "q5", "q6"],
    )
    assert ran.answers == {"q1": 1, "q2": 2, "q3": True, "q4": 4, "q5": 5, "q6": [6]} and ran.stopped is None
    assert ran.student == "20261" and any(cell.pictures for cell in ran.cells)


@needs_sandbox
def test_no_memory_escapes_the_count_and_no_key_is_shared():
    code = (
        "import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)\nq1 = []\n"
        "for call in ((29, 0, 2**28, 0o1777), (68, 0, 0o1777), (240, b'/x', 66, 0o600, 0), (319, b'x', 0), (250, 0, -3, 0),\n"
        "             (101, 0, 0, 0), (425, 8, ctypes.create_string_buffer(200)), (272, 0), (0x40000000 + 319, b'x', 0)):\n"
        "    q1.append(libc.syscall(*call) == -1 and ctypes.get_errno() == 1)\n"
        "q2 = int(os.popen('id -u').read()) > 0"
    )
    if sandbox.sys.platform != "linux" or os.uname().machine != "x86_64":
        pytest.skip("numbers of system calls of x86-64")
    assert sandbox.run(cells(code), ["q1", "q2"]).answers == {"q1": [True] * 9, "q2": True}


@needs_sandbox
def test_the_sandboxs_own_process_is_no_way_around_the_filter(monkeypatch):
    monkeypatch.setattr(sandbox.os, "geteuid", lambda: 1000)  # as who isn't root: the code can write to that process
    code = "q1 = [line.split()[1] for pid in (1, 'self') for line in open(f'/proc/{pid}/status') if 'Seccomp:' in line]"
    ran = sandbox.run(cells(code), ["q1"])
    assert ran.answers["q1"] == ["2", "2"], ran.stopped


@needs_sandbox
def test_the_processors_time_counts_and_the_clock_ends_what_waits():
    work, wait = "while True:\n    pass", "import time\ntime.sleep(60)"
    ran = sandbox.run(cells(wait, work, "q1 = 3"), ["q1"], sandbox.Limits(cell_seconds=1, patience=2))
    assert ran.answers == {"q1": 3} and ran.stopped is None
    assert [cell.error for cell in ran.cells] == ["stopped after 1 seconds of work, or 2 of waiting"] * 2 + [None]
    deaf = "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\n" + wait
    assert "took longer than 6 seconds" in sandbox.run(cells(deaf), [], sandbox.Limits(seconds=6, patience=1)).stopped


@needs_sandbox
def test_forged_messages_change_nothing_but_ones_own_answers_and_are_cut():
    forged = (
        "say({'cell': 0, 'answers': {'q1': float('nan'), 'q9': 1, 'points': 9}, 'faults': {'q1': ['<b>' * 99999]}, "
        "'text': ['x'] * 99999, 'error': {'a': 'x' * 9999}, 'pictures': [1], 'student': chr(0xd800)})"
    )
    ran = sandbox.run(cells(CHANNEL + forged + "\nsay({'end': True})"), ["q1"])
    assert set(ran.answers) == {"q1"} and len(ran.faults["q1"]) <= 1000 and len(ran.cells[0].error) <= 1000
    json.dumps([ran.student, ran.cells[0].text], ensure_ascii=False).encode()
    early = sandbox.run(cells(CHANNEL + "say({'end': True})", "q1 = 1"), ["q1"])
    assert "before its last cell" in early.stopped
    ended = sandbox.run(cells("import os, signal\nos.kill(0, signal.SIGKILL)"), ["q1"])
    assert ended.stopped == "it ended its own process"


def test_a_course_that_the_code_could_read_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sandbox, "_base_folders", lambda: [str(tmp_path)])
    with pytest.raises(sandbox.NoSandbox, match="can read"):
        sandbox.hides(tmp_path / "exercises")
    sandbox.hides(ROOT / "exercises")


# A class, end to end


class _Counting(http.server.BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self):
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


@dataclasses.dataclass
class Graded:
    root: Path
    sent: list[Sent]
    rows: dict[str, grade.Row]
    asked: list[str]
    secret: Path
    aside: list
    seconds: float


@pytest.fixture(scope="session")
def graded(course, tmp_path_factory) -> Graded:
    """The class handed in, collected, graded, with feedback and marks."""
    folder = tmp_path_factory.mktemp("sent")
    secret = folder / "secret.txt"
    secret.write_text("the secret")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Counting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    given_out, source = release.released("1-theory", course), key.read_source(Folders(course).source("1-theory"))
    sent = assemble(given_out, source, server.server_port, secret)
    roll = [["id", "first_name", "last_name", "email"], *([s.id, s.first, s.last, f"{s.id}@example.edu"] for s in sent)]
    roll.append(["z99", "Zoe", "Absent", "z99@example.edu"])
    with (course / "class.csv").open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows(roll)
    stranger = as_bytes(solved(given_out, source, "nobody"))
    extra = {
        "../../climb.ipynb": stranger,
        "/etc/z01.ipynb": stranger,
        "Some One_1_assignsubmission_file_/a.ipynb": stranger,
    }
    perfect = 7000 + [one.id for one in sent].index("z01")
    write_zip(
        folder / "export.zip", sent, extra, {f"Zoe Perfect_{perfect}_assignsubmission_file_/link.ipynb": str(secret)}
    )
    before = datetime.now()
    assert main(["--course", str(course), "collect", "1-theory", str(folder / "export.zip")]) == 0
    students = classlist.read(course / "class.csv")
    rows = grade.grade("1-theory", students, course, limits=LIMITS)
    collected = json.loads((course / "collected" / "1-theory.json").read_text("utf-8"))
    report.write(assignment.find("1-theory"), rows, collected["set_aside"], course / "reports")
    server.shutdown()
    took = (datetime.now() - before).total_seconds()
    by_id = {row.student.id: row for row in rows}
    return Graded(course, sent, by_id, _Counting.asked, secret, collected["set_aside"], took)


def expected_points(one: Sent, known) -> int:
    """Points that a submission must earn, from the questions it loses."""
    if one.lost == "all":
        return 0
    if one.lost == "variant":
        keys = answers("1-theory")
        own, other = (variants.number("1-theory", i, len(keys)) for i in (one.id, "z03"))
        marks = compare.marks(known, keys[own], keys[other], {})
        assert own != other
        return sum(mark.points for mark in marks.values())
    return sum(q.points for name, q in known.questions.items() if name not in one.lost)


@needs_sandbox
def test_every_submission_gets_its_status_and_its_points(graded):
    known = assignment.find("1-theory")
    wrong = []
    for one in graded.sent:
        row = graded.rows[one.id]
        points = row.points if one.lost == "any" else expected_points(one, known) if one.graded else None
        if (row.status, row.points) != (one.status, points) or one.says not in row.reason:
            wrong.append(
                f"{one.id} {one.last}: {row.status} {row.points} “{row.reason}”, not {one.status} {points} “{one.says}”"
            )
    assert not wrong, "\n".join(wrong)


@needs_sandbox
def test_nothing_is_lost_and_nobody_left_out(graded):
    assert set(graded.rows) == {one.id for one in graded.sent} | {"z99"} and len(graded.sent) >= 24
    assert graded.rows["z99"].status == "missing" and graded.rows["z99"].points is None
    reasons = {name: why for name, why in graded.aside}
    assert "leads out" in reasons["../../climb.ipynb"] and "leads out" in reasons["/etc/z01.ipynb"]
    assert "no name" in reasons["Some One_1_assignsubmission_file_/a.ipynb"]
    assert any("link" in why for why in reasons.values())
    with (graded.root / "reports" / "1-theory.csv").open(encoding="utf-8-sig") as lines:
        table = list(csv.DictReader(lines))
    assert [row["id"] for row in table if row["id"]] == list(graded.rows)
    assert all(row["reason"] for row in table if row["status"] not in ("graded",))
    page = (graded.root / "reports" / "1-theory.html").read_text("utf-8")
    assert "王" in page and "WITHOUT a sandbox" not in page and "<script" not in page


@needs_sandbox
def test_no_submission_reaches_out_of_its_sandbox(graded):
    assert graded.asked == [], "a submission reached the network"
    assert [p.name for p in graded.secret.parent.iterdir()] in (
        ["secret.txt", "export.zip"],
        ["export.zip", "secret.txt"],
    )
    for place in (ROOT, ROOT / "data", graded.root, Path("/"), Path("/tmp")):
        assert not (place / "was-here.txt").exists()
    made = Folders(graded.root).autograded("a13", "1-theory").read_text("utf-8")
    assert "the secret" not in made
    left = [
        process.info
        for process in psutil.process_iter(["pid", "cmdline"])
        if any("grading.inside" in part or part in ("98761", "98762") for part in process.info["cmdline"] or [])
    ]
    assert not left, left


@needs_sandbox
def test_the_formgraders_notebook_holds_marks_and_nothing_that_acts(graded):
    made = nbformat.read(Folders(graded.root).autograded("a24", "1-theory"), as_version=4)
    nbformat.validate(made)
    essay = find(made, "essay").source
    assert "A real argument" in essay and "<" not in essay and "](" not in essay
    assert "points: right" in find(made, "q1-check").outputs[0].text
    kinds = {kind for cell in made.cells for out in cell.get("outputs", []) for kind in out.get("data", {})}
    assert kinds <= {"image/png", "text/plain"}


@needs_sandbox
def test_marks_wait_for_the_essay_and_go_out_for_moodle_and_canvas(graded, capsys):
    args = ["--course", str(graded.root), "marks", "1-theory", "--for"]
    assert main([*args, "moodle"]) == 0
    assert "essay isn't marked yet: a01" in capsys.readouterr().out
    with gradebook.Book(graded.root) as book:
        known = assignment.find("1-theory")
        assert book.essay(known, "z05") == 0.0 and book.essay(known, "z01") is None
        book.book.find_grade("essay", "1-theory", "1-theory", "z01").manual_score = 25
        book.book.db.commit()
    assert main([*args, "moodle"]) == 0 and main([*args, "canvas"]) == 0
    with (graded.root / "reports" / "1-theory-moodle.csv").open(encoding="utf-8-sig") as lines:
        moodle = {row["ID number"]: row for row in csv.DictReader(lines)}
    title = assignment.find("1-theory").title
    assert float(moodle["z01"][title]) == 95 and float(moodle["z05"][title]) == 0
    assert moodle["a16"][title] == "" and moodle["z99"][title] == "" and moodle["z02"]["Last name"] == "王"
    with (graded.root / "reports" / "1-theory-canvas.csv").open(encoding="utf-8-sig") as lines:
        canvas = list(csv.DictReader(lines))
    assert list(canvas[0])[:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert canvas[0]["Student"].strip() == "Points Possible" and canvas[0][title] == "100"


@needs_sandbox
def test_feedback_pages_show_marks_and_ask_nobody_for_anything(graded):
    for student in ("z04", "a24", "a25"):
        feedback.write("1-theory", student, graded.root)
    page = (graded.root / "feedback" / "z04" / "1-theory" / "1-theory.html").read_text("utf-8")
    assert "points: not right" in page
    for page_path in graded.root.glob("feedback/*/1-theory/1-theory.html"):
        text = page_path.read_text("utf-8")
        assert "<script src=" not in text and "cdnjs" not in text
        assert "<img src=x" not in text and "\\href" not in text and 'onerror="' not in text


@needs_sandbox
def test_what_can_not_be_recorded_stops_no_one_and_a_broken_off_grading_leaves_no_mark(graded, tmp_path, monkeypatch):
    root = tmp_path / "broken"
    shutil.copytree(graded.root, root)
    known = assignment.find("1-theory")
    students = [s for s in classlist.read(root / "class.csv") if s.id in ("a16", "z02", "z04", "z08")]
    made = gradebook.notebook

    def fails(given_out, submission, run, marks):
        if "(z04)" in submission.essay:
            raise RuntimeError("odd")
        return made(given_out, submission, run, marks)

    monkeypatch.setattr(gradebook, "notebook", fails)
    rows = {row.student.id: row for row in grade.grade("1-theory", students, root, limits=LIMITS)}
    assert rows["z04"].status == "failed" and "could not be recorded" in rows["z04"].reason and rows["z02"].points == 70
    page = root / "feedback" / "z04" / "1-theory" / "1-theory.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("an old mark")
    assert [one.id for one in feedback.graded("1-theory", students, root)] == ["z02", "z08"] and not page.exists()

    def broken_off(items, _):
        yield next(iter(items))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade.grade("1-theory", students, root, limits=LIMITS, workers=1, progress=broken_off)
    with gradebook.Book(root) as book:
        standing = [one.id for one in students if book.questions(known, one.id) is not None]
        assert len(standing) <= 1, "older marks stand"
    assert not sandbox._running


@needs_sandbox
def test_a_mark_changed_by_hand_goes_out(graded, tmp_path):
    root = tmp_path / "hand"
    shutil.copytree(graded.root, root)
    with gradebook.Book(root) as book:
        book.book.find_grade("q2-check", "1-theory", "1-theory", "z04").manual_score = 2
        book.book.db.commit()
    assert main(["--course", str(root), "marks", "1-theory", "--questions-only"]) == 0
    with (root / "reports" / "1-theory-plain.csv").open(encoding="utf-8-sig") as lines:
        assert {row["id"]: row["points"] for row in csv.DictReader(lines)}["z04"] == "67.0"


@needs_sandbox
def test_what_a_student_wrote_is_no_command_and_no_second_line(graded):
    reason = graded.rows["a26"].reason
    assert reason.isprintable() and "--accept 'a26=x; rm -rf /" in reason


@needs_sandbox
def test_a_failed_second_grading_leaves_no_old_mark_standing(graded, tmp_path):
    root = tmp_path / "again"
    shutil.copytree(graded.root, root)
    folder = tmp_path / "resent"
    folder.mkdir()
    (folder / "z02.ipynb").write_bytes(b"{broken")
    (folder / "z04.ipynb").write_bytes(
        as_bytes(solved(release.released("1-theory", root), key.read_source(Folders(root).source("1-theory")), "z04"))
    )
    assert main(["--course", str(root), "collect", "1-theory", str(folder)]) == 0
    assert main(["--course", str(root), "grade", "1-theory"]) == 0
    with (root / "reports" / "1-theory.csv").open(encoding="utf-8-sig") as lines:
        table = {row["id"]: row for row in csv.DictReader(lines)}
    assert table["z02"]["status"] == "failed" and table["z02"]["points"] == ""
    assert table["z04"]["status"] == "graded" and table["z04"]["points"] == "70"
    assert table["z01"]["status"] == "missing"
    with gradebook.Book(root) as book:
        for student in ("z02", "z01"):
            old = book.book.find_grade("q1-check", "1-theory", "1-theory", student)
            assert old.score == 0 and old.needs_manual_grade
        assert book.essay(assignment.find("1-theory"), "z02") is None


@needs_sandbox
def test_work_under_a_wrong_id_counts_where_the_instructor_accepts_it(graded):
    students = [s for s in classlist.read(graded.root / "class.csv") if s.id == "a21"]
    (row,) = grade.grade("1-theory", students, graded.root, limits=LIMITS, accept={"a21": "z03"})
    assert row.points == 70 and "accepted" in row.reason and row.status == "graded"


@needs_sandbox
def test_a_cluster_gives_the_same_scores(graded):
    distributed = pytest.importorskip("distributed")
    wanted = ["a01", "a16", "m03", "z02", "z04", "z05"]
    students = [s for s in classlist.read(graded.root / "class.csv") if s.id in wanted]
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, processes=False, protocol="tcp://"
    ) as cluster:
        rows = grade.grade("1-theory", students, graded.root, limits=LIMITS, scheduler=cluster.scheduler_address)
    here = [graded.rows[name] for name in wanted]
    assert [(r.student.id, r.status, r.points, r.marks) for r in rows] == [
        (r.student.id, r.status, r.points, r.marks) for r in here
    ]


def test_a_scheduler_that_does_not_answer_is_an_error_in_words(graded):
    students = classlist.read(graded.root / "class.csv")[:1]
    with pytest.raises(ConnectionError, match="No Dask scheduler answers"):
        grade.grade("1-theory", students, graded.root, scheduler="tcp://127.0.0.1:9")


def test_without_a_sandbox_grading_refuses_and_says_what_to_install(monkeypatch, capsys, tmp_path):
    sandbox.why_not.cache_clear()
    monkeypatch.setattr(sandbox.shutil, "which", lambda name: None)
    (tmp_path / "class.csv").write_text("id,first_name,last_name\n1,A,B\n")
    assert main(["--course", str(tmp_path), "grade", "1-theory"]) == 2
    assert "apt-get install bubblewrap" in capsys.readouterr().err
    sandbox.why_not.cache_clear()
    monkeypatch.undo()
    monkeypatch.setattr(sandbox.sys, "platform", "darwin")
    assert "Linux" in sandbox.why_not()
    sandbox.why_not.cache_clear()


def test_an_explicit_option_runs_without_a_sandbox_and_the_report_says_so(graded, capsys, tmp_path):
    root = tmp_path / "open"
    shutil.copytree(graded.root, root)
    roll = tmp_path / "one.csv"
    roll.write_text("id,first_name,last_name\nz01,Zoe,Perfect\n")
    assert main(["--course", str(root), "grade", "1-theory", "--no-sandbox", "--class", str(roll)]) == 0
    assert "WITHOUT a sandbox" in capsys.readouterr().err
    assert "WITHOUT a sandbox" in (root / "reports" / "1-theory.html").read_text("utf-8")
    with (root / "reports" / "1-theory.csv").open(encoding="utf-8-sig") as lines:
        (row,) = (row for row in csv.DictReader(lines) if row["id"])
    assert row["sandbox"] == "NO" and row["points"] == "70"


def test_a_spreadsheet_takes_no_name_for_a_formula(tmp_path):
    names = ["=HYPERLINK(1)", "a;=1+1", "＝1+1", "王-李; b"]
    report.write_csv(tmp_path / "x.csv", ["name"], [[name] for name in names])
    lines = (tmp_path / "x.csv").read_text("utf-8-sig").splitlines()
    assert lines[1:] == ["'=HYPERLINK(1)", "a;'=1+1", "'＝1+1", "王-李; b"]
