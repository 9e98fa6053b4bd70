"""Words of states in the UN General Debate (claim T7)."""

import pandas as pd

from . import style
from .data import check_state, load
from .values import check

TERMS = {
    "cyber…": "cyber",
    "internet": "internet",
    "digital…": "digital",
    "artificial intelligence": "artificial_intelligence",
    "information, data or network security": "info_security",
    "ICT": "ict",
    "sovereign…": "sovereignty",
}
STATES = {
    "Brazil": "BRA", "China": "CHN", "Estonia": "EST", "France": "FRA", "Germany": "DEU", "India": "IND",
    "Iran": "IRN", "Japan": "JPN", "Kenya": "KEN", "Nigeria": "NGA", "Russia": "RUS", "Singapore": "SGP",
    "South Africa": "ZAF", "United Kingdom": "GBR", "United States": "USA",
}  # fmt: skip


def share_of_states(term: str) -> pd.DataFrame:
    """Share of the states that spoke in a year and used a term at least once: ``year``, ``percent``, ``speakers``.

    term: as for ``mentions``. Raises ValueError for any other.
    """
    rows = load("general_debate_terms")
    _check_term(term, rows)
    by_year = (rows[term] > 0).groupby(rows["year"]).agg(["mean", "size"])
    return pd.DataFrame(
        {"year": by_year.index, "percent": 100 * by_year["mean"].astype(float), "speakers": by_year["size"]}
    ).reset_index(drop=True)


def mentions(country: str, term: str) -> pd.DataFrame:
    """How often a state used a term: ``year``, ``times``, ``words`` (length of its speech).

    country: an ISO 3166 alpha-3 code, such as ``CHN``; ``data.countries_in("general_debate_terms")`` has them all.
    term: a value of ``TERMS`` (cyber, internet, digital, artificial_intelligence, info_security, ict, sovereignty), or
    another of the words that the table counts (cyberspace, united_nations).

    Raises ValueError for any other.
    """
    check_state(country, "general_debate_terms")
    rows = load("general_debate_terms")
    _check_term(term, rows)
    rows = rows.query("iso3 == @country").sort_values("year")
    return rows[["year", term, "words"]].rename(columns={term: "times"}).reset_index(drop=True)


def _check_term(term: str, rows: pd.DataFrame) -> None:
    others = (column for column in rows.columns if column not in ("iso3", "year", "words"))
    check(term, TERMS | {column: column for column in others}, "term")


def draw_words(term: str = "cyber", country: str = "CHN") -> style.Picture:
    """Share of states that used a term in each year's General Debate, and how often one state did."""
    world, one = share_of_states(term), mentions(country, term)
    text = style.text_of(TERMS, term)
    name = style.text_of(STATES, country)
    fig, (above, below) = style.fixed(3.9, left=0.105, bottom=0.075, top=0.875, panels=(1, 1), gap=0.27, stacked=True)
    fig.suptitle(f"“{text}”")
    above.plot(world["year"], world["percent"], color=style.BLUE, lw=2.2)
    above.set_ylim(0, max(10, world["percent"].max() * 1.1))
    above.set_title("% of the states in the General Debate", fontsize=10.5, fontweight="normal")
    style.bars(below, "y", one["year"].astype(int), one["times"].astype(int), style.VERMILION, width=3.7)
    below.set_ylim(0, max(4, one["times"].max() * 1.1))
    below.set_title(f"times in the speech: {name}", fontsize=10.5, fontweight="normal")
    below.yaxis.get_major_locator().set_params(integer=True)
    last = world.iloc[-1]
    used = one[one["times"] > 0]
    sentence = (
        f"In {last['year']:.0f} {last['percent']:.0f}% of the {last['speakers']:.0f} states that spoke used "
        f"“{text}”; in {world['year'].iloc[0]} it was {world['percent'].iloc[0]:.0f}%. "
    )
    if len(used):
        most = one.loc[one["times"].idxmax()]
        sentence += (
            f"{name} used it in {style.plural(len(used), 'year')} of {len(one)}, most often in {most['year']} "
            f"({style.plural(most['times'], 'time')})."
        )
    else:
        sentence += f"{name} used it in none of its {len(one)} speeches."
    table = world.merge(one, on="year", how="left")[["year", "percent", "times"]].round(1)
    table.columns = ["Year", "% of states that used it", f"Times: {name}"]
    return fig.tell(sentence, table, ["general_debate_terms"])
