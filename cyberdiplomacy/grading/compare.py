"""Hold a submission's plain answers against the key. No student code runs here, and nothing of theirs is called."""

from __future__ import annotations

from dataclasses import dataclass

from ..exercises.assignment import Assignment
from ..exercises.forms import FormError


@dataclass(frozen=True)
class Mark:
    """Points of one question, what it carries, and why, in words for the student."""

    points: int
    of: int
    note: str


def marks(known: Assignment, key: dict, answers: dict, faults: dict) -> dict[str, Mark]:
    """A Mark for each question. ``key`` and ``answers``: question → plain value; ``faults``: question → reason.

    One number, text or truth value earns all its points or none: within the declared tolerance it is the key's, or it
    isn't. A list or series that is partly right earns that part of its points, rounded down to whole ones.
    """
    result = {}
    for name, question in known.questions.items():
        value, fault = answers.get(name), faults.get(name)
        if fault:
            result[name] = Mark(0, question.points, f"no points: {fault}")
        elif value is None:
            result[name] = Mark(0, question.points, "no answer")
        else:
            result[name] = _mark(question, key[name], value)
    return result


def _mark(question, key, value) -> Mark:
    try:
        answer = question.form.read(value)
        share = question.form.share(question.form.read(key), answer)
    except FormError as fault:
        return Mark(0, question.points, f"not in the right form: {fault}")
    except (TypeError, ValueError, OverflowError, RecursionError):
        return Mark(0, question.points, "not in the right form")
    if share == 1:
        return Mark(question.points, question.points, "right")
    points = min(int(question.points * share), question.points - 1)
    return Mark(points, question.points, "partly right" if points else "not right")
