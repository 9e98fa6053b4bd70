"""One dot an event, stacked where several fall together: a picture of a list in which every entry can be pointed at."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from . import style
from .style import BLUE, GREEN, GREY, OCHRE, PURPLE, VERMILION

# Told apart by shape as well as by colour.
SHAPES = (
    {"marker": "o", "color": BLUE},
    {"marker": "s", "color": VERMILION},
    {"marker": "^", "color": GREEN},
    {"marker": "D", "color": PURPLE},
    {"marker": "v", "color": OCHRE},
    {"marker": "P", "color": GREY},
)


def when(dates: pd.Series) -> pd.Series:
    """Dates (``2015``, ``2015-12`` or ``2015-12-16``) as decimal years; a year or month stands at its middle."""
    parts = dates.astype("string").str.split("-", expand=True).reindex(columns=range(3)).astype("Float64")
    month = parts[1].fillna(6.5)
    day = parts[2].fillna(15.5)
    return (parts[0] + (month - 1) / 12 + (day - 1) / 372).astype(float)


def stack(places: pd.Series, width: float) -> tuple[pd.Series, pd.Series]:
    """Dots of one line made to stand on each other: their columns' middles and their heights 0, 1, 2 …

    width: of a column, in the unit of ``places``. Order within a column is the order of the places.
    """
    column = (places // width).astype(int)
    height = column.groupby(column).cumcount()
    return (column + 0.5) * width, height


def draw(ax: Axes, rows: pd.DataFrame, looks: Mapping[str, dict], size: float) -> pd.DataFrame:
    """Draw the dots (columns ``x``, ``y`` and ``kind``, a key of ``looks``) and return the rows in the order drawn."""
    drawn = []
    for kind, look in looks.items():
        chosen = rows[rows["kind"] == kind]
        if len(chosen):
            style.marks(ax, chosen["x"].astype(float), chosen["y"].astype(float), s=size, linewidths=0, **look)
            drawn.append(chosen)
    return pd.concat(drawn).reset_index(drop=True) if drawn else rows.iloc[:0]


def by_year(
    rows: pd.DataFrame,
    looks: Mapping[str, dict],
    span: tuple[int, int],
    first_tick: int,
    height: float,
    top: float,
    size: float,
    columns: int,
) -> tuple[style.Picture, pd.DataFrame]:
    """A picture with one column of dots a year (columns ``year`` and ``kind``, a key of ``looks``, in whose order the dots
    of a year stand), and its rows in the order drawn.

    span: first and last year of the axis. first_tick: the first year with a label; every fifth follows. height: of the
    picture, in inches. top: of its axis, in dots. size: of a dot. columns: of the legend.
    """
    rank = rows["kind"].map({kind: k for k, kind in enumerate(looks)})
    rows = rows.assign(rank=rank).sort_values(["year", "rank"])
    x, y = stack(rows["year"].astype(float), 1)
    fig, ax = style.picture(height)
    drawn = draw(ax, rows.assign(x=x, y=y), looks, size=size)
    legend(fig, ax, looks, columns=columns)
    ticks = range(first_tick, span[1] + 1, 5)
    ax.set(xlim=(span[0] - 0.2, span[1] + 1.2), ylim=(-0.7, top), yticks=[])
    ax.set_xticks([year + 0.5 for year in ticks], [str(year) for year in ticks])
    ax.grid(False)
    ax.spines["left"].set_visible(False)
    return fig, drawn


def legend(fig, ax: Axes, looks: Mapping[str, dict], columns: int = 3) -> None:
    """What each kind of dot means, below the picture."""
    keys = [ax.scatter([], [], s=34, linewidths=0, label=kind, **look) for kind, look in looks.items()]
    fig.legend(handles=keys, loc="outside lower left", ncols=columns, handletextpad=0.1, columnspacing=0.8)
