"""The timeline of China's cyber diplomacy: 1994 to 2026 (claims P1, P2, P4 and P6)."""

import re

import pandas as pd

from . import dots, style
from .data import load
from .values import check, written

LEVELS = ("global", "multistakeholder", "regional", "bilateral", "domestic")  # from the top of the picture
THEMES = {
    "All themes": "all",
    "Norms: rules for states": "norms",
    "Governance: who runs the internet": "governance",
    "Security": "security",
    "Communication: talks and channels": "communication",
    "Cooperation: projects and data": "cooperation",
    "Institutions": "institutions",
    "Capacity: training and aid": "capacity",
    "Rights and interests: answers and protests": "rights-and-interests",
    "Ethics": "ethics",
}
PERIODS = {
    "All years": "1994–2026",
    "1994–1998": "1994–1998",
    "1999–2003": "1999–2003",
    "2004–2008": "2004–2008",
    "2009–2013": "2009–2013",
    "2014–2018": "2014–2018",
    "2019–2023": "2019–2023",
    "2024–2026": "2024–2026",
}
SPANS = tuple(PERIODS.values())[1:]
SPLITS = {"Theme": "theme", "Level": "level"}
MEASURES = {"Number of events": "number", "Share of the period": "share"}
PALETTE = (
    style.BLUE, style.VERMILION, style.GREEN, style.PURPLE, style.OCHRE, style.GREY, "#56b4e9", "#9c6b4e", "#6a6fd1",
)  # fmt: skip


def bounds(period: str) -> tuple[int, int]:
    """First and last year of a period such as ``2014–2018``, with a dash or a hyphen.

    Raises ValueError for anything else, and for a period that ends before it begins.
    """
    years = re.fullmatch(r"\s*(\d{4})\s*[–-]\s*(\d{4})\s*", str(period))
    if not years:
        raise ValueError(
            f"There is no period {written(period)}. Write its first and last year, such as '2019–2023' or '2019-2023' "
            "(one year: '2019-2019')."
        )
    first, last = map(int, years.groups())
    if first > last:
        raise ValueError(f"The period {period!r} ends before it begins. Write '{last}–{first}'.")
    return first, last


def table() -> pd.DataFrame:
    """All events, oldest first, with two more columns: ``year`` and ``period`` (five years, the last one three)."""
    rows = load("events").sort_values(["date", "title"], ignore_index=True)
    year = rows["date"].str[:4].astype(int)
    edges = [bounds(span)[0] for span in SPANS] + [bounds(SPANS[-1])[1] + 1]
    return rows.assign(year=year, period=pd.cut(year, edges, right=False, labels=SPANS).astype("string"))


def choose(theme: str = "all", period: str = "1994–2026", claim: str | None = None) -> pd.DataFrame:
    """The events of a theme (``all`` for any) and a period; with ``claim``, only those that bear on it.

    theme: a value of ``THEMES``: all, norms, governance, security, communication, cooperation, institutions, capacity,
    rights-and-interests, ethics. period: any first and last year within 1994–2026, such as ``2019–2023`` or
    ``2019-2023``. claim: such as ``P6``; load("claims") has them all.

    Raises ValueError for an unknown theme or claim, for what is no period, and for one outside the years of the list.
    """
    check(theme, THEMES, "theme")
    first, last = bounds(period)
    begin, end = bounds(PERIODS["All years"])
    if last < begin or first > end:
        raise ValueError(f"The period {period!r} is outside the list of events, which has those of {begin}–{end}.")
    if claim:
        check(claim, load("claims")["claim"].tolist(), "claim")
    rows = table()
    rows = rows[rows["year"].between(first, last)]
    if theme != "all":
        rows = rows[rows["theme"] == theme]
    if claim:
        rows = rows[rows["claims"].str.split(";").map(lambda claims: claim in claims)]
    return rows.reset_index(drop=True)


def counts(by: str = "theme") -> pd.DataFrame:
    """Events by period (rows) and theme, level or forum (columns)."""
    rows = table()
    return pd.crosstab(rows["period"], rows[by]).reindex(SPANS, fill_value=0)


