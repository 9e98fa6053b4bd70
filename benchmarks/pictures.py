"""The pictures of the page for instructors: a class of placeholders, graded by the real commands, in Chromium.

``python -m benchmarks.pictures`` grades the class in /tmp/course, writes chapters/images/ and prints what the commands
print, which the page quotes.
"""

from __future__ import annotations

import contextlib
import copy
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
from PIL import Image

from cyberdiplomacy.grading import key, release
from cyberdiplomacy.grading.folders import Folders
from cyberdiplomacy.grading.key import grade_id

from .chromium import open_browser
from .jupyterlab import run_all, serve

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "chapters" / "images"
NAME = "1-theory"
NUMBERS = ["One", "Two", "Three", "Four", "Five", "Six"]
ESSAY = """*This text stands for the essay of Student {number}.* It argues in three steps.

**Numbers.** In question 6 I counted the states of two regions that had a seat in one expert group. In question 7 I found
the share of states without a seat, and in question 9 the difference between states with a seat and the others. The four
groups are those whose members are all known; that is the limit of these numbers.

**Two works.** Hurel and Lobato (2018) show companies that make norms beside states. Calandro (2015) holds that an open
door is not enough. They differ on what taking part means: to be heard, or to be allowed in.

**Judgement.** For states the claim holds; for firms and groups these tables can't decide it."""


def answered(root: Path, student: str, number: str, change=None):
    """The notebook of a student who answers as the key does; ``change`` may spoil it."""
    source = key.read_source(Folders(root).source(NAME))
    solutions = {grade_id(cell): cell.source for cell in source.cells if grade_id(cell)}
    made = copy.deepcopy(release.released(NAME, root))
    for cell in made.cells:
        name = grade_id(cell)
        if cell.cell_type == "code" and "begin(" in cell.source:
            cell.source = cell.source.replace('"your id"', json.dumps(student))
        elif name == "essay":
            cell.source = ESSAY.format(number=number)
        elif cell.cell_type == "code" and cell.metadata.nbgrader.solution:
            lines = solutions[name].splitlines()
            cell.source = "\n".join(line for line in lines if "SOLUTION" not in line and not line.startswith("assert"))
    if change:
        change({grade_id(cell): cell for cell in made.cells}, made)
    return made


