"""Composite indices: how several indicators become one score and one rank (claim G1).

The steps and their names follow OECD and JRC, Handbook on Constructing Composite Indicators: Methodology and User Guide
(2008, https://doi.org/10.1787/9789264043466-en): normalisation, weighting, aggregation, and the test of how far the ranks
depend on them. A table of indicators has one row a state and one column a dimension. A missing value is never filled in:
a state that lacks a value in a dimension that counts gets no score.
"""

import itertools
import math
import textwrap
from collections.abc import Mapping
from functools import cache, lru_cache

import numpy as np
import pandas as pd

from . import measures, style
from .data import load
from .values import check, written

NORMALISATIONS = ("min-max", "z-score", "rank")
AGGREGATIONS = ("arithmetic", "geometric")
FLOOR = 1.0  # the lowest normalised value of a geometric mean, on a scale to 100: a zero would make every score zero


def normalise(values: pd.DataFrame, method: str = "min-max") -> pd.DataFrame:
    """Each column on a common scale, more is better.

    method: ``min-max`` (lowest state 0, highest 100), ``z-score`` (mean 0, one standard deviation 1), or ``rank`` (last
    state 0, first 100, equal steps; equal values share the mean of their places).

    Raises ValueError for an unknown method, and for a column whose values are all equal or of which fewer than two are
    known: no method can tell its states apart.
    """
    if method not in NORMALISATIONS:
        raise ValueError(f"{method!r} is no normalisation; choose {', '.join(NORMALISATIONS)}.")
    for name, column in values.items():
        if column.nunique() < 2:
            raise ValueError(f"{name!r} has no two different values, so it can't be normalised.")
    if method == "min-max":
        return 100 * (values - values.min()) / (values.max() - values.min())
    if method == "z-score":
        return (values - values.mean()) / values.std(ddof=0)
    return 100 * (values.rank() - 1) / (values.count() - 1)


def shares(weights: Mapping[str, float]) -> pd.Series:
    """Weights as shares that add up to 1.

    Raises ValueError if one is negative or not finite, or if all are zero.
    """
    given = pd.Series(dict(weights), dtype=float)
    if not np.isfinite(given).all() or (given < 0).any():
        raise ValueError("A weight is a number from zero upwards.")
    if given.sum() == 0:
        raise ValueError("All weights are zero: nothing is left to rank by. Give one dimension some weight.")
    return given / given.sum()


def aggregate(normalised: pd.DataFrame, weights: Mapping[str, float], how: str = "arithmetic") -> pd.Series:
    """One score a state: the weighted mean of its normalised values.

    how: ``arithmetic``, in which a strong value makes up for a weak one, or ``geometric``, in which a weak value pulls
    the whole down. For the geometric mean, values from 0 to 100 are moved to 1 to 100 first (see ``FLOOR``).

    Raises ValueError for an unknown way, and for the geometric mean of negative values such as z-scores.
    """
    if how not in AGGREGATIONS:
        raise ValueError(f"{how!r} is no aggregation; choose {' or '.join(AGGREGATIONS)}.")
    share = shares(weights).reindex(normalised.columns, fill_value=0)
    counted = normalised.loc[:, share > 0]
    share = share[share > 0]
    if how == "arithmetic":
        return (counted * share).sum(axis=1, skipna=False)
    if (counted < 0).any(axis=None):
        raise ValueError("A geometric mean needs values from zero upwards, and z-scores go below zero.")
    moved = FLOOR + counted * (100 - FLOOR) / 100
    return np.exp((np.log(moved) * share).sum(axis=1, skipna=False))


def ranks(scores: pd.Series) -> pd.Series:
    """The rank of each score, 1 is the highest; equal scores share the better rank; no score, no rank.

    scores: a column of numbers, such as ``values("head")["research"]``.

    Raises ValueError for anything else.
    """
    try:
        if isinstance(scores, pd.Series) and isinstance(scores.dtype, pd.StringDtype):
            raise TypeError  # pandas would rank words by the alphabet
        return scores.round(9).rank(ascending=False, method="min")
    except (AttributeError, TypeError):
        what = "holds words" if isinstance(scores, pd.Series) else f"is {written(scores)}"
        raise ValueError(
            f'Ranks are of a column of numbers, such as composite.values("head")["research"], and this {what}.'
        ) from None


