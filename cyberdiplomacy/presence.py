"""Embassies and accounts: how states are present abroad and online (claims T3 to T5)."""

import pandas as pd

from . import style
from .data import load

REGIONS = ("Africa", "Americas", "Asia", "Europe", "Oceania")
MEASURES = {"tweets sent": "tweets", "followers": "followers"}
YEARS = range(2010, 2023)  # the list of accounts was made in October 2022


def posts() -> pd.DataFrame:
    """Diplomatic posts in the 2024 index of the Lowy Institute: ``country``, ``iso3``, ``posts``, ``rank``; largest first."""
    rows = load("diplomatic_posts")
    names = load("countries").set_index("iso3")["name"]
    rows = rows.assign(country=rows["iso3"].map(names).fillna(rows["iso3"].replace({"EUU": "European Union"})))
    return rows.sort_values(["posts", "country"], ascending=[False, True])[
        ["country", "iso3", "posts", "rank"]
    ].reset_index(drop=True)


def post_choices() -> dict[str, str]:
    """Countries of the index, by name, with their codes."""
    rows = posts().sort_values("country")
    return dict(zip(rows["country"], rows["iso3"], strict=True))


def draw_posts(country: str = "CHN") -> style.Picture:
    """One country's diplomatic posts among all networks of the index."""
    rows = posts()
    at = rows.index[rows["iso3"] == country][0]
    here = rows.loc[at]
    fig, ax = style.fixed(3.0, left=0.135, bottom=0.085, top=0.905, right=0.99)
    colours = [style.VERMILION if code == country else style.GREY for code in rows["iso3"]]
    style.bars(ax, "y", range(len(rows)), rows["posts"].astype(int), colours, width=3.6)
    late = at > len(rows) / 2  # its name would not fit on the right
    ax.annotate(
        f"{here['country']}: {here['posts']}", (at, here["posts"]), xytext=(-8 if late else 8, 10),
        textcoords="offset points", ha="right" if late else "left", fontweight="bold",
    )  # fmt: skip
    ax.set(ylabel="posts", xlabel=f"{len(rows)} networks, largest first", ylim=(0, 330), xticks=[])
    fig.suptitle("Embassies, consulates and missions, 2024")
    middle = rows["posts"].median()
    rank = int((rows["posts"] > here["posts"]).sum()) + 1
    sentence = (
        f"{here['country']} has {here['posts']} diplomatic posts, the {'' if rank == 1 else _ordinal(rank) + ' '}"
        f"largest of {len(rows)} networks in the 2024 index; the median network has {middle:g}."
    )
    table = rows[["country", "posts"]].rename(columns={"country": "Country", "posts": "Posts"})
    return fig.tell(sentence, table, ["diplomatic_posts"])


def accounts() -> pd.DataFrame:
    """The listed Chinese diplomatic Twitter accounts that have data: ``opened`` (year), ``region``, ``host_iso3``,
    ``tweets``, ``followers``."""
    rows = load("account_openings").dropna(subset="created")
    regions = load("countries").set_index("iso3")["region"]
    return rows.assign(opened=rows["created"].str[:4].astype(int), region=rows["host_iso3"].map(regions)).reset_index(
        drop=True
    )


def opened_by(year: int) -> pd.DataFrame:
    """Accounts open and host countries reached by the end of ``year``, a row a region: ``region``, ``accounts``,
    ``countries``. Accounts of no single country (missions to organisations, ministry) stand under "No one country"."""
    rows = accounts()
    rows = rows.assign(region=rows["region"].fillna("No one country"))
    rows = rows[rows["opened"] <= year]
    counts = rows.groupby("region").agg(accounts=("n", "size"), countries=("host_iso3", "nunique"))
    return counts.reindex([*REGIONS, "No one country"], fill_value=0).reset_index()


def draw_openings(year: int = 2022) -> style.Picture:
    """Chinese diplomatic accounts on Twitter that were open by the end of a year, by region of the host country."""
    counts = opened_by(year)
    fig, ax = style.picture(3.0)
    bars = ax.barh(counts["region"], counts["accounts"], color=style.VERMILION)
    style.label_bars(ax, bars, [str(n) for n in counts["accounts"]])
    ax.invert_yaxis()
    ax.grid(False)
    ax.set(xlim=(0, 92), xlabel="accounts")
    fig.suptitle(f"Opened by the end of {year}" if year < 2022 else "Opened by October 2022")
    total, final = counts["accounts"].sum(), len(accounts())
    countries = accounts().query("opened <= @year")["host_iso3"].nunique()
    when = f"By the end of {year}" if year < 2022 else "By October 2022"
    sentence = (
        f"{when} {total} of the {final} accounts existed ({100 * total / final:.0f}%), for "
        f"{style.plural(countries, 'host country', 'host countries')}."
    )
    table = counts.rename(columns={"region": "Region", "accounts": "Accounts", "countries": "Host countries"})
    return fig.tell(sentence, table, ["account_openings"])


def share_of_top(measure: str) -> pd.Series:
    """Share (percent) of all tweets or followers that the 1, 2, 3 … largest accounts hold together."""
    ordered = accounts()[measure].dropna().astype(float).sort_values(ascending=False, ignore_index=True)
    share = 100 * ordered.cumsum() / ordered.sum()
    share.index += 1
    return share


def draw_concentration(measure: str = "tweets", top: int = 3) -> style.Picture:
    """How much of all tweets, or followers, the few largest accounts hold."""
    share = share_of_top(measure)
    fig, ax = style.picture(3.3)
    ax.plot(share.index, share, color=style.VERMILION, lw=2.2)
    ax.plot([1, len(share)], [100 / len(share), 100], color=style.GREY, ls="--", lw=1.2)
    ax.annotate("dashed: if all were equal", (len(share) * 0.97, 30), color=style.GREY, ha="right")
    ax.plot([top, top, 0], [0, share[top], share[top]], color=style.BLUE, lw=1.2)
    ax.plot(top, share[top], color=style.BLUE, marker="o", ms=7)
    words = style.text_of(MEASURES, measure)
    ax.set(xlim=(0, len(share)), ylim=(0, 102), xlabel="accounts, largest first", ylabel=f"% of all {words}")
    sentence = (
        f"The {top} largest of the {len(share)} accounts hold {share[top]:.0f}% of all {words}."
        if top > 1
        else f"The largest of the {len(share)} accounts holds {share[top]:.0f}% of all {words}."
    )
    marks = [k for k in (1, 2, 3, 5, 10, 25, 50, 100, 200, len(share)) if k <= len(share)]
    table = pd.DataFrame({"Largest accounts": marks, f"% of all {words}": share[marks].round(1).to_numpy()})
    return fig.tell(sentence, table, ["account_openings"])


def world_accounts() -> pd.DataFrame:
    """UN members whose leaders or governments had a Twitter account, by the Twiplomacy studies: ``as_of``, ``countries``."""
    rows = load("official_accounts")
    rows = rows[rows["counted_by"].str.contains("Twiplomacy") & (rows["platform"] == "Twitter")]
    rows = rows[(rows["iso3"] == "WLD") & rows["unit"].str.startswith("countries")]
    return rows[["as_of", "value"]].rename(columns={"value": "countries"}).sort_values("as_of").reset_index(drop=True)


def _ordinal(rank: int) -> str:
    ending = "th" if 10 <= rank % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{ending}"
