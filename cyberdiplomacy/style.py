"""One look for every figure, in light and in dark: sizes, colours, and a figure that says what it shows."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import matplotlib
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from . import data

WIDTH = 4.7  # inches; the page scales it to the column, so text stays readable on a phone
INK = "#0b0c0d"  # stands for the colour of the page's text: frames turn it into currentColor
PAPER = "none"  # the page shows through
MARKS = "explorer-marks"  # the group of marks that a reader can point at

# After Okabe and Ito (https://jfly.uni-koeln.de/color/), darkened or lightened until each colour has a contrast
# of at least 3:1 on white and on the dark page (#14181e), as WCAG 2.2 asks of graphics.
BLUE, VERMILION, GREEN, PURPLE, OCHRE, GREY = "#2f7fc1", "#d55e00", "#0f8f6b", "#b5619a", "#a8780a", "#808080"
CYCLE = (BLUE, VERMILION, GREEN, PURPLE, OCHRE, GREY)

# One colour a state wherever these states stand beside each other.
STATE = {"CHN": VERMILION, "USA": BLUE, "RUS": PURPLE, "IND": GREEN, "BRA": OCHRE}

RC = {
    "svg.fonttype": "none",  # real text: small, selectable, found by the page's search, follows dark mode
    "svg.hashsalt": "cyberdiplomacy",  # the same figure gives the same bytes
    "font.size": 10.8,
    "font.family": "sans-serif",
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 11.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titley": 1.0,  # always there, so that matplotlib need not look for what stands in its way
    "figure.titlesize": 11.5,
    "figure.titleweight": "bold",
    "axes.prop_cycle": matplotlib.cycler(color=CYCLE),
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.color": GREY,
    "grid.alpha": 0.35,
    "grid.linewidth": 0.6,
    "figure.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "legend.frameon": False,
    "figure.figsize": (WIDTH, 3.4),
}


# Set once, for the course's figures and for those a student draws, so that none differs.
matplotlib.rcParams.update(RC)


class Link(NamedTuple):
    """A cell of a picture's data that leads somewhere: its text and its address."""

    text: str
    url: str


def links(rows: pd.DataFrame) -> list[Link | str]:
    """The sources of a table's rows as cells: a link from publisher to address, or the publisher where there is none."""
    pairs = zip(rows["source_publisher"], rows["source_url"], strict=True)
    return [publisher if pd.isna(url) else Link(publisher, url) for publisher, url in pairs]


class Picture(Figure):
    """A matplotlib Figure that knows what it shows: a sentence, its data, and its source.

    Attributes set by ``tell``:
        sentence (str): what this picture shows, with its numbers; also the alternative text.
        data (pandas.DataFrame): the numbers drawn, one row a mark, columns named for a reader.
        source (str): the credit line.
        find (tuple[str, ...]): where single marks can be pointed at: what the control is called ("Find a state"), and
            the columns that its list shows, the last of which names a mark. Empty where they can't.
        frame: what ``frames.render`` made of it, until ``tell`` is called again.
    """

    sentence: str = ""
    source: str = ""
    data: pd.DataFrame | None = None
    find: tuple[str, ...] = ()
    frame = None

    def _repr_svg_(self) -> str:
        """What JupyterLab shows when a cell ends with a picture; a figure made without pyplot shows only its name."""
        from .svg import draw

        return draw(self)

    def suptitle(self, text: str, **how):
        """The title, from the left edge of the picture, so that a long one is not cut off."""
        height = {} if self.get_layout_engine() else {"y": 0.985}  # a layout finds the height itself
        return super().suptitle(text, **({"x": 0.012, "ha": "left"} | height | how))

    def tell(self, sentence: str, table: pd.DataFrame, tables: Sequence[str], find: tuple = ()) -> "Picture":
        """Set the sentence and the data drawn; ``tables`` names the course tables they come from.

        find: see the class; the marks are those drawn with ``marks``, and the table has their rows in the order drawn.
        """
        self.frame = None
        self.sentence = sentence
        self.data = table.reset_index(drop=True)
        self.source = data.source(*tables)
        self.find = find
        return self


