"""What a student calls in an assignment's notebook: ``begin`` and ``check``."""

from __future__ import annotations

import contextlib
import contextvars
import html
import inspect
from types import SimpleNamespace

from . import assignment, forms, variants

_forced: contextvars.ContextVar[int | None] = contextvars.ContextVar("variant", default=None)
_begun: dict[str, assignment.Assignment] = {}


class Mine(SimpleNamespace):
    """A student's own values in an assignment, as attributes; shown as a small table that says what each is."""

    def __init__(self, labels: dict[str, str] | None = None, /, **values) -> None:
        super().__init__(**values)
        self._labels = labels or {}

    def _told(self) -> list[tuple[str, str, str]]:
        """Name, value and what it is in words, of each."""
        held = {name: value for name, value in vars(self).items() if name != "_labels"}
        return [(name, repr(value), self._labels.get(name, "")) for name, value in held.items()]

    def __repr__(self) -> str:
        rows = (f"  mine.{name} = {value}" + (f"  # {label}" if label else "") for name, value, label in self._told())
        return "\n".join(["Your values:", *rows])

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td><code>mine.{name}</code></td><td>{html.escape(value)}</td><td>{html.escape(label)}</td></tr>"
            for name, value, label in self._told()
        )
        return f"<table><caption>Your values</caption>{rows}</table>"


@contextlib.contextmanager
def variant(number: int):
    """Within this, ``begin`` gives the variant of that number whatever the id: for making the key."""
    token = _forced.set(number)
    try:
        yield
    finally:
        _forced.reset(token)


def begin(name: str, student: str) -> Mine:
    """The values that a student's id gives them in an assignment.

    Raises NoId when no id was written, ValueError when the assignment is unknown.
    """
    known = assignment.find(name)
    forced = _forced.get()
    number = variants.number(name, student, len(known.variants)) if forced is None else forced
    _begun["now"] = known
    return Mine(known.labels, **known.variants[number])


def check(question: str) -> None:
    """Say whether the answer to a question has the right form. It never says whether the answer is right."""
    known = _begun.get("now")
    if known is None:
        print("Run the first cell of the notebook first: it sets your values.")
        return
    if question not in known.questions:
        print(f"There is no question “{question}” here. There are: {', '.join(known.questions)}.")
        return
    form = known.questions[question].form
    value = inspect.currentframe().f_back.f_globals.get(question)
    if value is None:
        print(f"{question} has no answer yet. Asked for: {form.asks()}.")
        return
    try:
        form.read(forms.plain(value))
    except forms.FormError as fault:
        print(f"{question} doesn't have the right form: {fault}.")
    else:
        print(f"{question} has the right form ({form.asks()}). Whether it is right, the marks will tell.")
