"""The forms of an answer: which kind of value a question asks for, and when two values are the same answer.

A form is used twice. In a student's notebook ``check`` reads the value and says whether it has the right form.
In grading the answer arrives as plain JSON, is read by the same form, and is compared with the key. A form knows
nothing of any key, so it can stand in the student's copy.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass

TEXT_LIMIT = 200  # characters of one text in an answer
ITEM_LIMIT = 400  # items of one list or mapping in an answer


class FormError(ValueError):
    """An answer has the wrong form; the message tells a student what is wrong and what is asked for."""


def plain(value, depth: int = 0):
    """A value as what JSON knows: number, text, True or False, list, mapping of texts; anything else is refused.

    Numbers of NumPy, and series, indexes, arrays and frames of pandas, become plain ones; sets become sorted lists.
    Only exact kinds are taken, so an object that claims to be equal to everything is no answer. Raises FormError.
    """
    kind = type(value)
    if value is None or kind in (bool, int, str):
        if kind is int and value.bit_length() > 64:
            raise FormError("the number is too large")
        if kind is str and len(value) > TEXT_LIMIT:
            raise FormError(f"the text is longer than {TEXT_LIMIT} characters")
        return value
    if kind is float:
        if not math.isfinite(value):
            raise FormError("the number is missing (NaN) or infinite")
        return value
    if depth > 2:
        raise FormError("the answer is nested too deeply")
    if kind in (list, tuple, set, frozenset, dict) and len(value) > ITEM_LIMIT:
        raise FormError(f"the answer has more than {ITEM_LIMIT} items")
    if kind in (list, tuple):
        return [plain(item, depth + 1) for item in value]
    if kind in (set, frozenset):
        return sorted((plain(item, depth + 1) for item in value), key=str)
    if kind is dict:
        return {_label(name): plain(item, depth + 1) for name, item in value.items()}
    return _from_library(value, kind, depth)


def _from_library(value, kind: type, depth: int):
    """Numbers, arrays and series of NumPy and pandas as plain values; anything else is refused."""
    module = kind.__module__.partition(".")[0]
    if module == "numpy" and kind.__name__ != "ndarray" and getattr(value, "ndim", None) == 0:
        return plain(value.item(), depth)
    if module == "pandas" and kind.__name__ == "Series":
        if len(value) > ITEM_LIMIT:
            raise FormError(f"the answer has more than {ITEM_LIMIT} items")
        return {_label(name): plain(item, depth + 1) for name, item in zip(value.index, value.tolist(), strict=True)}
    if (module == "pandas" and kind.__name__.endswith(("Index", "Array"))) or (
        module == "numpy" and kind.__name__ == "ndarray"
    ):
        return plain(value.tolist(), depth)
    raise FormError(f"an answer can't be of the kind “{kind.__name__}”")


def _label(name) -> str:
    """The name of one item of a mapping, as text."""
    name = plain(name, 3)
    if isinstance(name, float) and name.is_integer():
        name = int(name)
    return str(name)


def fold(text: str) -> str:
    """A text as it is compared: one case, one kind of space, one width of letters."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


class _Form:
    """What all forms share: ``asks`` says what is asked for, ``read`` reads a value, ``share`` tells how much is right."""

    def same(self, key, answer) -> bool:
        """Whether an answer is wholly the key."""
        return self.share(key, answer) == 1

    def _wrong(self, what: str) -> FormError:
        return FormError(f"it should be {self.asks()}, and {what}")


def _many(least: int, most: int) -> str:
    return f"{least}" if least == most else f"{least} to {most}"


@dataclass(frozen=True)
class Number(_Form):
    """One number between ``low`` and ``high`` in ``unit``; right within ``tolerance`` of the key, in that unit."""

    low: float
    high: float
    unit: str = ""
    tolerance: float = 0.0
    whole: bool = False

    def asks(self) -> str:
        """What is asked for, in words."""
        kind = "a whole number" if self.whole else "a number"
        unit = f" ({self.unit})" if self.unit else ""
        return f"{kind} from {self.low:g} to {self.high:g}{unit}"

    def read(self, value):
        """The number, or FormError."""
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self._wrong(f"is {_named(value)}")
        if self.whole and float(value) != int(value):
            raise self._wrong("has a fraction")
        slack = 1e-9 * max(1.0, abs(self.low), abs(self.high))  # 100.00000000000001 is 100
        if not self.low - slack <= value <= self.high + slack:
            raise self._wrong("lies outside")
        return float(value)

    def share(self, key, answer) -> float:
        """1 when the answer is the key within the tolerance (rounding of binary fractions is forgiven), else 0."""
        return float(abs(float(key) - float(answer)) <= self.tolerance + 1e-9 * max(1.0, abs(float(key))))


