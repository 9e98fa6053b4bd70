"""The page for instructors: its commands are real, its statuses all there are, and the formgrader that it shows works."""

import re
import shlex
import shutil

import nbformat
import pytest
from conftest import ROOT

from benchmarks import pictures
from cyberdiplomacy.grading import __main__ as commands
from cyberdiplomacy.grading import grade, release, sandbox
from cyberdiplomacy.grading.folders import Folders
from cyberdiplomacy.simulation import __main__ as negotiation

PAGES = ["chapters/instructors.md", "README.md"]
PARSERS = {"cyberdiplomacy.grading": commands._parser, "cyberdiplomacy.simulation": negotiation._parser}


def command_lines(page: str) -> list[str]:
    """The lines of a page's shell blocks."""
    text = (ROOT / page).read_text("utf-8")
    return [line for block in re.findall(r"```sh\n(.*?)```", text, re.S) for line in block.splitlines() if line.strip()]


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_the_page_is_one(page):
    seen, targets = [], re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M)
    for line in command_lines(page):
        words = shlex.split(line, comments=True)
        if words[0] == "make":
            assert words[1] in targets, line
        elif words[1:2] == ["-m"] and words[2] in PARSERS:
            try:
                parsed = PARSERS[words[2]]().parse_args(words[3:])
            except SystemExit:
                pytest.fail(f"{page}: this line is no command: {line}")
            seen.append(getattr(parsed, "command", "simulation"))
    needed = {"release", "collect", "grade", "essays", "feedback", "marks", "key", "simulation"}
    assert page == "README.md" or needed <= set(seen), needed - set(seen)


def test_the_table_of_statuses_has_each_status_and_no_other():
    text = (ROOT / "chapters" / "instructors.md").read_text("utf-8")
    table = text.split("| Status |")[1].split("\n\n")[0].splitlines()[2:]
    told = [row.split("|")[1].strip() for row in table]
    there_are = [value for name, value in vars(grade).items() if name.isupper() and isinstance(value, str)]
    assert len(there_are) >= 6 and sorted(told) == sorted(there_are)


def test_every_picture_is_there_small_and_described():
    text = (ROOT / "chapters" / "instructors.md").read_text("utf-8")
    figures = re.findall(r"```\{figure\} (\S+)\n:alt: (.*)\n", text)
    assert {name for name, _ in figures} == {f"images/{path.name}" for path in pictures.IMAGES.glob("*")}
    for name, alt in figures:
        assert len(alt) > 80 and (ROOT / "chapters" / name).stat().st_size <= 120_000


def test_points_typed_in_the_formgrader_reach_the_marks(browser, tmp_path, capsys):
    root = tmp_path / "course"
    shutil.copytree(ROOT / "exercises" / "source" / pictures.NAME, root / "source" / pictures.NAME)
    release.make(pictures.NAME, root)
    (root / "class.csv").write_text("id,first_name,last_name\nstudent-01,Student,One\n")
    sent = tmp_path / "sent"
    sent.mkdir()
    nbformat.write(pictures.answered(root, "student-01", "One"), sent / "student-01.ipynb")
    asked = ["--course", str(root)]
    assert commands.main([*asked, "collect", pictures.NAME, str(sent)]) == 0
    assert commands.main([*asked, "grade", pictures.NAME, *(["--no-sandbox"] if sandbox.why_not() else [])]) == 0
    assert Folders(root).gradebook.exists()

    def total() -> str:
        capsys.readouterr()
        assert commands.main([*asked, "marks", pictures.NAME]) == 0
        table = (root / "reports" / f"{pictures.NAME}-plain.csv").read_text("utf-8-sig")
        return table.splitlines()[1].split(",")[4]

    assert total() == "" and "essay isn't marked yet: student-01" in capsys.readouterr().out
    with pictures.formgrader(root) as address:
        tab = browser.new_page()
        foreign = []
        tab.on("requestfinished", lambda one: foreign.append(one.url))
        tab.on("requestfailed", lambda one: foreign.append(one.url) if one.failure != "csp" else None)
        (submission,) = pictures.submissions(tab, address)
        pictures.mark_essay(tab, submission, 21, "Well argued.")
        assert "Own numbers" in tab.inner_text("body"), "the rubric stands above the essay"
        tab.close()
    assert total() == "91.0"
    assert [url for url in foreign if "//127.0.0.1" not in url and url.startswith("http")] == []
