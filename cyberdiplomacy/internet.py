"""People online, by country and year (claim I2)."""

import pandas as pd

from . import style
from .data import check_state, load

COUNTRIES = {
    name: code
    for name, code in [
        ("Argentina", "ARG"), ("Australia", "AUS"), ("Bangladesh", "BGD"), ("Brazil", "BRA"), ("China", "CHN"),
        ("Egypt", "EGY"), ("Estonia", "EST"), ("Ethiopia", "ETH"), ("France", "FRA"), ("Germany", "DEU"),
        ("Ghana", "GHA"), ("India", "IND"), ("Indonesia", "IDN"), ("Iran", "IRN"), ("Japan", "JPN"),
        ("Kazakhstan", "KAZ"), ("Kenya", "KEN"), ("Mexico", "MEX"), ("Mongolia", "MNG"), ("Morocco", "MAR"),
        ("Nigeria", "NGA"), ("Pakistan", "PAK"), ("Russia", "RUS"), ("Saudi Arabia", "SAU"), ("Singapore", "SGP"),
        ("South Africa", "ZAF"), ("South Korea", "KOR"), ("Türkiye", "TUR"), ("United Kingdom", "GBR"),
        ("United States", "USA"), ("Viet Nam", "VNM"),
    ]
}  # fmt: skip


def share_online(country: str) -> pd.DataFrame:
    """Share of people online in one country by year: ``year``, ``percent`` (of the population, ITU).

    country: an ISO 3166 alpha-3 code, such as ``CHN``; ``data.countries_in("internet_users")`` has them all.

    Raises ValueError for any other.
    """
    check_state(country, "internet_users")
    users = load("internet_users").query("iso3 == @country").dropna(subset="users_pct")
    return users[["year", "users_pct"]].rename(columns={"users_pct": "percent"}).reset_index(drop=True)


def middle_country(least: int = 150) -> pd.DataFrame:
    """The median country of each year: half of the countries that report are above it, half below.

    Columns ``year``, ``percent``, ``countries`` (how many report). Years with fewer than ``least`` countries are left
    out, because then the poorer ones are missing.
    """
    by_year = load("internet_users").dropna(subset="users_pct").groupby("year")["users_pct"]
    middle = by_year.agg(percent="median", countries="count").reset_index()
    return middle[middle["countries"] >= least].reset_index(drop=True)


def cnnic() -> pd.DataFrame:
    """China's own count (CNNIC): ``year`` as a decimal number, ``as_of``, ``percent``, ``users_million``."""
    counted = load("cnnic_users").dropna(subset="users_pct").sort_values("as_of")
    month = counted["as_of"].str.split("-", expand=True).astype(int)
    return pd.DataFrame(
        {
            "year": month[0] + month[1] / 12,
            "as_of": counted["as_of"],
            "percent": counted["users_pct"],
            "users_million": counted["users_million"],
        }
    ).reset_index(drop=True)


def draw_people_online(country: str = "CHN") -> style.Picture:
    """Share of people online over the years: one country, China by both counts, and the median country."""
    fig, ax = style.fixed(3.4, left=0.135, bottom=0.085, top=0.915, right=0.99)
    chosen, china, middle, own = share_online(country), share_online("CHN"), middle_country(), cnnic()
    name = _name(country)
    ax.plot(middle["year"], middle["percent"], color=style.GREY, lw=1.6, ls="--", label="Median country (ITU)")
    ax.plot(china["year"], china["percent"], color=style.VERMILION, lw=2, label="China (ITU)")
    ax.plot(own["year"], own["percent"], color=style.OCHRE, ls="", marker="o", ms=3.5, label="China (CNNIC)")
    if country != "CHN":
        ax.plot(chosen["year"], chosen["percent"], color=style.BLUE, lw=2.4, label=f"{name} (ITU)")
    ax.set(ylim=(0, 102), ylabel="% of people")
    fig.suptitle("People who use the internet")
    ax.legend(loc="upper left", fontsize=9.5)
    last = chosen.iloc[-1]
    same = middle[middle["year"] == last["year"]]
    sentence = f"By ITU's count {last['percent']:.1f}% of people in {name} used the internet in {last['year']:.0f}"
    if len(same):
        sentence += f"; in the median country it was {same['percent'].iloc[0]:.1f}%"
    near = own[own["as_of"] == f"{last['year']:.0f}-12"]
    if country == "CHN" and len(near):
        sentence += f". China's own count (CNNIC) for December of that year is {near['percent'].iloc[0]:.1f}%"
    half = chosen[chosen["percent"] > 50]
    sentence += (
        f". {name} passed one half in {half['year'].iloc[0]:.0f}." if len(half) else f". {name} is below one half."
    )
    rows = [chosen.assign(Series=f"{name} (ITU)")]
    if country != "CHN":
        rows.append(china.assign(Series="China (ITU)"))
    rows.append(own.assign(Series="China (CNNIC)")[["as_of", "percent", "Series"]].rename(columns={"as_of": "year"}))
    table = pd.concat([part.astype({"year": str}) for part in rows])
    table = table.rename(columns={"year": "Date", "percent": "% of people"})[["Series", "Date", "% of people"]]
    return fig.tell(sentence, table, ["internet_users", "cnnic_users"])


def _name(country: str) -> str:
    return next((name for name, code in COUNTRIES.items() if code == country), country)
