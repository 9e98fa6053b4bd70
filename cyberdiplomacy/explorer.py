"""``explore()``: one figure that a reader can move, in JupyterLab and in the built book.

It is native HTML controls over frames (``static/explorer.js``). With a kernel a frame is drawn when it is wanted
(``live``); in the book all are drawn while it is built. Where no script runs it is its first frame, with caption and
data.
"""

import base64
import contextlib
import gc
import gzip
import html
import itertools
import json
import os
from collections.abc import Callable, Mapping
from functools import cached_property

from matplotlib.figure import Figure

from .choices import Choice, ExploreError, read_choice
from .frames import Frame, render
from .style import Link
from .values import written

BUILDING_A_BOOK = "CYBERDIPLOMACY_BOOK"  # set by cyberdiplomacy.book: the kernel then draws every frame
MOST_FRAMES = 700  # in a page; more would make it slow to build and to load

State = tuple[int, ...]  # the position of the chosen option of each choice


@contextlib.contextmanager
def _rarely_collecting():
    """Let Python look for garbage less often: each figure is thousands of small objects, gone with the next."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def explore(
    draw: Callable[..., Figure],
    /,
    *,
    name: str | None = None,
    labels: Mapping[str, str] | None = None,
    start: Mapping[str, object] | None = None,
    book: Mapping[str, object] | None = None,
    **choices,
) -> "Explorer":
    """Make a figure that a reader can move. Called like ``ipywidgets.interact``.

    Args:
        draw: a function that returns a matplotlib Figure (best a ``style.Picture``).
        choices: one for each argument of ``draw``: a list of values, a mapping of text to value, numbers for a
            slider, or True or False for a box to tick.
        name: the explorer's id in the page; by default the function's name.
        labels: what a choice is called on the page, by argument.
        start: the first state, by argument; by default each choice's first option (and the box as given).
        book: for a choice with many options, the smaller sample that the built book offers.

    Raises ExploreError, naming the explorer and the choice or state, for what is no function, for an empty or doubtful
    choice, for a function that fails or doesn't return a figure, and for more than 700 frames in the book.
    """
    name = name or getattr(draw, "__name__", "explorer").removeprefix("draw_").replace("_", "-")
    if not callable(draw):  # the usual slip: brackets after the function, which then has drawn already
        raise ExploreError(
            f"An explorer is made from a function, and this is {written(draw)}. Write the function without brackets: "
            "explore(participation.draw_seats, ...)."
        )
    if not choices:
        raise ExploreError(f"Explorer {name!r} has no choices; give one for each argument of the function.")
    for given, what in ((labels, "labels"), (start, "start"), (book, "book")):
        if unknown := set(given or {}) - set(choices):
            raise ExploreError(
                f"Explorer {name!r}: {what} names {sorted(unknown)[0]!r}, which is none of its choices: "
                f"{', '.join(choices)}."
            )
    in_book = bool(os.environ.get(BUILDING_A_BOOK))
    offered = {**choices, **(book or {})} if in_book else choices
    read = [read_choice(name, argument, options, (labels or {}).get(argument)) for argument, options in offered.items()]
    first = {arg: options for arg, options in choices.items() if isinstance(options, bool)} | dict(start or {})
    return Explorer(draw, name, tuple(read), first, all_frames=in_book)


class Explorer:
    """A drawing function, its choices, and the frames drawn so far. Made by ``explore``."""

    def __init__(self, draw, name: str, choices: tuple[Choice, ...], start: Mapping[str, object], all_frames: bool):
        self.draw, self.name, self.choices = draw, name, choices
        self._frames: dict[State, Frame] = {}
        try:
            self.start = tuple(c.index(start[c.argument]) if c.argument in start else 0 for c in choices)
        except ValueError as error:
            raise ExploreError(f"Explorer {name!r}, start: {error}.") from None
        self._all_frames = all_frames
        if all_frames:
            count = len(list(self.states()))
            if count > MOST_FRAMES:
                raise ExploreError(
                    f"Explorer {name!r} would put {count} frames in the page, more than {MOST_FRAMES}: give a smaller "
                    f"sample of a choice with book={{...}}."
                )
            with _rarely_collecting():
                for state in self.states():
                    self.frame(state)
        else:
            self.frame(self.start)  # a mistake shows here, at the call, and not later at a click

    def states(self):
        """Every state, in the order of the choices."""
        return itertools.product(*(range(len(choice.values)) for choice in self.choices))

    def words(self, state: State) -> str:
        """A state in the reader's words: ``Country: China, Year: 2024``."""
        return ", ".join(f"{c.label}: {c.texts[i]}" for c, i in zip(self.choices, state, strict=True))

    def frame(self, state: State) -> Frame:
        """The frame of a state, drawn once."""
        if state not in self._frames:
            arguments = {c.argument: c.values[i] for c, i in zip(self.choices, state, strict=True)}
            where = f"Explorer {self.name!r} at {self.words(state)}"
            try:
                figure = self.draw(**arguments)
            except Exception as error:
                raise ExploreError(f"{where}: {type(error).__name__}: {error}") from error
            if not isinstance(figure, Figure):
                raise ExploreError(
                    f"{where}: {self.draw.__name__} returned {type(figure).__name__}, and must return a matplotlib Figure."
                )
            try:
                self._frames[state] = render(figure, self.words(state))
            except Exception as error:
                raise ExploreError(f"{where}: {type(error).__name__}: {error}") from error
        return self._frames[state]

    def _repr_mimebundle_(self, include=None, exclude=None):
        bundle = {"text/plain": self.frame(self.start).sentence, "text/html": self.html()}
        if self._all_frames:
            return bundle
        view, _ = self.widget._repr_mimebundle_()  # and metadata, of which there are none here
        return view | bundle

    # The built book

    def html(self, controls: bool = False) -> str:
        """The explorer as HTML: its first frame and, while a book is built, its controls and all other frames.

        controls: give it its controls in any case.
        """
        frame = self.frame(self.start)
        form = payload = ""
        if controls or self._all_frames:
            form = "".join(self._control(c, i) for c, i in zip(self.choices, self.start, strict=True))
            form = f'<form class="explorer-controls" autocomplete="off" hidden>{form}</form>'
        if self._all_frames:
            payload = f'<script type="application/gzip">{self._payload()}</script>'
        return (
            f'<figure class="explorer" id="{self.name}">{form}'
            f'<div class="explorer-picture">{frame.svg}</div>{self._finder(frame)}'
            f'<figcaption class="explorer-caption" aria-live="polite">{html.escape(frame.sentence)}</figcaption>'
            f"{details_html(frame, self.name)}{payload}</figure>"
        )

    def _finder(self, frame: Frame) -> str:
        """The control that points at one mark of the picture; filled by the script."""
        if not frame.find:
            return ""
        ident = f"{self.name}-find"
        return (
            f'<div class="explorer-find" hidden><label for="{ident}">{html.escape(frame.find[0])}</label> '
            f'<select id="{ident}" autocomplete="off" aria-describedby="{ident}-mark"></select>'
            f'<p class="explorer-mark" id="{ident}-mark" aria-live="polite"></p></div>'
        )

    def _control(self, choice: Choice, at: int) -> str:
        label, ident = html.escape(choice.label), f"{self.name}-{choice.argument}"
        texts = [html.escape(text) for text in choice.texts]
        if choice.kind == "checkbox":
            ticked = " checked" if at else ""
            return f'<label class="explorer-choice"><input type="checkbox"{ticked}> {label}</label>'
        if choice.kind == "radio":
            options = "".join(
                f'<label><input type="radio" name="{ident}" value="{i}"{" checked" if i == at else ""}> {text}</label>'
                for i, text in enumerate(texts)
            )
            return f'<fieldset class="explorer-choice"><legend>{label}</legend>{options}</fieldset>'
        if choice.kind == "range":
            steps = html.escape(json.dumps(choice.texts), quote=True)
            return (
                f'<div class="explorer-choice"><label for="{ident}">{label}</label> '
                f'<input type="range" id="{ident}" min="0" max="{len(texts) - 1}" value="{at}" '
                f'data-texts="{steps}" aria-valuetext="{texts[at]}"> <output for="{ident}">{texts[at]}</output></div>'
            )
        options = "".join(
            f'<option value="{i}"{" selected" if i == at else ""}>{text}</option>' for i, text in enumerate(texts)
        )
        return (
            f'<div class="explorer-choice"><label for="{ident}">{label}</label> '
            f'<select id="{ident}">{options}</select></div>'
        )

    def _payload(self) -> str:
        """All frames as base64 of gzip of JSON: ``{"rows": [row, …], "frames": {"0,2": frame, …}}``.

        A frame is as ``Frame.packed`` gives it. One that equals an earlier one is that one's state: ``"2,0": "0,2"``. Where
        most rows stand in several frames, each is kept once in ``rows``, and a frame has its place there instead.
        """
        first: dict[Frame, str] = {}
        same = {}
        for state in self.states():
            name, frame = ",".join(map(str, state)), self.frame(state)
            if (known := first.setdefault(frame, name)) != name:
                same[name] = known
        frames = {name: frame.packed() for frame, name in first.items()}
        places = {row: k for k, row in enumerate(dict.fromkeys(row for frame in frames.values() for row in frame[3]))}
        if 2 * len(places) < sum(len(frame[3]) for frame in frames.values()):
            frames = {at: [*frame[:3], [places[row] for row in frame[3]], *frame[4:]] for at, frame in frames.items()}
        else:
            places = {}
        text = json.dumps({"rows": [*places], "frames": frames | same}, ensure_ascii=False, separators=(",", ":"))
        return base64.b64encode(gzip.compress(text.encode(), 9, mtime=0)).decode()

    # JupyterLab

    @cached_property
    def widget(self):
        """The explorer as a widget."""
        from .live import LiveExplorer  # here: the built book needs none

        return LiveExplorer(self)


