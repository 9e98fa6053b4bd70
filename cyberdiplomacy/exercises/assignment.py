"""What an assignment is: its questions, the forms of their answers, their points and its variants."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field

from .forms import Form

MODULES = {"1-theory": "theory", "2-practice": "practice", "3-problems": "problems", "4-ways-forward": "forward"}


@dataclass(frozen=True)
class Question:
    """One autograded question: the form of its answer and its points.

    ``shared`` is True when the answer is the same in every variant, as when a question reads the whole table.
    """

    form: Form
    points: int
    shared: bool = False


@dataclass(frozen=True)
class Assignment:
    """An assignment: title, questions by name (q1, q2, …), points of the essay, and variants.

    A variant is a mapping of names to values, for example {"country": "BRA", "year": 2019}; every variant has the
    same names. ``labels`` says in words what each name stands for.
    """

    name: str
    title: str
    questions: dict[str, Question]
    essay_points: int
    variants: list[dict]
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def points(self) -> int:
        """All points, the essay's included."""
        return sum(question.points for question in self.questions.values()) + self.essay_points


def find(name: str) -> Assignment:
    """The assignment of a name; an unknown name lists the known ones (ValueError)."""
    if name not in MODULES:
        raise ValueError(f"There is no assignment “{name}”. There are: {', '.join(MODULES)}.")
    return importlib.import_module(f".{MODULES[name]}", __package__).ASSIGNMENT
