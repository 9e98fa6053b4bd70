"""Who builds software with whom: links on GitHub between economies (claim T5)."""

import pandas as pd

from . import style
from .data import load

ECONOMIES = {"Brazil": "BRA", "China": "CHN", "Germany": "DEU", "India": "IND", "Russia": "RUS", "United States": "USA"}
YEARS = range(2020, 2025)


def partners(economy: str, year: int) -> pd.DataFrame:
    """An economy's partners by the strength of their links in a year: ``partner``, ``links``, ``percent`` (of all its links
    with the partners listed), strongest first."""
    rows = load("github_links").query("economy == @economy and year == @year")
    names = load("countries").set_index("iso3")["name"]
    total = rows["links"].sum()
    rows = rows.assign(partner=rows["partner_iso3"].map(names), percent=100 * rows["links"] / total)
    return rows.sort_values("links", ascending=False)[["partner", "links", "percent"]].reset_index(drop=True)


def draw_links(economy: str = "CHN", year: int = 2024) -> style.Picture:
    """The ten economies that share most software work with one economy."""
    rows = partners(economy, year)
    top = rows.head(10)
    name = style.text_of(ECONOMIES, economy)
    fig, ax = style.picture(3.4)
    bars = ax.barh(top["partner"], top["percent"], color=style.BLUE)
    style.label_bars(ax, bars, [f"{p:.1f}%" for p in top["percent"]])
    ax.invert_yaxis()
    ax.grid(False)
    ax.set(xlim=(0, 48), xlabel=f"% of {name}'s links")
    fig.suptitle(f"{name}'s partners on GitHub, {year}")
    sentence = (
        f"In {year} {name}'s strongest partner on GitHub was {top['partner'][0]} with {top['percent'][0]:.0f}% of the links, "
        f"then {top['partner'][1]} ({top['percent'][1]:.0f}%) and {top['partner'][2]} ({top['percent'][2]:.0f}%)."
    )
    table = top.rename(columns={"partner": "Partner", "links": "Links", "percent": "% of links"}).round(1)
    return fig.tell(sentence, table, ["github_links"])
