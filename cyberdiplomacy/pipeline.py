"""A model of the talent pipeline: a stock of people who work, what flows in, and what flows out (claim S4).

A model, not data. Its form follows Forrester (1968) and the workforce models in Cave and Willis (2020):

    workforce(t+1) = workforce(t) + entrants(t) - leavers(t)
    entrants(t)    = stay * graduates(t) * (1 + others)
    leavers(t)     = leave * workforce(t)
    graduates(t+1) = (1 + graduate_growth) * graduates(t)
    need(t+1)      = (1 + need_growth) * need(t)
    shortage(t)    = need(t) - workforce(t)
"""

import itertools
import math
from functools import cache

import pandas as pd

from . import style
from .data import load

# What a reader may assume: text, value. Where a number has a source it is in the table ``talent_flows``.
STAY = {"65% (said they mean to, world 2019)": 0.65, "all": 1.0}
OTHERS = {"none": 0.0, "1 (near the United Kingdom, 2020)": 1.0, "8 (near China's job seekers, 2017)": 8.0}
LEAVE = {"4% (United Kingdom, 2020)": 0.04, "8%": 0.08}
NEED = {"0%": 0.0, "5%": 0.05, "10%": 0.10}
GRADUATES = {"0%": 0.0, "15%": 0.15}
FIRST, LAST = 2021, 2035
MILLION = 1e6


# Calculations


def run(
    years: int,
    workforce: float,
    shortage: float,
    graduates: float,
    stay: float,
    others: float,
    leave: float,
    need_growth: float,
    graduate_growth: float,
) -> pd.DataFrame:
    """The model, year by year from 0 to ``years``: ``year``, ``workforce``, ``need``, ``shortage`` (below nothing: a
    surplus), and the flows of the year that follows, ``graduates``, ``entrants`` and ``leavers``.

    Raises ValueError for what can't be: fewer than nobody, a share above 1, a fall of more than everything.
    """
    if not (isinstance(years, int) and years >= 0):
        raise ValueError(f"years is {years!r}, and must be a whole number, 0 or more.")
    for name, value in {"workforce": workforce, "graduates": graduates, "others": others}.items():
        if not (math.isfinite(value) and value >= 0):
            raise ValueError(f"{name} is {value!r}, and can't be below nothing.")
    if not (math.isfinite(shortage) and workforce + shortage >= 0):
        raise ValueError(
            f"shortage is {shortage!r}: the need, workforce and shortage together, can't be below nothing."
        )
    for name, value in {"stay": stay, "leave": leave}.items():
        if not 0 <= value <= 1:
            raise ValueError(f"{name} is {value!r}, and must be a share from 0 to 1.")
    for name, value in {"need_growth": need_growth, "graduate_growth": graduate_growth}.items():
        if not (math.isfinite(value) and value >= -1):
            raise ValueError(f"{name} is {value!r}, and can't be a fall of more than everything (-1).")
    need, rows = workforce + shortage, []
    for year in range(years + 1):
        entrants, leavers = stay * graduates * (1 + others), leave * workforce
        rows.append((year, workforce, need, need - workforce, graduates, entrants, leavers))
        workforce += entrants - leavers
        graduates *= 1 + graduate_growth
        need *= 1 + need_growth
    return pd.DataFrame(
        rows, columns=["year", "workforce", "need", "shortage", "graduates", "entrants", "leavers"]
    ).astype({name: float for name in ("workforce", "need", "shortage", "graduates", "entrants", "leavers")})


def stated(parameter: str, place: str = "CHN") -> pd.DataFrame:
    """What sources state of one parameter in one place: ``year``, ``low``, ``high``, and the source, oldest first."""
    rows = load("talent_flows")
    return rows[(rows["parameter"] == parameter) & (rows["iso3"] == place)].sort_values(
        ["year", "low"], ignore_index=True
    )


@cache
def start() -> dict[str, tuple[float, float]]:
    """What China started with around 2021, as far apart as the statements are: lowest and highest."""
    works, missing, leaving = stated("workforce"), stated("shortage").query("year <= 2021"), stated("graduates")
    leaving = leaving[leaving["year"] >= 2020]
    return {
        "workforce": (works["low"].min(), works["high"].max()),
        "shortage": (missing["low"].min(), missing["high"].max()),
        "graduates": (leaving["low"].min(), leaving["high"].max()),
    }


def shortage_range(years: int, **assumptions: float) -> pd.DataFrame:
    """The lowest and highest shortage of each year over all corners of ``start``: ``year``, ``low``, ``high``, and the
    lowest and highest flow in and out.

    The model is linear in what it starts with, so nothing between the corners lies outside this range.
    """
    begin = start()
    runs = [run(years, *corner, **assumptions) for corner in itertools.product(*begin.values())]
    every = pd.concat(runs)
    by_year = every.groupby("year")
    out = pd.DataFrame({"low": by_year["shortage"].min(), "high": by_year["shortage"].max()})
    for flow in ("entrants", "leavers"):
        out[f"{flow}_low"], out[f"{flow}_high"] = by_year[flow].min(), by_year[flow].max()
    return out.reset_index()


def yearly_shortfall(workforce: float, need_growth: float, leavers: float, entrants: float) -> float:
    """How much the shortage grows in a year: new posts and leavers, less entrants."""
    return need_growth * workforce + leavers - entrants


