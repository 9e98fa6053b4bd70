"""How many people are missing: each estimate and forecast of talent beside the next (claim G4)."""

import textwrap

import matplotlib
import pandas as pd

from . import dots, style
from .data import load

# What readers choose: place and measure. Numbers of different measures, or of flows and stocks, never share a picture.
CHOICES = {
    "China: people missing": ("China", "shortage"),
    "China: people needed in all": ("China", "need"),
    "China: people in the field": ("China", "workforce"),
    "China: graduates a year": ("China", "graduates a year"),
    "World: people missing": ("World", "shortage"),
    "World: people in the field": ("World", "workforce"),
    "Asia-Pacific: people missing": ("Asia-Pacific", "shortage"),
    "Japan: people missing": ("Japan", "shortage"),
    "United States: job postings": ("United States", "job postings"),
}
LOOKS = {
    "count or estimate": dots.SHAPES[0],
    "forecast": dots.SHAPES[1],
}
PERSONS = ("persons", "unfilled posts", "postings in 12 months")  # stocks; "persons a year" is a flow


def numbers(place: str, measure: str) -> pd.DataFrame:
    """All published numbers of one measure for one place, by the year they are about: ``for_year``, ``stated``, ``low``,
    ``high``, ``kind``, ``made_by`` and the source. Yearly flows are left out of stocks."""
    rows = load("talent_estimates").query("place == @place and measure == @measure")
    rows = rows[rows["unit"].isin(PERSONS)]
    return rows.astype({"for_year": int}).sort_values(["for_year", "stated", "made_by"], ignore_index=True)


def _short(value: float) -> str:
    return f"{value / 1e6:g} million" if value >= 1e6 else f"{value:,.0f}"


def draw_forecasts(choice: str = next(iter(CHOICES))) -> style.Picture:
    """Each number by the year it is about; a forecast is tied to the year in which it was made."""
    place, measure = CHOICES[choice]
    rows = numbers(place, measure)
    fig, ax = style.picture(3.8)
    # Numbers of one year stand beside each other, so that none hides another.
    years = (
        pd.concat([rows["for_year"], rows["stated"].dropna().str[:4].astype(int)])
        if len(rows)
        else pd.Series([2015, 2025])
    )
    step = max(0.13, 0.026 * (years.max() - years.min() + 1.6))  # years: a mark's width
    beside = rows.groupby("for_year").cumcount() - (rows.groupby("for_year")["low"].transform("size") - 1) / 2
    kind = rows["kind"].where(rows["kind"] == "forecast", "count or estimate")
    placed = rows.assign(x=rows["for_year"] + step * beside, y=(rows["low"] + rows["high"]) / 2, kind=kind)
    for row in placed.itertuples():
        if row.high > row.low:
            ax.vlines(row.x, row.low, row.high, color=style.BLUE, lw=1.6)
        if row.kind == "forecast" and pd.notna(row.stated):
            ax.plot([dots.when(pd.Series([row.stated]))[0], row.x], [row.y, row.y], color=style.VERMILION, lw=1, ls=":")
    drawn = dots.draw(ax, placed, LOOKS, size=34)
    ax.set(xlim=(years.min() - 0.8, years.max() + 0.8), ylim=(0, rows["high"].max() * 1.15 if len(rows) else 1))
    ax.yaxis.set_major_formatter(
        matplotlib.ticker.FuncFormatter(
            lambda v, _: f"{v / 1e6:g} m" if v >= 1e6 else f"{v / 1e3:,.0f} k" if v else "0"
        )
    )
    ax.xaxis.get_major_locator().set_params(integer=True)
    dots.legend(fig, ax, LOOKS, columns=2)
    fig.suptitle(choice)
    forecasts = rows[rows["kind"] == "forecast"]
    sentence = f"{choice}: {style.plural(len(rows), 'number')} in our table, from {_short(rows['low'].min())} to {_short(rows['high'].max())}"
    sentence += f"; {style.plural(len(forecasts), 'forecast')}." if len(forecasts) else "; no forecast."
    same = rows.groupby("for_year").agg(low=("low", "min"), high=("high", "max"), n=("low", "size"))
    same = same[(same["n"] > 1) & (same["high"] > same["low"])]
    if len(same):
        worst = (same["high"] / same["low"]).idxmax()
        sentence += (
            f" For {worst} they range from {_short(same.loc[worst, 'low'])} to {_short(same.loc[worst, 'high'])}."
        )
    shown = pd.DataFrame(
        {
            "Number": [
                _short(r.low) if r.low == r.high else f"{_short(r.low)} to {_short(r.high)}" for r in drawn.itertuples()
            ],
            "For": drawn["for_year"],
            "Said": drawn["stated"],
            "Kind": drawn["kind"],
            "By": drawn["made_by"],
            "Method": drawn["method"],
            "Source": style.links(drawn),
        }
    )
    shown.insert(
        0,
        "Which",
        [
            f"{row.For}: {row.Number}, {textwrap.shorten(row.By, 60, placeholder=' …')} ({row.Said if pd.notna(row.Said) else 'no date'})"
            for row in shown.itertuples()
        ],
    )
    return fig.tell(sentence, shown, ["talent_estimates"], find=("Find a number", "Which"))
