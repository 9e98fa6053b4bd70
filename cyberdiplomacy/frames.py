"""A frame: one picture as compact SVG, with its sentence and its data."""

import csv
import io
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from . import style, svg


@dataclass(frozen=True)
class Frame:
    """One state of an explorer.

    svg: the picture, coloured by currentColor where ink is meant. sentence: what it shows. header, rows: its data, each
    cell a text or a ``style.Link``. source: the credit line. find: where a reader can point at single marks, what the
    control is called, which column names a mark, and which columns stand in its list; row k is about mark k.
    """

    svg: str
    sentence: str
    header: tuple[str, ...]
    rows: tuple[tuple[str | style.Link, ...], ...]
    source: str
    find: tuple[str, int, tuple[int, ...]] | None = None

    def packed(self) -> list:
        """The frame as ``explorer.js`` reads it; a link is a list of text and address."""
        return [self.svg, self.sentence, self.header, self.rows, self.source, self.find]

    def csv(self) -> str:
        """The data as CSV text (RFC 4180); a link is its text with the address in brackets."""
        out = io.StringIO()
        rows = [[f"{c.text} ({c.url})" if isinstance(c, style.Link) else c for c in row] for row in self.rows]
        csv.writer(out).writerows([self.header, *rows])
        return out.getvalue()


def render(figure: Figure, fallback: str) -> Frame:
    """A frame from a figure.

    A ``style.Picture`` brings its sentence, data and source. Any other matplotlib figure is described by its title
    and ``fallback`` (the reader's choices in words), and has no data table.

    A picture that is given again, because its function keeps what it drew, is not drawn again.

    Raises ValueError where marks that a reader can point at don't have one row of data each, or share a name.
    """
    if isinstance(figure, style.Picture) and figure.frame is not None:
        return figure.frame
    sentence = _sentence(figure, fallback)
    picture = svg.compact(svg.draw(figure), sentence)
    if figure.get_layout_engine() is None and not isinstance(figure, style.Picture):  # those fit as they are
        picture = svg.widen(picture)
    data = getattr(figure, "data", None)
    header, rows = ((), ()) if data is None else _as_text(data)
    find = getattr(figure, "find", ())
    if find:
        drawn = svg.count_marks(picture)
        if drawn != len(rows):
            raise ValueError(f"{drawn} marks are drawn and the table has {len(rows)} rows; each mark needs its own row")
        label, *listed = find
        places = tuple(header.index(name) for name in listed)
        named = [row[places[-1]] for row in rows]
        if twice := {
            name for name in named if named.count(name) > 1
        }:  # a list of marks would lead to the first of them
            raise ValueError(f"two marks are called {min(twice)!r}; each needs a name of its own")
        find = (label, places[-1], places)
    frame = Frame(picture, sentence, header, rows, getattr(figure, "source", ""), find or None)
    if isinstance(figure, style.Picture) and figure.sentence:
        figure.frame = frame
    return frame


def _sentence(figure: Figure, fallback: str) -> str:
    title = " ".join(ax.get_title(loc) for ax in figure.axes for loc in ("left", "center") if ax.get_title(loc))
    return getattr(figure, "sentence", "") or ". ".join(part for part in (title, fallback) if part)


def _as_text(table: pd.DataFrame) -> tuple[tuple[str, ...], tuple[tuple[str | style.Link, ...], ...]]:
    def cell(value) -> str | style.Link:
        if isinstance(value, style.Link):
            return value
        if pd.isna(value):
            return ""
        return np.format_float_positional(value, precision=6, trim="-") if isinstance(value, float) else str(value)

    return tuple(map(str, table.columns)), tuple(tuple(map(cell, row)) for row in table.itertuples(index=False))
