"""Values that a function doesn't know, told in words: what was written, what there is, and what was probably meant.

Checked here, a wrong value stops a calculation where it was written, in place of an empty table later on.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping

MOST = 3  # hints at once; more would be a list to search


def check(value, known: Iterable, what: str, plural: str | None = None, error: type[Exception] = ValueError) -> None:
    """Does nothing for one of the known values.

    known: the values, or a mapping of text to value (the options of a choice); a text is then a hint to its value.
    what, plural: what the values are, ``theme`` and ``themes``.

    Raises ``error`` for any other value; its message has the nearest values and all of them.
    """
    options = known.values() if isinstance(known, Mapping) else known
    try:
        if value in options:
            return
    except (TypeError, ValueError):  # a table or a missing value is neither equal to a text nor unequal
        pass
    every = {str(one): one for one in options}
    near = nearest(value, {**(known if isinstance(known, Mapping) else {}), **every})
    hint = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
    raise error(f"There is no {what} {written(value)}.{hint} The {plural or what + 's'} are: {', '.join(every)}.")


def nearest(value, called: Mapping[str, object]) -> list:
    """What a value may stand for, best first: at most three.

    called: what each thing may be called. The same name, whatever its capitals, accents and dashes, goes before the first
    letters of its words (``AI``), these before a part that begins a word, and all before names written alike.
    """
    wanted = _plain(value) if isinstance(value, str) else ""
    names: dict[str, dict] = {}
    for name, one in called.items():
        names.setdefault(_plain(name), {})[one] = None
    if not wanted:
        return []
    same = [name for name in names if name == wanted]
    initials = [name for name in names if " " in name and "".join(word[0] for word in name.split()) == wanted]
    # Less than three letters begin too many words.
    parts = [name for name in names if len(wanted) > 2 and f" {wanted}" in f" {name}"]
    found = same or initials or parts or difflib.get_close_matches(wanted, names, n=MOST)
    return list(dict.fromkeys(one for name in found for one in names[name]))[:MOST]


def whole(value, what: str, least: int, most: int) -> int:
    """A whole number from ``least`` to ``most``, which may be written as a text: ``"2024"``.

    Raises ValueError for anything else.
    """
    try:
        number = int(value)
        fits = least <= number <= most and (isinstance(value, str) or number == value)
    except (TypeError, ValueError, OverflowError):
        fits = False
    if not fits:
        raise ValueError(f"{written(value)} is no {what}. Write a whole number from {least} to {most}.")
    return number


def written(value) -> str:
    """A value as a message shows it; of a long one, such as a table, only what it is: ``<DataFrame>``."""
    text = repr(value)
    return text if len(text) <= 80 and "\n" not in text else f"<{type(value).__name__}>"


def _plain(value) -> str:
    """A name without capitals, accents and signs: ``Türkiye`` and ``turkiye`` are one."""
    letters = unicodedata.normalize("NFKD", str(value).casefold())
    return " ".join(re.findall(r"\w+", "".join(c for c in letters if not unicodedata.combining(c)).replace("_", " ")))