def past() -> pd.DataFrame:
    """The model run with the United Kingdom's past: ``year``, ``stock`` (middle estimate of 2020 and of 2021, then by the
    model), ``model`` and ``published`` (the yearly shortfall; missing where an input is)."""
    inputs = {
        name: stated(parameter, "GBR").set_index("year")[["low", "high"]].mean(axis=1)
        for name, parameter in (("growth", "growth of demand"), ("leavers", "leavers"), ("entrants", "entrants"),
                                ("published", "yearly shortfall"), ("workforce", "workforce"))
    }  # fmt: skip
    stock = {2020: inputs["workforce"][2020], 2021: inputs["workforce"][2021]}
    for year in (2021, 2022):
        stock[year + 1] = stock[year] + inputs["entrants"][year] - inputs["leavers"][year]
    rows = []
    for year in range(2020, 2025):
        model = math.nan
        if year in inputs["growth"] and year in inputs["leavers"]:
            model = yearly_shortfall(
                stock[year], inputs["growth"][year] / 100, inputs["leavers"][year], inputs["entrants"][year]
            )
        rows.append((year, stock.get(year, math.nan), model, inputs["published"][year]))
    return pd.DataFrame(rows, columns=["year", "stock", "model", "published"])


def past_table() -> pd.DataFrame:
    """``past`` for a reader."""
    rows = past().round(0)
    shown = pd.DataFrame(
        {
            "Year": rows["year"],
            "Workforce": [style.number(v) if v == v else "–" for v in rows["stock"]],
            "Shortfall of the year, model": [style.number(v) if v == v else "–" for v in rows["model"]],
            "Shortfall of the year, published": [style.number(v) for v in rows["published"]],
        }
    )
    return shown.set_index("Year")


# Picture


def draw_pipeline(
    need_growth: float = 0.05,
    others: float = 1.0,
    leave: float = 0.04,
    graduate_growth: float = 0.0,
    stay: float = 0.65,
) -> style.Picture:
    """The range of the shortage that follows from a reader's assumptions, and the flows behind it."""
    years = LAST - FIRST
    rows = shortage_range(
        years, stay=stay, others=others, leave=leave, need_growth=need_growth, graduate_growth=graduate_growth
    )
    x = rows["year"] + FIRST
    fig, (top, below) = style.fixed(5.1, left=0.165, bottom=0.17, top=0.93, panels=(1, 1), gap=0.11, stacked=True)
    top.fill_between(x, rows["low"] / MILLION, rows["high"] / MILLION, color=style.BLUE, alpha=0.35, lw=0)
    for edge in ("low", "high"):
        top.plot(x, rows[edge] / MILLION, color=style.BLUE, lw=1.6)
    said = stated("shortage")
    for row in said.drop_duplicates(["year", "low", "high"]).itertuples():
        top.plot([row.year] * 2, [row.low / MILLION, row.high / MILLION], color=style.VERMILION, lw=3)
        top.plot(
            [row.year] * 2, [row.low / MILLION, row.high / MILLION], color=style.VERMILION, ls="", marker="D", ms=5
        )
    top.plot([], [], color=style.BLUE, lw=6, alpha=0.5, label="model, range")
    top.plot([], [], color=style.VERMILION, marker="D", ms=5, ls="", label="stated (joined: a range)")
    top.axhline(0, color=style.GREY, lw=1)
    top.set(
        ylabel="missing, million",
        ylim=(min(-0.5, rows["low"].min() / MILLION * 1.1), max(3.6, rows["high"].max() / MILLION * 1.05)),
    )
    for flow, colour, look in (("entrants", style.GREEN, "-"), ("leavers", style.PURPLE, "--")):
        low, high = rows[f"{flow}_low"] / 1000, rows[f"{flow}_high"] / 1000
        below.fill_between(x, low, high, color=colour, alpha=0.3, lw=0)
        below.plot(x, high, color=colour, ls=look, lw=1.8, label=f"{flow} (range)")
        below.plot(x, low, color=colour, ls=look, lw=1.2)
    below.set(ylabel="a year, thousand", ylim=(0, None), xlim=(FIRST - 1.5, LAST))
    fig.legend(loc="lower left", ncols=2, borderaxespad=0.2)
    fig.suptitle("Model: China's shortage of cybersecurity staff")
    end = rows.iloc[-1]
    sentence = (
        f"A model. With need growing {need_growth:.0%} a year, graduates growing {graduate_growth:.0%}, "
        f"{style.number(others) if others else 'none'} from other fields for each graduate, {stay:.0%} staying and {leave:.0%} leaving a year, the "
        f"model gives {_span(end['low'], end['high'])} in {LAST}; it began with "
        f"{_span(rows['low'].iloc[0], rows['high'].iloc[0])} in {FIRST}."
    )
    table = pd.DataFrame(
        {
            "Year": x,
            "Missing, lowest": rows["low"].round(-3).astype(int),
            "Missing, highest": rows["high"].round(-3).astype(int),
            "Entrants, lowest": rows["entrants_low"].round(-2).astype(int),
            "Entrants, highest": rows["entrants_high"].round(-2).astype(int),
            "Leavers, lowest": rows["leavers_low"].round(-2).astype(int),
            "Leavers, highest": rows["leavers_high"].round(-2).astype(int),
        }
    )
    return fig.tell(sentence, table, ["talent_flows"])


def _span(low: float, high: float) -> str:
    """A range of the shortage in words; below nothing it is a surplus."""
    one, other = (f"{abs(count) / MILLION:.1f}" for count in (low, high))
    if high <= -50_000:
        return f"a surplus of {other} to {one} million"
    if low <= -50_000:
        return f"anything from a surplus of {one} million to a shortage of {other} million"
    return f"a shortage of {one} to {other} million"
