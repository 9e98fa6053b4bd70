"""What a reader can choose in an explorer, and how each choice is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


class ExploreError(ValueError):
    """An explorer can't be made or drawn; the message names the explorer, and the choice or state."""


@dataclass(frozen=True)
class Choice:
    """One argument of a drawing function and the values that a reader may give it.

    kind: ``checkbox`` for yes or no, ``range`` for evenly ordered numbers, ``radio`` for up to four options,
    ``select`` for more.
    """

    argument: str
    label: str
    kind: str
    texts: tuple[str, ...]
    values: tuple

    def index(self, value) -> int:
        """The position of a value (or of its text)."""
        for position, (text, known) in enumerate(zip(self.texts, self.values, strict=True)):
            if (type(known) is type(value) and known == value) or text == value:
                return position
        raise ValueError(f"{value!r} is none of the options of {self.argument!r}: {', '.join(self.texts)}")


def read_choice(explorer: str, argument: str, options, label: str | None = None) -> Choice:
    """One argument's choices, written as for ``ipywidgets.interact``.

    options: ``True`` or ``False`` (yes or no); a ``range`` or other list of numbers (a slider); a mapping of text to
    value; a list of (text, value) pairs; a list of values.
    """

    def refuse(why: str):
        return ExploreError(f"Explorer {explorer!r}, choice {argument!r}: {why}")

    label = label or argument.replace("_", " ").capitalize()
    if isinstance(options, bool):
        return Choice(argument, label, "checkbox", ("no", "yes"), (False, True))
    if isinstance(options, (str, bytes)) or not isinstance(options, Iterable):
        raise refuse(f"{options!r} is one value; give a list of options, a mapping of text to value, or a range.")
    pairs = list(options.items()) if isinstance(options, Mapping) else list(options)
    if not pairs:
        raise refuse("there is nothing to choose from; give at least one option.")
    named = isinstance(options, Mapping) or all(isinstance(p, tuple) and len(p) == 2 for p in pairs)
    texts = tuple(str(p[0]) if named else str(p) for p in pairs)
    values = tuple(p[1] if named else p for p in pairs)
    if len(set(texts)) < len(texts):
        twice = next(text for text in texts if texts.count(text) > 1)
        raise refuse(f"the option {twice!r} stands twice.")
    numbers = all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in values)
    slides = not named and numbers and len(values) > 2
    kind = "range" if slides else "radio" if len(values) <= 4 else "select"
    return Choice(argument, label, kind, texts, values)
