"""Make the students' copy of an assignment with nbgrader, check that it holds no solution, and pack it."""

from __future__ import annotations

import logging
import os
import re
import sys
import zipfile
from pathlib import Path

import nbformat
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config

from ..exercises import assignment as assignments
from ..exercises.blank import BEGIN, CODE_STUB, END, TEXT_STUB
from . import key
from .folders import Folders


def settings(root: Path) -> Config:
    """nbgrader's settings for a course folder: the same as ``nbgrader_config.py`` in it, and no foreign host."""
    # nbgrader calls its database tool, alembic, by name
    here = str(Path(sys.executable).parent)
    if here not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = here + os.pathsep + os.environ.get("PATH", "")
    config = Config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.course_id = "cyberdiplomacy"
    config.CourseDirectory.db_url = f"sqlite:///{Folders(root).gradebook}"
    config.ClearSolutions.code_stub = {"python": CODE_STUB}
    config.ClearSolutions.text_stub = TEXT_STUB
    config.HTMLExporter.mathjax_url = ""
    config.HTMLExporter.require_js_url = ""
    config.HTMLExporter.jquery_url = ""
    config.NbGraderAPI.log_level = logging.ERROR
    config.Exchange.root = str(root)  # not used; nbgrader complains when it isn't there
    return config


def api(root: Path) -> NbGraderAPI:
    """nbgrader, for a course folder."""
    return NbGraderAPI(config=settings(root))


def make(name: str, root: Path) -> Path:
    """Make the students' notebook of an assignment and a zip of it; return the zip's path.

    The zip holds the notebook alone: the course itself, with its package and tables, the students have.
    Raises SourceError when the source isn't whole or the students' copy would hold a solution.
    """
    known = assignments.find(name)
    folders = Folders(root)
    source = key.read_source(folders.source(name))
    key.examine(source, known)
    key.make(name, root)  # a source that fails in any variant isn't given out
    done = api(root).generate_assignment(name, force=True, create=True)
    if not done["success"]:
        reason = (done.get("error") or done.get("log") or "").strip().splitlines()
        raise key.SourceError(f"nbgrader could not make {name}: {reason[-1] if reason else 'no reason given'}")
    notebook = nbformat.read(folders.release(name), as_version=4)
    clean(notebook, source)
    target = root / "release" / f"{name}.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(folders.release(name), f"{name}/{name}.ipynb")
    return target


def clean(notebook, source) -> None:
    """Raise SourceError when a students' notebook holds a line of a solution, an output, or a solution's mark."""
    text = "\n".join(cell.source for cell in notebook.cells)
    if "SOLUTION" in text or any(cell.get("outputs") for cell in notebook.cells):
        raise key.SourceError("The students' copy still holds a solution's mark or an output. It was not packed.")
    # A hint in a question's own text may show a line on purpose; a cell that the student fills may not.
    filled = [c for c in notebook.cells if c.cell_type == "code" or c.metadata.get("nbgrader", {}).get("solution")]
    held = {line.strip() for cell in filled for line in cell.source.splitlines()}
    for line in solution_lines(source):
        if line in held:
            raise key.SourceError(f"The students' copy still holds a line of a solution: {line!r}. It was not packed.")


def solution_lines(source) -> set[str]:
    """The lines between BEGIN and END SOLUTION in a source, without those too short to give anything away."""
    lines: set[str] = set()
    for cell in source.cells:
        for part in re.findall(rf"{BEGIN}\n(.*?){END}", cell.source, re.S):
            lines |= {line.strip() for line in part.splitlines() if len(line.strip()) > 12}
    return lines


def released(name: str, root: Path):
    """The students' notebook. Raises SourceError when it hasn't been made."""
    path = Folders(root).release(name)
    if not path.exists():
        raise key.SourceError(
            f"The students' notebook of {name} hasn't been made: run “python -m cyberdiplomacy.grading release {name}”."
        )
    return nbformat.read(path, as_version=4)
