"""Indicators of technology and people: any two countries, in total or per head, over time (claim G1)."""

from functools import cache, lru_cache

import matplotlib
import pandas as pd

from . import style
from .data import countries_in, load
from .values import check

# Those of the tables with many states, in the order in which readers find them.
INDICATORS = {
    "People who use the internet": "internet_users",
    "Fixed broadband subscriptions": "fixed_broadband",
    "Spending on research and development": "rd_gdp",
    "Researchers": "researchers",
    "Patent applications": "patents_filed",
    "Science and engineering articles": "science_articles",
    "Supercomputers in the TOP500": "top500_systems",
    "Developers on GitHub": "github_developers",
    "CVE Numbering Authorities": "cve_authorities",
}
ONLINE = "internet_users"  # a table of its own
SIZES = {"In total": "total", "Per head": "head"}
COUNTRIES = {
    "China": "CHN",
    "United States": "USA",
    "India": "IND",
    "Russia": "RUS",
    "Germany": "DEU",
    "Brazil": "BRA",
}  # those that the pages offer; with a kernel, all of ``countries()``
RIVALS = {"United States": "USA", "Japan": "JPN", "Germany": "DEU", "India": "IND"}

# Per indicator: the unit of its total, how many things make one such unit, the unit per head, and per how many people.
_UNITS = {
    "internet_users": ("million people", 1e6, "% of people", 100),
    "fixed_broadband": ("million subscriptions", 1e6, "per 100 people", 100),
    "rd_gdp": ("billion dollars (PPP)", 1e9, "dollars (PPP) a person", 1),
    "researchers": ("thousand", 1e3, "per million people", 1e6),
    "patents_filed": ("thousand a year", 1e3, "per million people", 1e6),
    "science_articles": ("thousand a year", 1e3, "per million people", 1e6),
    "top500_systems": ("systems", 1, "per 10 million people", 1e7),
    "github_developers": ("million", 1e6, "per 1,000 people", 1e3),
    "cve_authorities": ("organisations", 1, "per 10 million people", 1e7),
}
_MASS = ("rd_gdp",)  # an amount; all others are counts
_RATES = ("internet_users", "fixed_broadband", "researchers")  # per head in their table; the others are totals there


def countries() -> dict[str, str]:
    """Name and code of every country with a value in some indicator."""
    return countries_in("indicator_values")


def raw(indicator: str) -> pd.DataFrame:
    """The values of one indicator as its table has them: ``iso3``, ``year``, ``value``."""
    if indicator == ONLINE:
        rows = load(ONLINE).dropna(subset="users_pct").rename(columns={"users_pct": "value"})
    else:
        rows = load("indicator_values").query("indicator == @indicator")
        if rows.empty:
            raise ValueError(
                f"There is no indicator {indicator!r}; the table has {', '.join(load('indicators')['indicator'])}."
            )
    return rows[["iso3", "year", "value"]].astype({"year": int}).reset_index(drop=True)


def series(indicator: str, size: str = "total") -> pd.DataFrame:
    """One indicator in total or per head, for all countries: ``iso3``, ``year``, ``value`` in the unit of ``unit``.

    A total made from a rate, or a rate from a total, needs the population of the same year (spending on research, a share
    of GDP in its table, also GDP per head); where that is missing there is no value.

    indicator: a value of ``INDICATORS``. size: total or head.

    Raises ValueError for any other.
    """
    check(indicator, INDICATORS, "indicator")
    check(size, SIZES, "size")
    return _series(indicator, size).copy()


@cache
def _series(indicator: str, size: str) -> pd.DataFrame:
    rows = raw(indicator)
    for other in ("population", "gdp_per_head"):
        rows = rows.merge(raw(other).rename(columns={"value": other}), how="left", on=["iso3", "year"])
    _, step, _, people = _UNITS[indicator]
    if indicator == "rd_gdp":
        a_head = rows["value"] / 100 * rows["gdp_per_head"]
        value = a_head if size == "head" else a_head * rows["population"] / step
    elif indicator in _RATES:
        value = rows["value"] if size == "head" else rows["value"] / people * rows["population"] / step
    else:
        value = rows["value"] / rows["population"] * people if size == "head" else rows["value"] / step
    return rows.assign(value=value).dropna(subset="value")[["iso3", "year", "value"]].reset_index(drop=True)


