"""One square a state, in rows by region or bloc: a picture in which every state can be pointed at."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes

from . import style
from .style import BLUE, GREY, OCHRE, VERMILION

REGIONS = ("Africa", "Americas", "Asia", "Europe", "Oceania")  # in the order of the rows
ACROSS = 20  # squares in a line

# Told apart by shape as well as by colour.
FULL = {"marker": "s", "s": 58, "facecolor": VERMILION, "edgecolor": VERMILION}
ROUND = {"marker": "o", "s": 48, "facecolor": BLUE, "edgecolor": BLUE}
PEAK = {"marker": "^", "s": 52, "facecolor": OCHRE, "edgecolor": OCHRE}
CLEAR = (1, 1, 1, 0)  # not "none": matplotlib then draws a lone mark in a way that can't be pointed at
EMPTY = {"marker": "s", "s": 58, "facecolor": CLEAR, "edgecolor": GREY}
CROSS = {"marker": "D", "s": 26, "facecolor": CLEAR, "edgecolor": GREY}


def draw(
    ax: Axes,
    states: pd.DataFrame,
    groups: Sequence[str],
    looks: Mapping[str, dict],
    label: Callable[[str, pd.DataFrame], str],
) -> pd.DataFrame:
    """Draw the squares and return the rows of ``states`` in the order drawn.

    states: columns ``group``, ``kind`` (a key of ``looks``) and ``name``. groups: the order of the rows, from the top.
    label: gives the text beside a group from its name and its rows.
    """
    top, ticks, placed = 0.0, [], []
    for group in groups:
        block = states[states["group"] == group]
        if block.empty:
            continue
        rank = {kind: k for k, kind in enumerate(looks)}
        block = block.sort_values(["kind", "name"], key=lambda c: c.map(rank) if c.name == "kind" else c)
        place = pd.Series(range(len(block)), index=block.index)
        placed.append(block.assign(x=place % ACROSS, y=-(place // ACROSS) - top))
        rows = (len(block) - 1) // ACROSS + 1
        ticks.append((-top - (rows - 1) / 2, label(group, block)))
        top += rows + 0.6
    every = pd.concat(placed)
    drawn = []
    for kind, look in looks.items():
        chosen = every[every["kind"] == kind]
        if len(chosen):
            style.marks(ax, chosen["x"].astype(float), chosen["y"].astype(float), **look)
            drawn.append(chosen)
    ax.set_yticks([y for y, _ in ticks], [text for _, text in ticks])
    ax.set(xticks=[], xlim=(-0.7, ACROSS - 0.3), ylim=(-top + 0.1, 0.9))
    ax.grid(False)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    return pd.concat(drawn).drop(columns=["x", "y"]).reset_index(drop=True)


def legend(fig, ax: Axes, looks: Mapping[str, dict], columns: int = 3) -> None:
    """What each mark means, below the picture."""
    keys = [ax.scatter([], [], label=kind, **look) for kind, look in looks.items()]
    fig.legend(handles=keys, loc="outside lower left", ncols=columns, handletextpad=0.1, columnspacing=0.8)
