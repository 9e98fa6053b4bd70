"""Cyber incidents in three data sets, and how their rules shape the answer to "who attacks whom" (claims P7 and P9)."""

import pandas as pd

from . import style
from .data import load
from .values import check

DATASETS = ("EuRepoC", "DCID", "CFR")
LONG = {
    "EuRepoC": "EuRepoC: political, by anyone",
    "DCID": "DCID: between rival states",
    "CFR": "CFR: sponsored by a state",
}
COUNTRIES = {
    "China": "CHN",
    "Russia": "RUS",
    "Iran": "IRN",
    "North Korea": "PRK",
    "United States": "USA",
    "Israel": "ISR",
}
NAMES = {code: name for name, code in COUNTRIES.items()}
ROLES = {"Named as initiator": "initiator", "Named as target": "target"}
BASES = {
    "All incidents": "all",
    "Those with a country named": "named",
    "Those with one country and a state actor": "state",
}
COMMON = (2005, 2019)  # full years that all three data sets cover
YEARS = {"All years of each": "all", "2005–2019, which all three cover": "common"}
PAIRED = {"EuRepoC": "EuRepoC", "DCID": "DCID"}  # CFR doesn't code targets
WHAT = {"All": "all", "Theft and espionage": "theft", "Disruption": "disruption"}
WHAT_TEXT = {"all": "all kinds", "theft": "theft and espionage", "disruption": "disruption"}
GROUPS = (*NAMES, "other", "several", "not named")
ONE_COUNTRY = ("several", "not named")


def choose(dataset: str, base: str = "all", years: str = "all") -> pd.DataFrame:
    """The counts of one data set: all incidents, those with a country named, or those with one country and a state actor;
    all its years, or those that all three data sets cover.

    dataset: EuRepoC, DCID or CFR. base: all, named or state. years: all or common.

    Raises ValueError for any other.
    """
    check(dataset, DATASETS, "data set")
    check(base, BASES, "base")
    check(years, YEARS, "choice of years", "choices of years")
    rows = load("incidents").query("dataset == @dataset")
    if years == "common":
        rows = rows[rows["year"].between(*COMMON)]
    if base in ("named", "state"):
        rows = rows[rows["initiator"] != "not named"]
    if base == "state":
        rows = rows[(rows["actor"] == "state") & (rows["initiator"] != "several")]
    return rows


def initiators(dataset: str, base: str = "all", years: str = "all") -> pd.DataFrame:
    """Who is named as initiator: ``incidents`` and ``percent`` for six countries, other, several, not named.

    dataset: EuRepoC, DCID or CFR. base, years: as for ``choose``. Raises ValueError for any other.
    """
    rows = choose(dataset, base, years)
    group = rows["initiator"].where(rows["initiator"].isin([*NAMES, *ONE_COUNTRY]), "other")
    number = rows["incidents"].groupby(group).sum().reindex(GROUPS, fill_value=0).astype(int)
    return pd.DataFrame({"incidents": number, "percent": 100 * number / number.sum()})


def by_year(dataset: str, country: str, role: str = "initiator") -> pd.Series:
    """Incidents a year in which a country is named, from the data set's first year to its last; empty years are 0.

    Raises ValueError for an unknown data set or role.
    """
    check(dataset, DATASETS, "data set")
    check(role, ROLES, "role")
    rows = load("incidents").query("dataset == @dataset")
    years = range(int(rows["year"].min()), int(rows["year"].max()) + 1)
    own = rows[rows[role] == country]
    return own.groupby("year")["incidents"].sum().reindex(years, fill_value=0).astype(int)


def pairs(dataset: str, kind: str = "all") -> pd.DataFrame:
    """Incidents by initiator (rows) and target (columns): six countries and all others; both must be named.

    Raises ValueError for an unknown data set or kind.
    """
    check(dataset, DATASETS, "data set")
    check(kind, WHAT, "kind")
    rows = load("incidents").query("dataset == @dataset")
    if kind != "all":
        rows = rows[rows["kind"] == kind]
    rows = rows[~rows["initiator"].isin(ONE_COUNTRY) & ~rows["target"].isin(ONE_COUNTRY)]
    group = {side: rows[side].where(rows[side].isin(NAMES), "other") for side in ("initiator", "target")}
    table = rows["incidents"].groupby([group["initiator"], group["target"]]).sum().unstack(fill_value=0)
    order = [*NAMES, "other"]
    return table.reindex(index=order, columns=order, fill_value=0).astype(int)


