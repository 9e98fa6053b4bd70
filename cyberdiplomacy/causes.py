"""Capacity and what may hold it back: what a correlation between states shows, and what it can't (claim G5)."""

import math

import numpy as np
import pandas as pd

from . import dots, measures, style
from .data import load

MEANS = {
    "Spending on research (2020–2022)": "rd_gdp",
    "Science and engineering articles (2022)": "science_articles",
    "Developers on GitHub (2024)": "github_developers",
    "Commitment to cybersecurity (GCI 2024)": "gci",
}
ENDS = {"Diplomatic posts abroad (2024)": "posts", "Rounds in four UN expert groups (2009–2021)": "rounds"}
ADJUST = {"As they are": "no", "At equal size of economy": "size"}
LOOKS = {  # in the order drawn: China last, on top
    "other states": {"marker": "o", "color": style.GREY},
    "United States": {"marker": "s", "color": style.STATE["USA"]},
    "Estonia": {"marker": "^", "color": style.GREEN},
    "China": {"marker": "D", "color": style.STATE["CHN"]},
}


def rounds() -> pd.Series:
    """In how many groups of governmental experts each state sat, of the four that our table has in full; never: 0."""
    states = load("countries").query("un_member")["iso3"]
    known = load("gge_coverage").query("complete")["group_id"]
    seats = load("gge_members")
    return seats[seats["group_id"].isin(known)]["iso3"].value_counts().reindex(states, fill_value=0)


def economy() -> pd.Series:
    """Size of each economy in 2022: GDP per head times people, international dollars."""
    rows = measures.raw("gdp_per_head").merge(measures.raw("population"), on=["iso3", "year"], suffixes=("", "_people"))
    rows = rows[rows["year"] == 2022].set_index("iso3")
    return rows["value"] * rows["value_people"]


def table(mean: str, end: str) -> pd.DataFrame:
    """States with all three values: ``iso3``, ``name``, ``means`` and ``size`` as logarithms to base 10 (an index as it is),
    ``end``. States without a value are left out."""
    if mean == "gci":
        rows = (
            load("index_scores").query("edition_id == 'gci-2024' and dimension == 'overall'").set_index("iso3")["score"]
        )
    else:
        every = measures.series(mean, "total")
        every = every[every["year"].between(2020, 2024) & (every["value"] > 0)].sort_values("year")
        rows = np.log10(every.groupby("iso3")["value"].last())
    if end == "posts":
        held = load("diplomatic_posts")
        ends = held[held["edition"] == held["edition"].max()].set_index("iso3")["posts"]
    else:
        ends = rounds()
    both = pd.DataFrame({"means": rows, "end": ends, "size": np.log10(economy())}).dropna()
    return both.join(load("countries").set_index("iso3")["name"]).reset_index(names="iso3")


def without(values: pd.Series, other: pd.Series) -> pd.Series:
    """What is left of ``values`` after the straight line in ``other`` is taken out (least squares); mean zero.

    Raises ValueError for fewer than three values, or if ``other`` doesn't vary.
    """
    if len(values) < 3 or np.ptp(other) == 0:
        raise ValueError("A line needs three states or more that differ.")
    slope, start = np.polyfit(other, values, 1)
    return values - (start + slope * other)


def correlations(mean: str, end: str) -> tuple[float, float, int]:
    """The correlation of means and end, the same at equal size of economy (partial correlation), and the number of states."""
    return _correlations(table(mean, end))


def _correlations(rows: pd.DataFrame) -> tuple[float, float, int]:
    plain = rows["means"].corr(rows["end"])
    partial = without(rows["means"], rows["size"]).corr(without(rows["end"], rows["size"]))
    return plain, partial, len(rows)


def _signed(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def draw_causes(mean: str = "rd_gdp", end: str = "posts", adjust: str = "no") -> style.Picture:
    """Means and results of states: as they are, or after the size of the economy is taken out of both."""
    rows = table(mean, end)
    plain, partial, _ = _correlations(rows)
    x, y = rows["means"], rows["end"].astype(float)
    if adjust == "size":
        x, y = without(x, rows["size"]), without(y, rows["size"])
    fig, ax = style.picture(4.2)
    kind = rows["name"].where(rows["name"].isin(LOOKS), "other states")
    rows = dots.draw(ax, rows.assign(x=x, y=y, kind=kind), LOOKS, size=30)
    dots.legend(fig, ax, LOOKS, columns=4)
    slope, start = np.polyfit(rows["x"], rows["y"], 1)
    ends = np.array([rows["x"].min(), rows["x"].max()])
    ax.plot(ends, start + slope * ends, color=style.INK, lw=1, ls="--")
    ax.margins(x=0.08, y=0.08)
    mean_text, end_text = (style.text_of(choices, code) for choices, code in ((MEANS, mean), (ENDS, end)))
    logs = mean != "gci"
    short = {"posts": "Posts", "rounds": "Rounds"}[end]
    means_label, end_label, means = mean_text.split(" (")[0], short, rows["x"].round(2)
    if adjust == "size":
        means_label += f" ({'log 10' if logs else 'score'}, beyond size)"
        end_label += " beyond size"
        ax.set(xlabel=means_label)
    elif logs:  # a reader sees the values, on a logarithmic scale
        means_label += f", {measures.unit(mean)}"
        means = (10 ** rows["x"]).map(lambda value: float(f"{value:.3g}"))
        powers = range(math.floor(rows["x"].min()), math.ceil(rows["x"].max()) + 1)
        ax.set_xticks(list(powers), [f"{10.0**power:,g}" for power in powers])
        ax.set(xlabel=f"{means_label}\n(logarithmic scale)")
    else:
        means_label += " (score)"
        ax.set(xlabel=means_label)
    if adjust == "no":  # nobody has fewer posts than none: the line ends there
        ax.set_ylim(bottom=-0.06 * rows["y"].max())
    ax.set(ylabel=end_label)
    fig.suptitle("Means and results, one dot a state")
    pair = f"{measures.inside(mean_text)} with {measures.inside(end_text)}"
    sentence = f"{len(rows)} states: the correlation of {pair} is {_signed(plain)}."
    if adjust == "size":
        sentence = f"At equal size of economy the correlation of {pair} is {_signed(partial)} over {len(rows)} states; as they are it is {_signed(plain)}."
    shown = pd.DataFrame({"State": rows["name"], means_label: means, end_label: rows["y"].round(2)})
    tables_ = ["indicator_values", "diplomatic_posts" if end == "posts" else "gge_members"]
    return fig.tell(
        sentence, shown, ["index_scores", *tables_] if mean == "gci" else tables_, find=("Find a state", "State")
    )