def unit(indicator: str, size: str = "total") -> str:
    """The unit of ``series``."""
    return _UNITS[indicator][2 if size == "head" else 0]


def title(indicator: str) -> str:
    """The name of an indicator, as readers see it."""
    return style.text_of(INDICATORS, indicator)


def tables(indicator: str) -> list[str]:
    """The tables that an indicator's values come from."""
    return [ONLINE, "indicator_values"] if indicator == ONLINE else ["indicator_values"]


def credit(indicator: str) -> str:
    """Who made the series."""
    if indicator == ONLINE:
        return "International Telecommunication Union, through the World Bank"
    return load("indicators").set_index("indicator").loc[indicator, "source_publisher"]


# Where a series jumps in a way that points to another method of counting: its line is broken, and the sentence says so.
BREAKS = {("researchers", "CHN"): 2009}


def _told(value: float) -> str:
    return (
        f"{value:,.0f}" if value >= 100 or value == round(value) else f"{value:,.1f}" if value >= 10 else f"{value:.3g}"
    )


def _ratio(one: float, other: float) -> str:
    more = max(one, other) / min(one, other)
    return f"{more:,.0f}" if more >= 20 else f"{more:.1f}"


def draw_two(
    indicator: str = "patents_filed", size: str = "total", one: str = "CHN", other: str = "USA"
) -> style.Picture:
    """Two countries on one indicator, year by year. Years without a value have no mark, and lines don't cross them.

    The picture is the same whichever country is named first.
    """
    known = list(COUNTRIES.values())
    order = sorted({one, other}, key=lambda code: (known.index(code) if code in known else len(known), code))
    return _draw_two(indicator, size, *order)


@lru_cache(64)
def _draw_two(indicator: str, size: str, *order: str) -> style.Picture:
    names = {code: text for text, code in countries().items()}
    every = series(indicator, size)
    fig, ax = style.fixed(3.5, left=0.125, bottom=0.08, top=0.77)
    parts, lines = [], {}
    looks = [("o", "-"), ("s", "--")]
    colours = [style.STATE.get(code, fallback) for code, fallback in zip(order, (style.BLUE, style.GREY), strict=False)]
    if len(set(colours)) < len(colours):
        colours[1] = style.GREY
    for code, colour, (marker, dash) in zip(order, colours, looks, strict=False):
        own = every[every["iso3"] == code].set_index("year")["value"].sort_index()
        if own.empty:
            parts.append(f"the table has no value for {style.the(names[code])}")
            continue
        gaps = own.reindex(range(own.index.min(), own.index.max() + 1))  # a missing year breaks the line
        cut = BREAKS.get((indicator, code), 0)
        for part, label in ((gaps[gaps.index < cut], None), (gaps[gaps.index >= cut], names[code])):
            ax.plot(part.index, part, color=colour, marker=marker, ls=dash, ms=3, lw=1.8, label=label)
        lines[code] = own
        first, last = own.index[0], own.index[-1]
        parts.append(f"{style.the(names[code])} {_told(own[first])} in {first} and {_told(own[last])} in {last}")
    ax.set_ylim(bottom=0)
    ax.yaxis.set_major_formatter(matplotlib.ticker.StrMethodFormatter("{x:,g}"))
    ax.xaxis.get_major_locator().set_params(integer=True)
    if lines:
        fig.legend(loc="lower left", bbox_to_anchor=(0.1, 0.775), ncols=2, fontsize=9.5)  # clear of the lines
    else:
        ax.set(xticks=[], yticks=[])
    fig.suptitle(title(indicator))
    fig.text(0.012, 0.865, unit(indicator, size), fontsize=10)
    sentence = f"{title(indicator)}, {unit(indicator, size)}: {'; '.join(parts)}."
    if len(lines) == 2:
        both = sorted(set(lines[order[0]].index) & set(lines[order[1]].index))
        if both:
            a, b = lines[order[0]][both[-1]], lines[order[1]][both[-1]]
            ahead, behind = (order[0], order[1]) if a >= b else (order[1], order[0])
            if min(a, b) > 0:
                much = "much" if indicator in _MASS else "many"
                times = _ratio(a, b)
                more = f"about as {much}" if times == "1.0" else f"{times} times as {much}"
                sentence += f" In {both[-1]}, the last year with both, {style.the(names[ahead])} had {more} as {style.the(names[behind])}."
    elif len(order) == 1:
        sentence += " Choose another country to compare."
    for code in lines:
        if cut := BREAKS.get((indicator, code)):
            sentence += (
                f" The fall of {names[code]}'s series in {cut} points to a change of method; the line is broken there."
            )
    table = pd.DataFrame(lines).rename(columns=names).rename_axis("Year").reset_index()
    fig.tell(sentence, table, tables(indicator))
    fig.source = f"{credit(indicator)}; people and GDP: Gapminder"
    return fig