def hand_in(root: Path, file: Path) -> None:
    """Write a class list of six and what five of them sent, as Moodle exports it: one of each kind, and a stray file."""

    def wrong(cells, _) -> None:
        cells["q4"].source = cells["q4"].source.replace("head(3)", "head(2)")
        cells["q8"].source = cells["q8"].source.replace("> 0", "> 1")

    def missing(_, made) -> None:
        made.cells = [cell for cell in made.cells if grade_id(cell) != "q5"]

    rows = [f"student-{n:02},Student,{number},student-{n:02}@example.edu" for n, number in enumerate(NUMBERS, 1)]
    (root / "class.csv").write_text("\n".join(["id,first_name,last_name,email", *rows]) + "\n", "utf-8")
    sent = {
        1: answered(root, "student-01", "One"),
        2: answered(root, "student-02", "Two", wrong),
        3: answered(root, "student-03", "Three", missing),
        4: answered(root, "student-04", "Four"),
        5: answered(root, "student-50", "Five"),  # a slip of the pen
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for n, notebook in sent.items():
            text = nbformat.writes(notebook)
            text = text[: len(text) // 2] if n == 4 else text  # an upload that broke off
            archive.writestr(f"Student {NUMBERS[n - 1]}_{7000 + n}_assignsubmission_file_/{NAME}.ipynb", text)
        archive.writestr("notes.ipynb", nbformat.writes(nbformat.v4.new_notebook()))


def command(root: Path, *words: str) -> str:
    """Run one of the instructor's commands; returns what it prints."""
    line = [sys.executable, "-m", "cyberdiplomacy.grading", *words]
    where = {"CYBERDIPLOMACY_EXERCISES": str(root), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(line, env=os.environ | where, capture_output=True, text=True, cwd=root)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: {done.stderr}")
    return done.stdout


@contextlib.contextmanager
def formgrader(root: Path, port: int = 0) -> Iterator[str]:
    """The address, with its token, at which the command ``essays`` serves a course; ended at the end."""
    with tempfile.TemporaryDirectory() as home:
        settings = {"JUPYTER_CONFIG_DIR": home, "JUPYTER_RUNTIME_DIR": home, "PYTHONUNBUFFERED": "1"}
        line = [sys.executable, "-m", "cyberdiplomacy.grading", "--course", str(root), "essays", "--no-browser"]
        server = subprocess.Popen(
            [*line, "--port", str(port or free_port())],
            env=os.environ | settings | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        said = []
        try:
            for text in server.stdout:
                said.append(text)
                if found := re.search(r"http://127\.0\.0\.1:\d+/\S*", text):
                    break
            else:
                raise RuntimeError("The formgrader did not start:\n" + "".join(said))
            threading.Thread(target=server.stdout.read, daemon=True).start()  # so that the pipe never fills
            yield found[0]
        finally:
            os.killpg(server.pid, 15)
            server.wait(20)


def submissions(tab, address: str) -> list[str]:
    """Open the formgrader in a browser's tab, go on to the assignment's submissions, and return their addresses."""
    tab.goto(address)
    tab.get_by_role("link", name=NAME).click()
    tab.wait_for_url("**/gradebook/*")
    tab.get_by_role("link", name=NAME).last.click()
    tab.get_by_role("link", name="Submission #1").wait_for()
    return [link.evaluate("one => one.href") for link in tab.get_by_role("link", name="Submission #").all()]


def mark_essay(tab, submission: str, points: int, comment: str) -> None:
    """Type points and a comment for the essay of one submission, and wait until both are kept."""
    tab.goto(submission, wait_until="networkidle")  # the page fetches what was marked before
    for field, text in (("input#essay", str(points)), ("#essay-comment", comment)):
        with tab.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
            tab.locator(field).fill(text)
            tab.locator(field).blur()


def free_port() -> int:
    """A port that nobody listens on."""
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def keep(name: str, png: bytes) -> None:
    """Save a screenshot: 1000 pixels wide, 128 colours."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    if picture.width != 1000:
        picture = picture.resize((1000, round(picture.height * 1000 / picture.width)), Image.LANCZOS)
    IMAGES.mkdir(exist_ok=True)
    picture.quantize(128, dither=Image.Dither.NONE).save(IMAGES / f"{name}.png", optimize=True)
    print(f"{name}.png: {(IMAGES / f'{name}.png').stat().st_size // 1000} kB, {picture.size}")


def keep_essay(tab) -> None:
    """Save what the formgrader's page shows of the essay and of the rubric above it."""
    tab.wait_for_timeout(4000)  # "saved" fades
    tab.evaluate("document.querySelector('nav').remove()")  # it stays in view and may cover the rubric
    tab.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    tab.wait_for_timeout(500)
    top = tab.get_by_text("Every well-reasoned judgement").bounding_box()["y"] - 12
    end = tab.get_by_text("Before you hand in").bounding_box()["y"] - 12
    keep("essay", tab.screenshot(clip={"x": 0, "y": top, "width": 1000, "height": end - top}))


def take_all(root: Path) -> None:
    """Grade the class by the real commands and take every picture."""
    shutil.rmtree(root, ignore_errors=True)
    exercises = root / "exercises"
    shutil.copytree(ROOT / "exercises" / "source", exercises / "source")

    def do(*words: str) -> None:
        print(f"$ python -m cyberdiplomacy.grading {' '.join(words)}\n{command(exercises, *words)}")

    do("release")
    hand_in(exercises, root / "submissions.zip")
    do("collect", NAME, str(root / "submissions.zip"))
    do("grade", NAME)
    do("grade", NAME, "--accept", "student-05=student-50")
    with open_browser() as browser:
        size = {"width": 1000, "height": 700}

        student = root / "student"
        shutil.copytree(exercises / "release" / NAME, student)
        notebook = nbformat.read(student / f"{NAME}.ipynb", 4)
        given = {grade_id(cell): cell for cell in answered(exercises, "student-01", "One").cells}
        for cell in notebook.cells:
            if "begin(" in cell.source and cell.cell_type == "code":
                cell.source = cell.source.replace("your id", "student-01")
            elif grade_id(cell) in ("q1", "q2"):
                cell.source = given[grade_id(cell)].source
        nbformat.write(notebook, student / f"{NAME}.ipynb")
        with tempfile.TemporaryDirectory() as home, contextlib.ExitStack() as stack:
            hidden = {"disabledExtensions": {"@jupyter/nbgrader": True}}  # students have no nbgrader
            (Path(home) / "config" / "labconfig").mkdir(parents=True)
            (Path(home) / "config" / "labconfig" / "page_config.json").write_text(json.dumps(hidden))
            address = stack.enter_context(serve(student, Path(home)))
            tab = browser.new_page(viewport=size)
            run_all(tab, address, f"{NAME}.ipynb")
            tab.evaluate("void window.jupyterapp.commands.execute('application:toggle-left-area')")
            tab.get_by_text("q9 has no answer yet").wait_for(timeout=60_000)
            for _ in range(3):  # JupyterLab lays cells out as they come into view
                tab.get_by_text("q1 has the right form").evaluate("one => one.scrollIntoView({block: 'center'})")
                tab.wait_for_timeout(700)
            keep("notebook", tab.screenshot())
            tab.close()

        tab = browser.new_page(viewport=size | {"width": 1340})
        tab.goto((exercises / "reports" / f"{NAME}.html").as_uri())
        keep("report", tab.screenshot(full_page=True))

        with formgrader(exercises) as address:
            tab = browser.new_page(viewport=size | {"height": 1300})
            for number, submission in enumerate(submissions(tab, address)):
                mark_essay(tab, submission, 24, "Both works rightly told. Say what your numbers can't show.")
                if number == 0:
                    keep_essay(tab)
            tab.close()

        do("feedback", NAME)
        tab = browser.new_page(viewport=size)
        tab.goto((exercises / "feedback" / "student-02" / NAME / f"{NAME}.html").as_uri())
        keep("feedback", tab.screenshot())
    for kind in ("moodle", "canvas"):
        do("marks", NAME, "--for", kind)
        print((exercises / "reports" / f"{NAME}-{kind}.csv").read_text("utf-8-sig"))


if __name__ == "__main__":
    take_all(Path("/tmp/course"))
