"""Where the files of a graded course are: an nbgrader course folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


def course() -> Path:
    """The course folder: ``exercises/`` beside the package, or the one that $CYBERDIPLOMACY_EXERCISES names."""
    return Path(os.environ.get("CYBERDIPLOMACY_EXERCISES") or Path(__file__).resolve().parents[2] / "exercises")


@dataclass(frozen=True)
class Folders:
    """The folders of a course, by nbgrader's names. ``root`` holds them all."""

    root: Path

    def source(self, assignment: str) -> Path:
        """The instructor's notebook, with solutions."""
        return self.root / "source" / assignment / f"{assignment}.ipynb"

    def release(self, assignment: str) -> Path:
        """The students' notebook, without."""
        return self.root / "release" / assignment / f"{assignment}.ipynb"

    def autograded(self, student: str, assignment: str) -> Path:
        """The notebook that the formgrader shows."""
        return self.root / "autograded" / student / assignment / f"{assignment}.ipynb"

    def submitted(self, student: str, assignment: str) -> Path:
        """What a student handed in, kept as it came."""
        return self.root / "submitted" / student / assignment

    def collected(self, assignment: str) -> Path:
        """Who sent what, and which files are no one's."""
        return self.root / "collected" / f"{assignment}.json"

    def feedback(self, student: str, assignment: str) -> Path:
        """The page that a student gets back."""
        return self.root / "feedback" / student / assignment / f"{assignment}.html"

    @property
    def reports(self) -> Path:
        """Reports of gradings, and marks for an LMS."""
        return self.root / "reports"

    @property
    def gradebook(self) -> Path:
        """nbgrader's database."""
        return self.root / "gradebook.db"