def all_weights(dimensions: list[str], steps: int = 10) -> pd.DataFrame:
    """Every way to divide ``steps`` equal parts of weight among the dimensions: one row each, which adds up to 1."""
    if steps < 1:
        raise ValueError("The weight is divided into one part or more.")
    bars = itertools.combinations(range(steps + len(dimensions) - 1), len(dimensions) - 1)
    parts = [np.diff((-1, *cut, steps + len(dimensions) - 1)) - 1 for cut in bars]
    return pd.DataFrame(np.array(parts) / steps, columns=dimensions)


def stability(normalised: pd.DataFrame, how: str = "arithmetic", steps: int = 10, least: float = 0.0) -> pd.DataFrame:
    """How each state's rank depends on the weights, over all of ``all_weights`` that give each dimension ``least`` or more.

    With ``least`` 0 the ends of the range are mostly the cases in which one dimension counts alone.

    Columns: ``best``, ``worst`` and ``middle`` (median) rank. Only states with a value in every dimension are ranked.
    """
    whole = normalised.dropna()
    grid = all_weights(list(whole.columns), steps)
    grid = grid[(grid >= least - 1e-9).all(axis=1)]
    if grid.empty:
        raise ValueError(f"{len(whole.columns)} dimensions can't each have a share of {least:g} or more.")
    each = pd.DataFrame({k: ranks(aggregate(whole, row, how)) for k, row in enumerate(grid.to_dict("records"))})
    return pd.DataFrame({"best": each.min(axis=1), "worst": each.max(axis=1), "middle": each.median(axis=1)})


# The index of the page: three dimensions of technology, and the states that it ranks.
DIMENSIONS = {"networks": "fixed_broadband", "research": "rd_gdp", "software": "github_developers"}
STATES = (
    "ARG", "BRA", "CAN", "CHN", "DEU", "EST", "FRA", "GBR", "IND", "ISR", "ITA", "JPN", "KOR", "MEX", "NLD", "POL", "RUS",
    "SWE", "TUR", "USA", "ZAF",
)  # fmt: skip
YEARS = (2020, 2022)  # of each state and indicator the latest year in this span
WEIGHT = {"Not counted": 0, "Normal": 1, "Double": 2}
SCALES = {"Lowest to highest (min–max)": "min-max", "Standard deviations (z-score)": "z-score", "Ranks": "rank"}
MEANS = {"Arithmetic mean": "arithmetic", "Geometric mean": "geometric"}


@cache
def values(size: str = "head") -> pd.DataFrame:
    """The three dimensions of ``STATES``, in total or per head: the latest year of ``YEARS`` of each; missing stays missing.

    size: total or head. Raises ValueError for any other.
    """
    check(size, measures.SIZES, "size")
    columns = {}
    for dimension, indicator in DIMENSIONS.items():
        rows = measures.series(indicator, size)
        rows = rows[rows["year"].between(*YEARS) & rows["iso3"].isin(STATES)].sort_values("year")
        columns[dimension] = rows.groupby("iso3")["value"].last()
    return pd.DataFrame(columns).reindex(STATES)


LEAST = 0.2  # of the narrower range: each dimension has a fifth of the weight or more


@cache
def _ranges(size: str, scale: str, mean: str) -> pd.DataFrame:
    scaled = normalise(values(size), scale)
    every, shared = stability(scaled, mean), stability(scaled, mean, least=LEAST)
    return every.join(shared[["best", "worst"]].add_suffix("_shared"))


