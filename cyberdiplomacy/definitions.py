"""Published definitions of cyber, digital and network diplomacy, placed by what they say (claims T1 to T3)."""

import pandas as pd

from . import style
from .data import load

OBJECT = ("tools only", "mainly tools", "both", "mainly cyberspace", "cyberspace only")
ACTOR = ("states only", "states first", "states and others", "anyone")
CHANGE = ("continuation", "both", "change")
PERIODS = ("to 2014", "2015–2019", "from 2020", "no date")
ORIGINS = {"All": "all", "Chinese": "Chinese", "Western": "Western", "Global South": "Global South"}
TERMS = {"All": "all", "cyber or network": "cyber", "digital, e- or data": "digital"}
SPLITS = {"Where the author works": "origin", "When it appeared": "period", "The term used": "family"}


def table() -> pd.DataFrame:
    """All definitions with three more columns: ``family`` of the term, ``period``, and ``who`` (author and year)."""
    rows = load("definitions")
    term = rows["term"].str.lower()
    cyber = term.str.contains("cyber") | term.str.contains("network")
    digital = term.str.contains("digital|e-diplomacy|data|21st century")
    rows["family"] = "other"
    rows.loc[digital, "family"] = "digital"
    rows.loc[cyber, "family"] = "cyber"
    rows["period"] = (
        pd.cut(rows["year"].astype("float"), [0, 2014, 2019, 2100], labels=PERIODS[:3])
        .astype("string")
        .fillna(PERIODS[3])
    )
    rows["who"] = rows["author"] + rows["year"].map(lambda y: "" if pd.isna(y) else f" ({y})")
    return rows


def choose(origin: str = "all", term: str = "all") -> pd.DataFrame:
    """The definitions of one origin and one family of terms (``all`` for any)."""
    rows = table()
    if origin != "all":
        rows = rows[rows["origin"] == origin]
    if term != "all":
        rows = rows[rows["family"] == term]
    return rows.reset_index(drop=True)


def draw_definitions(origin: str = "all", term: str = "all") -> style.Picture:
    """Each definition placed by its object (tools or cyberspace) and its actor (states or anyone)."""
    rows = choose(origin, term)
    placed = rows.dropna(subset=["object_code", "actor_code"])
    counts = placed.groupby(["object_code", "actor_code"]).size().reset_index(name="definitions")
    fig, ax = style.picture(3.7)
    ax.scatter(
        counts["object_code"].astype(float), counts["actor_code"].astype(float),
        s=150 + counts["definitions"].astype(float) * 70, color=style.BLUE, alpha=0.75, linewidths=0,
    )  # fmt: skip
    for _, cell in counts.iterrows():
        ax.annotate(
            str(cell["definitions"]), (cell["object_code"], cell["actor_code"]), xytext=(0, 0),
            textcoords="offset points", ha="center", va="center", fontsize=10.5, fontweight="bold",
        )  # fmt: skip
    ax.set_xticks(range(5), [text.replace(" ", "\n").replace("cyberspace", "cyber-\nspace") for text in OBJECT])
    ax.set_yticks(range(4), ACTOR)
    ax.set(xlim=(-0.6, 4.6), ylim=(-0.6, 3.6))
    fig.suptitle("What it is about (across) and who does it (up)")
    ax.grid(True, axis="both")
    tools, space = (rows["object_code"] <= 1).sum(), (rows["object_code"] >= 3).sum()
    first = (rows["actor_code"] <= 1).sum()
    sentence = (
        f"Of {style.plural(len(rows), 'definition')}, {tools} see diplomacy by digital tools and {space} see diplomacy "
        f"about cyberspace or technology. {first} put states alone or first."
    )
    if missing := len(rows) - len(placed):
        sentence += f" {missing} {'does' if missing == 1 else 'do'} not say who acts and {'is' if missing == 1 else 'are'} not drawn."
    shown = pd.DataFrame(
        {
            "Author": rows["who"],
            "Term": rows["term_zh"].where(rows["term_zh"].notna(), rows["term"]),
            "About": rows["object_code"].map(lambda code: OBJECT[code]),
            "Who acts": rows["actor_code"].map(lambda code: "not said" if pd.isna(code) else ACTOR[code]),
        }
    )
    return fig.tell(sentence, shown, ["definitions"])


def who_leads() -> pd.DataFrame:
    """Definitions that put states alone or first, by where the author works; one row an origin.

    Columns ``states alone or first`` and ``definitions that say who acts``.
    """
    rows = table().dropna(subset="actor_code")
    counts = (rows["actor_code"] <= 1).groupby(rows["origin"]).agg(["sum", "count"])
    counts.columns = ["states alone or first", "definitions that say who acts"]
    counts.index.name = "Authors"
    return counts


def change_counts(split: str = "origin") -> pd.DataFrame:
    """How many definitions see continuation, both, or change: one row a group of ``split``, one column a reading.

    Definitions that don't say are left out.
    """
    rows = table().dropna(subset="change_code")
    counts = pd.crosstab(rows[split], rows["change_code"]).reindex(columns=range(3), fill_value=0)
    counts.columns = list(CHANGE)
    counts = counts.reindex(
        [period for period in PERIODS if period in counts.index] if split == "period" else counts.index
    )
    counts.index.name = "group"
    return counts.reset_index()


def draw_change(split: str = "origin") -> style.Picture:
    """Continuation, change, or both: counts of definitions by group."""
    counts = change_counts(split)
    names = {"cyber": "cyber or network", "digital": "digital, e- or data"}
    groups = [names.get(group, group) for group in counts["group"]]
    fig, ax = style.picture(0.9 + 0.5 * len(groups))
    left = pd.Series(0, index=counts.index)
    for reading, colour in zip(CHANGE, (style.BLUE, style.GREY, style.VERMILION), strict=True):
        bars = ax.barh(groups, counts[reading], left=left, color=colour, label=reading)
        ax.bar_label(bars, [str(n) if n else "" for n in counts[reading]], label_type="center", color="black")
        left += counts[reading]
    ax.invert_yaxis()
    ax.grid(False)
    ax.set(xlabel="definitions")
    ax.xaxis.get_major_locator().set_params(integer=True)
    fig.legend(loc="outside upper left", ncols=3)
    total = counts[list(CHANGE)].sum()
    parts = [
        f"{group}: {row['continuation']} continuation, {row['both']} both, {row['change']} change"
        for group, (_, row) in zip(groups, counts.iterrows(), strict=True)
    ]
    sentence = (
        f"Of {total.sum()} definitions that say, {total['both']} see both, {total['change']} see change and "
        f"{total['continuation']} see continuation. By group: " + "; ".join(parts) + "."
    )
    table_ = counts.assign(group=groups).rename(columns={"group": "Group"})
    return fig.tell(sentence, table_, ["definitions"])
