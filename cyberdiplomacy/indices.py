"""Indices of cyber capability and commitment, edition by edition (claim G1)."""

import matplotlib
import pandas as pd

from . import dots, style
from .data import check_state, countries_in, load
from .values import check

INDICES = {
    "GCI: commitment to cybersecurity (ITU)": "GCI",
    "EGDI: digital government (UN)": "EGDI",
    "GII: innovation (WIPO)": "GII",
    "NCPI: cyber power (Belfer Center)": "NCPI",
}
VALUES = {"Rank": "rank", "Score": "score"}
STATES = {
    name: code
    for name, code in [
        ("Brazil", "BRA"), ("China", "CHN"), ("Estonia", "EST"), ("Germany", "DEU"), ("India", "IND"), ("Israel", "ISR"),
        ("Japan", "JPN"), ("Kenya", "KEN"), ("Netherlands", "NLD"), ("Russia", "RUS"), ("Singapore", "SGP"),
        ("South Africa", "ZAF"), ("United Kingdom", "GBR"), ("United States", "USA"), ("Viet Nam", "VNM"),
    ]
}  # fmt: skip
POWERS = {
    "Cyber capability, 2020 (NCPI, 29 states)": "ncpi-2020",
    "Digital government, 2024 (EGDI, 193 states)": "egdi-2024",
}
COMMITMENTS = {"2018": "gci-2018", "2020": "gci-2020", "2024": "gci-2024"}
LOOKS = {  # in the order drawn: China last, on top
    "other states": {"marker": "o", "color": style.GREY},
    "United States": {"marker": "s", "color": style.STATE["USA"]},
    "China": {"marker": "D", "color": style.STATE["CHN"]},
}


def countries() -> dict[str, str]:
    """Name and code of every state in some index."""
    return countries_in("index_scores")


def editions(short: str) -> pd.DataFrame:
    """The editions of one index, oldest first.

    Raises ValueError for an unknown index.
    """
    every = load("index_editions")
    check(short, INDICES | {one: one for one in every["short"]}, "index", "indices")
    rows = every.query("short == @short").sort_values("year", ignore_index=True)
    return rows.astype({"year": int})


def makers() -> pd.DataFrame:
    """The indices of the table: who makes each, what it measures, its editions, and the states of the latest in our table."""
    rows = load("index_editions").astype({"year": int}).sort_values("year")
    held = load("index_scores").query("dimension == 'overall'").groupby("edition_id")["iso3"].nunique()
    rows = rows.assign(states=rows["edition_id"].map(held))
    table = rows.groupby("short").agg(
        Maker=("publisher_of_index", "last"),
        Measures=("measures", "last"),
        Editions=("year", "size"),
        Latest=("year", "last"),
        States=("states", "last"),
    )
    return table.rename(columns={"States": "States in our table"}).rename_axis("Index")


def standing(short: str, country: str) -> pd.DataFrame:
    """One state in each edition of an index: ``edition_id``, ``year``, ``series``, ``states``, ``score``, ``rank``, ``tier``.

    An edition without the state has a row without values. ``states``: how many the table holds.

    short: GCI, EGDI, GII, NCPI, IISS or NRI. country: an ISO 3166 alpha-3 code, such as ``CHN``; ``countries`` has them
    all.

    Raises ValueError for an unknown index, and for a state that is in none.
    """
    check_state(country, "index_scores")
    rows = load("index_scores").query("dimension == 'overall'")
    held = rows.groupby("edition_id").size().rename("states")
    own = rows[rows["iso3"] == country].set_index("edition_id")[["score", "rank", "tier"]]
    table = editions(short).set_index("edition_id")[["year", "series", "better", "scale_max"]]
    return table.join(held).join(own).reset_index()


def runs(rows: pd.DataFrame, value: str) -> list[pd.DataFrame]:
    """The rows cut into runs that may share a line: the same series, and no edition without a value between."""
    block = (rows["series"] != rows["series"].shift()) | rows[value].isna() | rows[value].shift().isna()
    parts = [part.dropna(subset=value) for _, part in rows.groupby(block.cumsum())]
    return [part for part in parts if len(part)]