def draw_timeline(theme: str = "all", period: str = "1994–2026") -> style.Picture:
    """One dot an event: when, and on which level."""
    rows = choose(theme, period)
    first, last = bounds(period)
    period = f"{first}–{last}"  # as in the title, however it was written
    span = last - first + 1
    width = span / 66 if span > 10 else span / 40
    parts = []
    for line, level in enumerate(reversed(LEVELS)):
        own = rows[rows["level"] == level]
        if len(own):
            x, height = dots.stack(dots.when(own["date"]), width)
            parts.append((own, line, x, height))
    tallest = max([height.max() for *_, height in parts], default=0)
    step = min(0.085, 0.8 / (tallest + 1))
    placed = pd.concat([own.assign(x=x, y=line + height * step, kind="event") for own, line, x, height in parts]) if (
        parts
    ) else rows.assign(x=0.0, y=0.0, kind="event")  # fmt: skip
    fig, ax = style.fixed(4.6, left=0.29, bottom=0.065, top=0.935, right=0.99)
    drawn = dots.draw(ax, placed, {"event": dots.SHAPES[0]}, size=15 if span > 10 else 34)
    number_of = rows["level"].value_counts()
    ax.set_yticks([k + 0.3 for k in range(5)], [f"{level}\n({number_of.get(level, 0)})" for level in reversed(LEVELS)])
    for line in range(1, 5):
        ax.axhline(line - 0.1, color=style.GREY, lw=0.6, alpha=0.5)
    ax.set(xlim=(first - 0.3, last + 1.3), ylim=(-0.1, 4.95))
    ax.set_xticks(range(1995, 2027, 5) if span > 10 else range(first, last + 1))
    ax.grid(False)
    ax.tick_params(axis="y", length=0)
    text = style.text_of(THEMES, theme).split(":")[0]
    fig.suptitle(f"{text}, {period}")
    sentence = f"{period}, {text.lower()}: {style.plural(len(rows), 'event')} in the list"
    if len(rows):
        most = number_of.idxmax()
        sentence += f"; most on the level “{most}” ({number_of.max()}). The first is “{rows['title'].iloc[0]}” ({rows['date'].iloc[0]})."
    else:
        sentence += ". The list may have gaps: none found is not none held."
    shown = pd.DataFrame(
        {
            "Event": drawn["title"],
            "Date": drawn["date"],
            "What happened": drawn["description"],
            "Theme": drawn["theme"],
            "Level": drawn["level"],
            "Source": style.links(drawn),
        }
    )
    return fig.tell(sentence, shown, ["events"], find=("Find an event", "Date", "Event"))


def draw_mix(by: str = "theme", measure: str = "number") -> style.Picture:
    """How the list divides by theme or level, period by period."""
    number = counts(by)
    total = number.sum(axis=1)
    order = LEVELS if by == "level" else [code for code in THEMES.values() if code != "all"]
    number = number.reindex(columns=order, fill_value=0)
    drawn = number if measure == "number" else 100 * number.div(total, axis=0)
    fig, ax = style.picture(3.9)
    left = pd.Series(0.0, index=drawn.index)
    for (kind, values), colour in zip(drawn.items(), PALETTE, strict=False):
        bars = ax.barh(drawn.index, values, left=left, color=colour, label=kind.replace("-", " "), height=0.72)
        least = 0.045 * drawn.sum(axis=1).max()
        ax.bar_label(
            bars, [f"{v:.0f}" if v >= least else "" for v in values], label_type="center", color="black", fontsize=9
        )
        left += values
    ax.invert_yaxis()
    ax.grid(False)
    ax.set(xlabel="events in the list" if measure == "number" else "% of the period's events")
    fig.suptitle("What the events are about" if by == "theme" else "On which level they take place")
    fig.legend(loc="outside lower left", ncols=3, columnspacing=0.8, handlelength=1, fontsize=9.5)
    late, early = SPANS[-2], SPANS[3]
    most = number.loc[late].idxmax()
    sentence = f"The list holds {total.sum()} events: {total[early]} of {early} and {total[late]} of {late}. "
    if measure == "number":
        sentence += (
            f"In {late} the largest {by} was “{most}” with {style.plural(int(number.loc[late, most]), 'event')}; in {early} "
            f"it had {number.loc[early, most]}."
        )
    else:
        sentence += f"In {late} the largest {by} was “{most}” with {drawn.loc[late, most]:.0f}%; in {early} it had {drawn.loc[early, most]:.0f}%."
    shown = drawn.round(0).astype(int).reset_index().rename(columns={"period": "Period"})
    return fig.tell(sentence, shown, ["events"])
