"""A frame: one picture as compact SVG, with its sentence and its data."""

import csv
import html
import io
import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from . import style


@dataclass(frozen=True)
class Frame:
    """One state of an explorer.

    svg: the picture, coloured by currentColor where ink is meant. sentence: what it shows. header, rows: its data as
    text. source: the credit line.
    """

    svg: str
    sentence: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str

    def packed(self) -> list:
        """The frame as ``explorer.js`` reads it."""
        return [self.svg, self.sentence, self.header, self.rows, self.source]

    def csv(self) -> str:
        """The data as CSV text (RFC 4180)."""
        out = io.StringIO()
        csv.writer(out).writerows([self.header, *self.rows])
        return out.getvalue()


def render(figure: Figure, fallback: str) -> Frame:
    """A frame from a figure.

    A ``style.Picture`` brings its sentence, data and source. Any other matplotlib figure is described by its title
    and ``fallback`` (the reader's choices in words), and has no data table.
    """
    out = io.StringIO()
    layout = figure.get_layout_engine()
    if layout is not None:  # savefig would draw the whole figure twice, once only for its layout
        layout.execute(figure)
        figure.set_layout_engine("none")
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    if layout is not None:
        figure.set_layout_engine(layout)
    title = " ".join(ax.get_title(loc) for ax in figure.axes for loc in ("left", "center") if ax.get_title(loc))
    sentence = getattr(figure, "sentence", "") or ". ".join(part for part in (title, fallback) if part)
    data = getattr(figure, "data", None)
    header, rows = ((), ()) if data is None else _as_text(data)
    return Frame(compact(out.getvalue(), sentence), sentence, header, rows, getattr(figure, "source", ""))


def _as_text(table: pd.DataFrame) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    def cell(value) -> str:
        if pd.isna(value):
            return ""
        return np.format_float_positional(value, precision=6, trim="-") if isinstance(value, float) else str(value)

    return tuple(map(str, table.columns)), tuple(tuple(map(cell, row)) for row in table.itertuples(index=False))


_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_UNUSED_ID = re.compile(r' id="([A-Za-z][\w.]*)"')


def compact(svg: str, sentence: str) -> str:
    """Matplotlib's SVG made fit for a page: no prologue, no metadata, short numbers, ink as currentColor.

    Only ids that something refers to are kept. Coordinates keep 2 decimals, 1/7200 inch.
    """
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.S)
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.S)
    svg = svg.replace(style.INK, "currentColor")
    svg = re.sub(r"<style.*?</style>|<defs>\s*</defs>", "", svg, flags=re.S)  # its one rule is in explorer.css
    svg = re.sub(r" font-family: [^;\"]*;?", "", svg)  # the page's own font
    svg = re.sub(r'<path d="[^"]*" style="fill: none"/>', "", svg)  # unseen backgrounds
    svg = re.sub(r' transform="rotate\(-?0 [^)]*\)"', "", svg)
    svg = _NUMBER.sub(lambda match: f"{float(match[0]):.2f}".rstrip("0").rstrip("."), svg)
    used = set(re.findall(r"(?:#|url\(#)([\w.-]+)", svg))
    svg = _UNUSED_ID.sub(lambda match: match[0] if match[1] in used else "", svg)
    svg = re.sub(r"\s*\n\s*", "\n", svg)
    viewbox = re.search(r'viewBox="([^"]+)"', svg)[1]
    body = svg[svg.index(">") + 1 :]
    label = html.escape(sentence, quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="{viewbox}" '
        f'role="img" aria-label="{label}">{body}'
    ).strip()