def draw_editions(short: str = "GCI", value: str = "rank", country: str = "CHN") -> style.Picture:
    """One state in the editions of an index. Only editions of the same method and scale are joined by a line."""
    rows = standing(short, country)
    name = style.text_of(countries(), country)
    fig, ax = style.fixed(3.1, left=0.095, bottom=0.085, top=0.84)
    colour = style.STATE.get(country, style.BLUE)
    known = rows.dropna(subset=value)
    gaps = rows["year"].diff()
    room = 288 / (rows["year"].max() - rows["year"].min() + 1.6)  # points a year
    close = room < 32 and (gaps == 1).any()  # years with two figures
    parts = runs(rows, value)
    top = rows["scale_max"].max()
    # A score of an edition on a scale to 1 is drawn on the scale to 100 of the later ones, still without a line between.
    drawn = known[value] * (top / known["scale_max"] if value == "score" else 1)
    for part in parts:
        ax.plot(part["year"], drawn.loc[part.index], color=colour, lw=1.8, marker="o", ms=6)
    # A year between its neighbours isn't written where there is no room: 2004 of the EGDI.
    crowded = (room < 20) & (known["year"].diff(-1) == -1) & (known["year"].diff() == 1)
    for year, text, place in zip(known["year"][~crowded], known[value][~crowded], drawn[~crowded], strict=True):
        shown = f"{text:.2f}" if value == "score" and text <= 1 else f"{text:g}"
        ax.annotate(shown, (year, place), xytext=(0, 7), textcoords="offset points", ha="center", fontsize=8.6)
    cuts = [
        (after["year"].iloc[0] + before["year"].iloc[-1]) / 2
        for before, after in zip(parts, parts[1:], strict=False)
        if before["series"].iloc[-1] != after["series"].iloc[0]
    ]
    for cut in cuts:
        ax.axvline(cut, color=style.GREY, ls=":", lw=1.2)
    ticks = rows["year"][(gaps != 1) | (rows["year"].diff(-1) != -1) | (room >= 20)]
    ax.set_xticks(ticks, [f"’{year % 100:02d}" if close else str(year) for year in ticks], fontsize=9)
    ax.set(xlim=(rows["year"].min() - 0.8, rows["year"].max() + 0.8))
    if value == "rank":
        ax.set_ylim(max(40, (known[value].max() if len(known) else 40) * 1.15), -4)
        ax.yaxis.set_major_locator(matplotlib.ticker.FixedLocator([1, *range(20, 200, 20)]))
        ax.set_title("rank, 1 is best", fontsize=10, fontweight="normal")
    else:
        ax.set_ylim(0, (top if pd.notna(top) else 100) * 1.12)
        told = f"score, of {top:g}" if pd.notna(top) else "score"
        if known["scale_max"].nunique() > 1:
            told = "score as published; height: % of its scale"
        ax.set_title(told, fontsize=10, fontweight="normal")
    for row in rows[rows[value].isna() & rows["tier"].notna()].itertuples():
        foot = ax.get_ylim()[0]
        ax.annotate(
            f"no {value}:\ntier {row.tier} of 5", (row.year, foot), xytext=(0, 4), textcoords="offset points",
            ha="center", fontsize=9,
        )  # fmt: skip
    index = style.text_of(INDICES, short)
    initials, about = index.split(": ")
    fig.suptitle(f"{name} in {initials}")
    index = f"the {initials} ({about.replace(' (', ', ')}"  # the EGDI (digital government, UN)
    who = style.capital(style.the(name))
    if known.empty:
        sentence = f"{who}: our table has no {value} in {index}."
        ax.set(yticks=[])
        ax.text(rows["year"].mean(), sum(ax.get_ylim()) / 2, f"no {value} in our table", ha="center")
    else:
        first, last = known.iloc[0], known.iloc[-1]
        told = f"{who} in {index}: {value} {first[value]:g} in {first['year']}"
        if value == "score" and first["scale_max"] != last["scale_max"]:
            told += f" (of {first['scale_max']:g})"
        sentence = told + (f", {last[value]:g} in {last['year']}." if len(known) > 1 else ".")
        tiers = rows[rows[value].isna() & rows["tier"].notna()]
        if absent := [str(year) for year in rows["year"][rows[value].isna() & rows["tier"].isna()]]:
            which = " and ".join(absent) if len(absent) < 3 else f"{len(absent)} of the {len(rows)} editions"
            sentence += f" Our table has no {value} for {which}."
        if len(tiers):
            sentence += f" The edition of {tiers['year'].iloc[-1]} gives no ranks: tier {tiers['tier'].iloc[-1]} of 5."
        if cuts:
            sentence += f" Dotted lines: the method or scale changed ({style.plural(len(cuts), 'time')}); don't compare across them."
    table = rows[["year", "rank", "score", "scale_max", "tier", "series", "states"]]
    table.columns = ["Edition", "Rank", "Score", "Scale to", "Tier", "Method", "States in our table"]
    return fig.tell(sentence, table, ["index_editions", "index_scores"])


def both(commitment: str, power: str) -> pd.DataFrame:
    """States with a score in two editions: ``iso3``, ``name``, ``commitment``, ``power``."""
    rows = load("index_scores")
    dimension = "capability" if power == "ncpi-2020" else "overall"
    one = rows.query("edition_id == @commitment and dimension == 'overall'").set_index("iso3")["score"]
    other = rows[(rows["edition_id"] == power) & (rows["dimension"] == dimension)].set_index("iso3")["score"]
    table = pd.DataFrame({"commitment": one, "power": other}).dropna()
    table = table.join(load("countries").set_index("iso3")["name"])
    return table.sort_values("name").reset_index()


def draw_commitment(commitment: str = "gci-2020", power: str = "ncpi-2020") -> style.Picture:
    """What states commit to, beside what they can do: one dot a state."""
    rows = both(commitment, power)
    fig, ax = style.picture(4.0)
    kind = rows["name"].where(rows["iso3"].isin(["CHN", "USA"]), "other states")
    rows = dots.draw(ax, rows.assign(x=rows["commitment"], y=rows["power"], kind=kind), LOOKS, size=30)
    dots.legend(fig, ax, LOOKS)
    year = style.text_of(COMMITMENTS, commitment)
    text = style.text_of(POWERS, power).split(" (")[0]
    scale = load("index_editions").set_index("edition_id").loc[commitment, "scale_max"]
    ax.set(xlabel=f"commitment: GCI {year}, score of {scale:g}", ylabel=text.lower())
    ax.set_ylim(0, rows["power"].max() * 1.1)
    fig.suptitle(f"Commitment and {text.split(',')[0].lower()}")
    r = rows["commitment"].corr(rows["power"])
    place = rows["power"].rank(ascending=False, method="min")
    by_commitment = rows["commitment"].rank(ascending=False, method="min")
    china = rows.index[rows["iso3"] == "CHN"][0]
    sentence = (
        f"{len(rows)} states in both: China has place {by_commitment[china]:.0f} of them by commitment (GCI {year}) and place "
        f"{place[china]:.0f} by the other measure ({text.lower()}). Over all of them the correlation is {r:.2f}."
    )
    table = rows[["name", "commitment", "power"]].set_axis(["State", f"GCI {year}", text], axis=1)
    return fig.tell(sentence, table, ["index_scores"], find=("Find a state", "State"))