def _cell_html(cell: str | Link) -> str:
    text = cell.text if isinstance(cell, Link) else cell
    shown = html.escape(text)
    if isinstance(cell, Link):
        shown = f'<a href="{html.escape(cell.url, quote=True)}">{shown}</a>'
    width = ' class="long"' if len(text) > 60 else ' class="short"' if len(text) <= 12 else ""  # as in explorer.js
    return f"<td{width}>{shown}</td>"


def details_html(frame: Frame, name: str) -> str:
    """The frame's data as a table that opens, with a CSV file to keep, and the source line."""
    parts = []
    if frame.rows:
        head = "".join(f'<th scope="col">{html.escape(text)}</th>' for text in frame.header)
        body = "".join(f"<tr>{''.join(map(_cell_html, row))}</tr>" for row in frame.rows)
        link = base64.b64encode(("\ufeff" + frame.csv()).encode()).decode()  # the mark makes Excel read UTF-8
        parts.append(
            '<details class="explorer-data"><summary>The numbers in this picture</summary>'
            f'<p><a download="{name}.csv" href="data:text/csv;charset=utf-8;base64,{link}">Save as CSV</a></p>'
            f'<div class="explorer-table" tabindex="0" role="region" aria-label="The numbers in this picture">'
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></details>"
        )
    if frame.source:
        parts.append(f'<p class="explorer-source">Source: {html.escape(frame.source)}</p>')
    return "".join(parts)