def draw_composite(
    networks: int = 1,
    research: int = 1,
    software: int = 1,
    scale: str = "min-max",
    mean: str = "arithmetic",
    size: str = "head",
) -> style.Picture:
    """An index of three dimensions by the reader's weights and method: score and rank, and how far the weights move the rank."""
    part = math.gcd(networks, research, software) or 1  # twice all weights is the same index
    return _draw(networks // part, research // part, software // part, scale, mean, size)


@lru_cache(400)
def _draw(networks: int, research: int, software: int, scale: str, mean: str, size: str) -> style.Picture:
    weights = {"networks": networks, "research": research, "software": software}
    counted = "in total" if size == "total" else "per head"
    names = load("countries").set_index("iso3")["name"]
    fig, (left, right) = style.fixed(4.9, left=0.255, bottom=0.05, top=0.89, panels=(1.25, 1))
    try:
        scores = aggregate(normalise(values(size), scale), weights, mean)
        span = _ranges(size, scale, mean)
    except ValueError as error:
        left.set(xticks=[], yticks=[])
        right.set(xticks=[], yticks=[])
        for ax in (left, right):
            ax.spines[:].set_visible(False)
        left.text(0, 0.6, "\n".join(textwrap.wrap(str(error), 46)), transform=left.transAxes)
        fig.suptitle("No index")
        shown = values(size).round(2).join(names).reset_index(drop=True)[["name", *DIMENSIONS]]
        return fig.tell(str(error), shown.rename(columns=style.capital), ["indicator_values"])
    table = pd.DataFrame({"score": scores, "rank": ranks(scores)}).join(span).dropna(subset="score")
    table = table.sort_values(["score", "rank"])
    place = range(len(table))
    colours = style.contrast(table.index)
    style.bars(left, "x", place, table["score"], colours, width=9.5)
    style.name_rows(left, place, [names[code] for code in table.index], size=9)
    left.set_title("score", fontsize=10, fontweight="normal")
    if scale != "z-score":
        left.set_xticks([0, 50])  # 100 would touch the first rank
    left.grid(False)
    right.hlines(place, table["best"], table["worst"], color=colours, lw=1.2)
    right.hlines(place, table["best_shared"], table["worst_shared"], color=colours, lw=4)
    right.scatter(table["rank"], place, color=colours, s=30, zorder=3)
    right.set(yticks=[], xlim=(0.3, len(table) + 0.7), xticks=[1, 5, 10, 15, 20])
    right.set_title("rank, and its range", fontsize=10, fontweight="normal")
    right.grid(True, axis="x")
    right.grid(False, axis="y")
    for ax in (left, right):
        ax.set_ylim(-0.6, len(table) - 0.4)
    fig.suptitle(f"An index of technology, {counted}")
    china = table.loc["CHN"]
    tops = [style.the(names[code]) for code in table.index[table["rank"] == 1][::-1]]
    first = f"; first is {tops[0]}" if len(tops) == 1 else f"; first are {' and '.join(tops)}"
    first = "" if tops == ["China"] else first
    missing = [names[code] for code in values(size).index[values(size).isna().any(axis=1)]]
    sentence = (
        f"{style.capital(counted)}, weights {networks} : {research} : {software}, {scale}, {mean} mean: China has rank {china['rank']:.0f} of {len(table)}{first}. "
        f"Over all weights China's rank goes from {china['best']:.0f} to {china['worst']:.0f} (thin line); if each dimension "
        f"has at least a fifth of the weight, from {china['best_shared']:.0f} to {china['worst_shared']:.0f} (thick line)."
    )  # fmt: skip
    if missing:
        sentence += f" Left out where a value is missing: {', '.join(missing)}."
    shown = table[::-1].join(values(size)).join(names).reset_index()
    spans = ["best", "worst", "best_shared", "worst_shared"]
    shown = shown[["name", "rank", "score", *spans, *DIMENSIONS]].round(2)
    shown.columns = [
        "State", "Rank", "Score", "Best rank", "Worst rank", "Best, each a fifth", "Worst, each a fifth",
        *(style.capital(d) for d in DIMENSIONS),
    ]  # fmt: skip
    fig.tell(sentence, shown, ["indicator_values"])
    fig.source = "Computed from ITU, UNESCO and GitHub data (networks, research, software); people and GDP: Gapminder"
    return fig
