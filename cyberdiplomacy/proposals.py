"""Proposals for the order of cyberspace, what became of them, and who supports two rivals (claims S1 and S2)."""

import pandas as pd

from . import dots, squares, style, votes
from .data import load

PROPOSERS = {
    "All": "all", "China": "China", "China with others": "China with others", "Russia": "Russia",
    "Led by Western states": "led by Western states", "UN members together": "UN members together", "A company": "a company",
}  # fmt: skip
FATES = ("adopted", "merged", "pending", "lapsed")
LOOKS = dict(zip(FATES, (dots.SHAPES[0], dots.SHAPES[2], dots.SHAPES[4], dots.SHAPES[1]), strict=True))

# Two rival texts or conventions: title, and for each side its name and where it stands.
RIVALS = {
    "2018: 73/27 (Russia), 73/266 (United States)": ("A/RES/73/27", "A/RES/73/266"),
    "2019: 74/29 (Russia), 74/28 (United States)": ("A/RES/74/29", "A/RES/74/28"),
    "2020: 75/240 (Russia), 75/32 (United States)": ("A/RES/75/240", "A/RES/75/32"),
    "2022: 77/36 (Russia), 77/37 (France)": ("A/RES/77/36", "A/RES/77/37"),
    "2023: 78/237 (Russia), 78/16 (France)": ("A/RES/78/237", "A/RES/78/16"),
    "Cybercrime: UN convention and Budapest": ("UN Convention against Cybercrime", "Budapest Convention"),
}
SIDES = ("first only", "second only", "both", "neither")
SIDE_LOOKS = dict(zip(SIDES, (squares.FULL, squares.ROUND, squares.PEAK, squares.EMPTY), strict=True))


def table() -> pd.DataFrame:
    """All proposals, oldest first, with ``year``."""
    rows = load("proposals").sort_values(["date", "name"], ignore_index=True)
    return rows.assign(year=rows["date"].str[:4].astype(int))


def fates() -> pd.DataFrame:
    """Proposals by proposer (rows) and by what became of them (columns)."""
    rows = table()
    held = pd.crosstab(rows["proposer"], rows["fate"])
    order = [code for code in PROPOSERS.values() if code != "all"]
    return held.reindex(index=order, columns=list(FATES), fill_value=0).rename_axis(index=None, columns=None)


def draw_proposals(proposer: str = "all") -> style.Picture:
    """One mark a proposal: its year, and what became of it."""
    every = table()
    rows = every if proposer == "all" else every[every["proposer"] == proposer]
    first, last = int(every["year"].min()), int(every["year"].max())
    fig, drawn = dots.by_year(
        rows.assign(kind=rows["fate"]), LOOKS, (first, last), 2000, height=3.2, top=8.8, size=66, columns=4
    )
    name = style.text_of(PROPOSERS, proposer)
    fig.suptitle(
        "Proposals in the list"
        if proposer == "all"
        else f"Proposals led by {name[7:]}"
        if name.startswith("Led by ")
        else f"Proposals by {name[:1].lower() + name[1:] if name == 'A company' else name}"
    )
    number = rows["fate"].value_counts()
    parts = [f"{number[fate]} {fate}" for fate in FATES if fate in number]
    years = " to ".join(str(year) for year in dict.fromkeys((rows["year"].min(), rows["year"].max())))
    sentence = f"{name}: {style.plural(len(rows), 'proposal')}, {years}: {', '.join(parts)}."
    shown = pd.DataFrame(
        {
            "Proposal": drawn["name"],
            "Date": drawn["date"],
            "By": drawn["by"],
            "Aim": drawn["aim"],
            "Support": drawn["supporters"],
            "Against": drawn["opposed_by"],
            "Fate": drawn["fate"],
            "Source": style.links(drawn),
        }
    )
    return fig.tell(sentence, shown, ["proposals"], find=("Find a proposal", "Date", "Proposal"))


def takers(text: str) -> set[str]:
    """Codes of the states that voted for a resolution, are party to a convention, or signed the one of 2024."""
    if text.startswith("A/RES/"):
        cast = votes.roll_call(text).set_index("iso3")["vote"]
        return set(cast.index[cast == "yes"])
    rows = load("conventions").query("convention == @text")
    if rows.empty:
        raise ValueError(f"There is no text {text!r}.")
    if text == "UN Convention against Cybercrime":
        return set(rows.loc[rows["signed"].notna(), "iso3"])
    return set(rows.loc[rows["ratified"].notna() | rows["not_after"].notna(), "iso3"])


def sides(pair: str) -> pd.DataFrame:
    """Each UN member and which of two rivals it supports: ``iso3``, ``name``, ``region``, ``side``."""
    one, other = (takers(text) for text in RIVALS[pair])
    states = load("countries").query("un_member")[["iso3", "name", "region"]].reset_index(drop=True)
    kind = [SIDES[2] if code in one & other else SIDES[0] if code in one else SIDES[1] if code in other else SIDES[3]
            for code in states["iso3"]]  # fmt: skip
    return states.assign(side=kind)


def draw_rivals(pair: str = "2018: 73/27 (Russia), 73/266 (United States)") -> style.Picture:
    """One mark a UN member: which of two rival texts it supports."""
    states = sides(pair)
    fig, ax = style.picture(3.6)
    drawn = squares.draw(
        ax,
        states.assign(group=states["region"], kind=states["side"]),
        squares.REGIONS,
        SIDE_LOOKS,
        lambda region, part: f"{region} ({(part['side'] == 'both').sum()}/{len(part)})",
    )
    squares.legend(fig, ax, SIDE_LOOKS, columns=4)
    fig.suptitle(pair)
    number = states["side"].value_counts().reindex(SIDES, fill_value=0)
    china = states.set_index("iso3").loc["CHN", "side"]
    regions = states[states["side"] == "both"]["region"].value_counts()
    part = ", ".join(f"{region} {regions[region]}" for region in squares.REGIONS if region in regions)
    verb = "joined" if pair.startswith("Cybercrime") else "voted for"
    sentence = (
        f"{pair}: {number['first only']} UN members {verb} only the first, {number['second only']} only the second, "
        f"{number['both']} both ({part}), {number['neither']} neither. China: {china}."
    )
    shown = drawn[["name", "region", "side"]].set_axis(["State", "Region", "Supports"], axis=1)
    tables = (
        ["conventions", "countries"] if pair.startswith("Cybercrime") else ["un_votes", "un_decisions", "countries"]
    )
    return fig.tell(sentence, shown, tables, find=("Find a state", "State"))