@dataclass(frozen=True)
class Truth(_Form):
    """True or False."""

    def asks(self) -> str:
        """What is asked for, in words."""
        return "True or False"

    def read(self, value):
        """The truth value, or FormError."""
        if not isinstance(value, bool):
            raise self._wrong(f"is {_named(value)}")
        return value

    def share(self, key, answer) -> float:
        """1 when both are True or both False, else 0."""
        return float(key is answer)


@dataclass(frozen=True)
class Text(_Form):
    """One text; where ``choices`` are given, one of them. Case and spaces don't count. ``what`` names it."""

    what: str = "a text"
    choices: tuple[str, ...] = ()

    def asks(self) -> str:
        """What is asked for, in words."""
        if 0 < len(self.choices) <= 12:
            return f"{self.what}, one of: {', '.join(self.choices)}"
        return f"{self.what}, written as in the table"

    def read(self, value):
        """The text, or FormError."""
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(f"is {_named(value)}")
        if self.choices and fold(value) not in {fold(choice) for choice in self.choices}:
            raise FormError(f"“{value}” isn't {self.asks()}")
        return fold(value)

    def share(self, key, answer) -> float:
        """1 when both texts are one, else 0."""
        return float(fold(key) == fold(answer))


@dataclass(frozen=True)
class Texts(_Form):
    """A list of ``least`` to ``most`` different texts, in order if ``ordered``; from ``choices`` if given."""

    what: str
    least: int
    most: int
    ordered: bool = False
    choices: tuple[str, ...] = ()

    def asks(self) -> str:
        """What is asked for, in words."""
        order = "in order" if self.ordered else "in any order"
        return f"a list of {_many(self.least, self.most)} {self.what}, {order}"

    def read(self, value):
        """The list of texts, or FormError."""
        if not isinstance(value, list):
            raise self._wrong(f"is {_named(value)}")
        texts = [Text(self.what, self.choices).read(item) for item in value]
        if len(set(texts)) < len(texts):
            raise self._wrong("names one of them twice")
        if not self.least <= len(texts) <= self.most:
            raise self._wrong(f"has {len(texts)}")
        return texts

    def share(self, key, answer) -> float:
        """The part that is right, 0 to 1: places of an ordered list; else right texts less wrong ones."""
        key, answer = [fold(text) for text in key], [fold(text) for text in answer]
        if self.ordered:
            right = sum(one == other for one, other in zip(key, answer, strict=False))
            return right / max(len(key), len(answer))
        right = len(set(key) & set(answer))
        return max(0, right - len(set(answer) - set(key))) / len(key)


@dataclass(frozen=True)
class Numbers(_Form):
    """A mapping or series of ``least`` to ``most`` names to numbers, each as ``number`` says."""

    what: str
    number: Number
    least: int
    most: int

    def asks(self) -> str:
        """What is asked for, in words."""
        return f"a series (or dict) of {_many(self.least, self.most)} {self.what}, each with {self.number.asks()}"

    def read(self, value):
        """The mapping of text to number, or FormError."""
        if not isinstance(value, dict):
            raise self._wrong(f"is {_named(value)}")
        read = {}
        for name, number in value.items():
            try:
                read[fold(str(name))] = self.number.read(number)
            except FormError as fault:
                raise FormError(f"at “{name}”: {fault}") from None
        if not self.least <= len(read) <= self.most:
            raise self._wrong(f"has {len(read)}")
        return read

    def share(self, key, answer) -> float:
        """The part that is right, 0 to 1: names with the right number, less names that don't belong."""
        key = {fold(str(name)): number for name, number in key.items()}
        answer = {fold(str(name)): number for name, number in answer.items()}
        right = sum(name in answer and self.number.same(key[name], answer[name]) for name in key)
        return max(0, right - len(answer.keys() - key.keys())) / len(key)


Form = Number | Truth | Text | Texts | Numbers


def _named(value) -> str:
    """What a value is, in words a student knows."""
    if value is None:
        return "empty"
    kinds = {bool: "True or False", int: "a number", float: "a number", str: "a text", list: "a list", dict: "a series"}
    return kinds.get(type(value), "something else")