def marks(ax: Axes, x, y, **look):
    """A scatter whose marks a reader can point at, one by one (see ``Picture.find``)."""
    drawn = ax.scatter(x, y, **look)
    drawn.set_gid(MARKS)
    return drawn


def picture(height: float = 3.4, panels: int = 1):
    """A new picture in the course's look, ``height`` inches high, and its axes: one, or several that share their x."""
    fig = Picture(figsize=(WIDTH, height), layout="constrained")
    return fig, fig.subplots(panels, sharex=True)


def fixed(
    height: float,
    left: float,
    bottom: float,
    top: float,
    panels: tuple[float, ...] = (1,),
    gap: float = 0.06,
    stacked: bool = False,
    right: float | None = None,
):
    """A picture like ``picture``, whose axes have fixed margins (shares of its size): drawn in half the time.

    For pictures of which a page holds hundreds, and whose labels are known to fit. panels: relative widths, side by side;
    or heights, where they are ``stacked`` and share their x.
    """
    fig = Picture(figsize=(WIDTH, height))
    grid = {"left": left, "right": right or (0.97 if stacked else 0.95), "bottom": bottom, "top": top}
    if stacked:
        return fig, fig.subplots(
            len(panels), 1, sharex=True, gridspec_kw=grid | {"hspace": gap, "height_ratios": panels}
        )
    return fig, fig.subplots(1, len(panels), gridspec_kw=grid | {"wspace": gap, "width_ratios": panels})


def bars(ax: Axes, axis: str, places: Sequence[float], lengths: Sequence[float], color, width: float) -> None:
    """Bars from 0, ``width`` points thick: along ``axis`` "x" lie rows, along "y" stand columns.

    As thick lines, which are drawn in a tenth of the time of ``Axes.bar``; for pictures of which a page holds hundreds.
    """
    drawn = (ax.hlines if axis == "x" else ax.vlines)(places, 0, lengths, color=color, lw=width)
    getattr(drawn.sticky_edges, axis).append(0)  # the axis begins where they do


def name_rows(ax: Axes, places: Sequence[float], names: Sequence[str], size: float) -> None:
    """Write each name left of the axis, beside its row; as a text alone, which is drawn in a tenth of the time of a tick."""
    ax.set_yticks([])
    where = ax.get_yaxis_transform()
    for place, name in zip(places, names, strict=True):
        ax.text(-0.02, place, name, transform=where, ha="right", va="center_baseline", fontsize=size)


def text_of(options: Mapping[str, object], value) -> str:
    """What readers see for a value of a choice, whose options are a mapping of text to value."""
    return {known: text for text, known in options.items()}[value]


def contrast(codes: Iterable[str]) -> list[str]:
    """A colour for each state: China and the United States in their own, all others in grey."""
    return [STATE[code] if code in ("CHN", "USA") else GREY for code in codes]


def label_bars(ax: Axes, bars, texts: Sequence[str]) -> None:
    """Write each text at the end of its horizontal bar."""
    ax.bar_label(bars, labels=list(texts), padding=3, fontsize=9.5)
    ax.margins(x=0.14)


_WITH_ARTICLE = (
    "African Union", "Bahamas", "Central African Republic", "Comoros", "Dominican Republic", "European Union", "Gambia", "Maldives", "Marshall Islands",
    "Netherlands", "Philippines", "Seychelles", "Solomon Islands", "United Arab Emirates", "United Kingdom", "United States",
)  # fmt: skip


def the(name: str) -> str:
    """A country's name inside a sentence: ``the United States``, ``China``."""
    return f"the {name}" if name in _WITH_ARTICLE else name


def capital(text: str) -> str:
    """The text with a capital at its beginning, for the start of a sentence."""
    return text[:1].upper() + text[1:]


def number(value: float, digits: int = 0) -> str:
    """A number for a reader: thousands with a comma, ``digits`` decimals."""
    return f"{value:,.{digits}f}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """``1 state``, ``2 states``: the count, written with a comma, and its noun."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