def inside(text: str) -> str:
    """A title inside a sentence: without its capital, unless it begins with a short name such as CVE."""
    return text if text[1].isupper() else text[0].lower() + text[1:]


def standing(rival: str = "USA", size: str = "total") -> pd.DataFrame:
    """China in percent of a rival, indicator by indicator, in the first and the last year (from 2000) with both.

    Columns: ``indicator``, ``title``, ``first``, ``then`` (%), ``last``, ``now`` (%).
    """
    rows = []
    for text, indicator in INDICATORS.items():
        values = series(indicator, size).query("year >= 2000").pivot(index="year", columns="iso3", values="value")
        values = values.reindex(columns=["CHN", rival]).dropna()
        values = values[(values > 0).all(axis=1)]
        if values.empty:
            continue
        percent = 100 * values["CHN"] / values[rival]
        rows.append((indicator, text, percent.index[0], percent.iloc[0], percent.index[-1], percent.iloc[-1]))
    return pd.DataFrame(rows, columns=["indicator", "title", "first", "then", "last", "now"])


def draw_standing(rival: str = "USA", size: str = "total") -> style.Picture:
    """Level and speed: where China stood beside a rival at the start of the series, and where it stands at their end."""
    rows = standing(rival, size).sort_values("now", ignore_index=True)
    name = style.text_of(countries(), rival)
    fig, ax = style.picture(0.31 * len(rows) + 1.55)
    place = range(len(rows))
    ax.hlines(place, rows["then"], rows["now"], color=style.GREY, lw=1.6)
    ax.scatter(rows["then"], place, s=90, marker="|", color=style.GREY, lw=2.4, label="first year")
    ax.scatter(
        rows["now"], place, s=44, marker="o", color=style.VERMILION, zorder=3, label="last year (number on the right)"
    )
    ax.axvline(100, color=style.INK, lw=1)
    for k, now in rows["now"].items():  # in a column, clear of the lines
        told = f"{now:,.0f}%" if now >= 1 else f"{now:.1f}%"
        ax.annotate(told, (1.02, k), xycoords=("axes fraction", "data"), va="center", fontsize=9)
    ax.set_yticks(place, [f"{row.title}\n{row.first}–{row.last}" for row in rows.itertuples()], fontsize=9.75)
    low = min(rows["then"].min(), rows["now"].min())
    ax.set(xscale="log", xlim=(low / 2, max(rows["now"].max() * 2, 250)), ylim=(-0.6, len(rows) - 0.3))
    ax.xaxis.set_major_formatter(matplotlib.ticker.FuncFormatter(lambda x, _: f"{x:,g}"))
    ax.xaxis.set_minor_locator(matplotlib.ticker.NullLocator())
    ax.tick_params(axis="x", labelsize=9)
    ax.grid(True, axis="x")
    ax.grid(False, axis="y")
    ax.set_xlabel("percent, logarithmic scale", fontsize=9.5)
    fig.suptitle(f"China in % of {style.the(name)}, {'in total' if size == 'total' else 'per head'}")
    fig.legend(loc="outside lower left", ncols=2, fontsize=9.5)
    above, rising = int((rows["now"] > 100).sum()), int((rows["now"] > rows["then"]).sum())
    least, most = rows.iloc[0], rows.iloc[-1]
    sentence = (
        f"China beside {style.the(name)}, {'in total' if size == 'total' else 'per head'}: ahead in {above or 'none'} of {len(rows)} "
        f"indicators in their last year, and closer to it or further ahead than at the start in {rising}. Lowest: "
        f"{inside(least['title'])} ({least['now']:.0f}% in {least['last']}); highest: {inside(most['title'])} "
        f"({most['now']:,.0f}% in {most['last']})."
    )  # fmt: skip
    table = rows[["title", "first", "then", "last", "now"]].round(1)
    table.columns = ["Indicator", "First year", "China in %, first year", "Last year", "China in %, last year"]
    return fig.tell(sentence, table, ["internet_users", "indicator_values"])