def draw_initiators(base: str = "all", years: str = "all") -> style.Picture:
    """Whom three data sets name as initiators, by what one counts."""
    fig, panels = style.picture(6.0, panels=3)
    shown, parts = [], []
    for ax, dataset in zip(panels, DATASETS, strict=True):
        rows = initiators(dataset, base, years)
        rows = rows if base == "all" else rows.drop("not named")
        rows = rows.drop("several") if base == "state" else rows
        names = [NAMES.get(code, code) for code in rows.index]
        colours = [
            style.VERMILION if code == "CHN" else style.GREY if code in ONE_COUNTRY else style.BLUE
            for code in rows.index
        ]
        bars = ax.barh(names, rows["percent"], color=colours, height=0.75)
        ax.bar_label(bars, [f"{p:.0f}%" for p in rows["percent"]], padding=3, fontsize=9)
        ax.invert_yaxis()
        ax.grid(False)
        ax.tick_params(axis="y", labelsize=9)
        ax.set_title(f"{LONG[dataset]} ({rows['incidents'].sum():,})", fontsize=10, fontweight="normal")
        parts.append(
            f"{rows.loc['CHN', 'percent']:.0f}% in {dataset} ({rows.loc['CHN', 'incidents']} of {rows['incidents'].sum():,})"
        )
        shown.append(rows.assign(dataset=dataset, country=names))
    panels[-1].set(xlim=(0, 62), xlabel="% of the incidents counted")
    fig.suptitle("Who is named as initiator")
    words = style.text_of(BASES, base).lower()
    when = "all years of each data set" if years == "all" else f"{COMMON[0]}–{COMMON[1]}"
    sentence = f"Counting {words} ({when}), China is named in {parts[0]}, {parts[1]} and {parts[2]}."
    table = pd.concat(shown)[["dataset", "country", "incidents", "percent"]].round(1)
    table.columns = ["Data set", "Named as initiator", "Incidents", "%"]
    return fig.tell(sentence, table, ["incidents"])


def draw_years(country: str = "CHN", role: str = "initiator") -> style.Picture:
    """Incidents a year in which one country is named, in three data sets."""
    fig, panels = style.picture(4.8, panels=3)
    parts, shown = [], []
    for ax, dataset in zip(panels, DATASETS, strict=True):
        ax.set_title(LONG[dataset], fontsize=10, fontweight="normal")
        if role == "target" and dataset not in PAIRED:
            ax.text(2012, 0.5, "targets are not coded", ha="center", va="center")
            ax.set(ylim=(0, 1), yticks=[])
            continue
        rows = by_year(dataset, country, role)
        ax.bar(rows.index, rows, color=style.VERMILION if country == "CHN" else style.BLUE, width=0.7)
        ax.set_ylim(0, max(4, rows.max() * 1.15))
        ax.yaxis.get_major_locator().set_params(integer=True, nbins=4)
        parts.append(
            f"{rows.sum()} in {dataset} (most in {rows.idxmax()}: {rows.max()})" if rows.sum() else f"none in {dataset}"
        )
        shown.append(pd.DataFrame({"Data set": dataset, "Year": rows.index, "Incidents": rows.to_numpy()}))
    panels[-1].set(xlim=(1999.3, 2023.7), xticks=range(2000, 2024, 5))
    fig.suptitle(f"{NAMES[country]}, named as {role}")
    sentence = f"{style.capital(style.the(NAMES[country]))} is named as {role} in incidents: {'; '.join(parts)}."
    return fig.tell(sentence, pd.concat(shown), ["incidents"])


def _party(code: str) -> str:
    return style.the(NAMES[code]) if code in NAMES else "other countries"


def draw_pairs(dataset: str = "EuRepoC", kind: str = "all") -> style.Picture:
    """Who is named as attacking whom, in one data set."""
    table = pairs(dataset, kind)
    names = [NAMES.get(code, "other") for code in table.index]
    fig, ax = style.picture(4.0)
    most = table.to_numpy().max()
    for row in range(len(table)):
        for column in range(len(table)):
            number = int(table.iloc[row, column])
            if number:
                ax.scatter(
                    column, row, s=60 + 900 * number / most, color=style.BLUE, alpha=0.6, linewidths=0, clip_on=False
                )
                ax.annotate(str(number), (column, row), ha="center", va="center", fontsize=9.5, fontweight="bold")
    ax.set_xticks(range(len(names)), [name.replace(" ", "\n") for name in names], fontsize=9)
    ax.set_yticks(range(len(names)), names)
    ax.set(xlim=(-0.6, len(names) - 0.4), ylim=(len(names) - 0.4, -0.6), xlabel="target")
    ax.grid(True, axis="both")
    fig.suptitle(f"{dataset}: initiator (down) and target (across)")
    flat = table.stack()
    flat = flat[[one != other or one != "other" for one, other in flat.index]]
    one, other = flat.idxmax()
    sentence = (
        f"{dataset}, {WHAT_TEXT[kind]}: {table.to_numpy().sum():,} incidents name one country on each side. The largest number "
        f"with one of the six is from {_party(one)} to {_party(other)} ({flat.max()}). China is named as initiator in "
        f"{table.loc['CHN'].sum()} and as target in {table['CHN'].sum()}."
    )
    shown = table.set_axis(names, axis=0).set_axis(names, axis=1).rename_axis("Initiator").reset_index()
    return fig.tell(sentence, shown, ["incidents"])
