"""National strategies and the resources of the internet (claim I1)."""

import pandas as pd

from . import style
from .data import load

KINDS = {"All": "all", "Domestic": "domestic", "International": "international"}
RESOURCES = {
    "Internet exchange points, 2026": "exchange points",
    "Data centres, 2026": "data centres",
    "IPv4 addresses, 2009": "IPv4 addresses",
}
UNIONS = {"EUU": "European Union", "AFR": "African Union"}


def named(table: pd.DataFrame) -> pd.Series:
    """The name of each row's state or union (column ``iso3``)."""
    names = load("countries").set_index("iso3")["name"]
    return table["iso3"].map(lambda code: UNIONS.get(code) or names[code])


def listed(kind: str = "all") -> pd.DataFrame:
    """The strategies of the list, with ``state``: all, or those of one kind (domestic, international, military)."""
    rows = load("strategies")
    rows = rows.assign(state=named(rows))
    return (rows if kind == "all" else rows[rows["kind"] == kind]).sort_values(["year", "state"], ignore_index=True)


def draw_strategies(kind: str = "all") -> style.Picture:
    """When states published strategies on cyberspace: one dot a document."""
    rows = listed(kind)
    first = rows.groupby("state")["year"].min().sort_values(kind="stable")
    order = list(first.index)
    fig, ax = style.picture(0.9 + 0.24 * len(order))
    at = rows["state"].map(order.index)
    colours = [style.VERMILION if state == "China" else style.BLUE for state in rows["state"]]
    ax.scatter(rows["year"].astype(int), at, s=42, color=colours)
    ax.set_yticks(range(len(order)), order)
    ax.invert_yaxis()
    ax.set(xlim=(1999, 2026.5))
    fig.suptitle("Strategies on cyberspace, one dot a document")
    ax.grid(True, axis="x")
    early = int((first <= 2010).sum())
    which = "strategies" if kind == "all" else f"{kind} strategies"
    sentence = (
        f"The list holds {len(rows)} {which} of {len(order)} states and unions. The first is of {style.the(order[0])} "
        f"({first.iloc[0]}); {early or 'none'} of the {len(order)} had one by 2010."
    )
    if "China" in first:
        sentence += f" China's first in this list is of {first['China']}."
    table = rows[["state", "year", "title", "kind"]].rename(columns=str.capitalize)
    return fig.tell(sentence, table, ["strategies"])


def holders(resource: str) -> pd.DataFrame:
    """Who holds how much of a resource: ``country``, ``iso3``, ``value``, ``unit``, largest first."""
    rows = load("internet_resources").query("resource == @resource")
    rows = rows.assign(country=named(rows)).sort_values("value", ascending=False)
    return rows[["country", "iso3", "value", "unit"]].reset_index(drop=True)


def draw_resources(resource: str = "exchange points") -> style.Picture:
    """Who holds how much of one resource of the internet."""
    rows = holders(resource)
    unit = "%" if rows["unit"][0] == "percent" else ""
    fig, ax = style.picture(0.8 + 0.24 * len(rows))
    colours = [style.VERMILION if code == "CHN" else style.BLUE for code in rows["iso3"]]
    bars = ax.barh(rows["country"], rows["value"], color=colours)
    style.label_bars(ax, bars, [f"{value:,.4g}{unit}" for value in rows["value"]])
    ax.invert_yaxis()
    ax.grid(False)
    fig.suptitle(style.text_of(RESOURCES, resource))
    china = rows.index[rows["iso3"] == "CHN"][0]
    ratio = rows["value"][0] / rows["value"][china]
    sentence = (
        f"Most is in one state, {style.the(rows['country'][0])}: {rows['value'][0]:,.4g}{unit}. That is {ratio:.1f} times as much as in China "
        f"({rows['value'][china]:,.4g}{unit}), number {china + 1} of the {len(rows)} shown."
    )
    table = rows[["country", "value"]].rename(columns={"country": "Country", "value": rows["unit"][0].capitalize()})
    return fig.tell(sentence, table, ["internet_resources"])
