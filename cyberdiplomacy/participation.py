"""Who takes part: seats in the UN groups on cyberspace, and the Internet Governance Forum (claim T6)."""

import pandas as pd

from . import squares, style
from .data import load

GROUPS = {
    "Second expert group, 2009–10": "gge-2009",
    "Third expert group, 2012–13": "gge-2012",
    "Fourth expert group, 2014–15": "gge-2014",
    "Sixth expert group, 2019–21": "gge-2019",
    "Open-ended group, 2019–21": "oewg-2019",
}
COMPLETE = ("gge-2009", "gge-2012", "gge-2014", "gge-2019")  # the groups of which every member is known
MEETINGS = {"Athens 2006": "2006", "Hyderabad 2008": "2008", "Baku 2012": "2012", "Addis Ababa 2022": "2022",
            "Lillestrøm 2025": "2025"}  # fmt: skip
KINDS = (
    "government",
    "civil society",
    "private sector",
    "technical and academic",
    "international organisations",
    "media",
)


def members() -> pd.DataFrame:
    """Every UN member with the complete expert groups it sat on: ``iso3``, ``name``, ``region``, one boolean column a
    group, and ``seats`` (how many of the four)."""
    states = load("countries").query("un_member")[["iso3", "name", "region"]].reset_index(drop=True)
    sat = load("gge_members")
    for group in COMPLETE:
        states[group] = states["iso3"].isin(sat.loc[sat["group_id"] == group, "iso3"])
    states["seats"] = states[list(COMPLETE)].sum(axis=1)
    return states


def ever_seated(group: str) -> set[str]:
    """Codes of the states that sat on a complete expert group up to and including ``group``."""
    upto = COMPLETE[: COMPLETE.index(group) + 1] if group in COMPLETE else COMPLETE
    sat = load("gge_members")
    return set(sat.loc[sat["group_id"].isin(upto), "iso3"])


LOOKS = {"a seat": squares.FULL, "a seat earlier": squares.ROUND, "none so far": squares.EMPTY}


def draw_seats(group: str = "gge-2009") -> style.Picture:
    """One square a UN member, by region: who had a seat, who had one earlier, who never had one."""
    states = members()
    everyone = group not in COMPLETE
    now = set(states["iso3"]) if everyone else set(states.loc[states[group], "iso3"])
    before = ever_seated(group) - now
    kind = states["iso3"].map(
        lambda code: "a seat" if code in now else "a seat earlier" if code in before else "none so far"
    )
    fig, ax = style.picture(3.5)
    drawn = squares.draw(
        ax,
        states.assign(group=states["region"], kind=kind),
        squares.REGIONS,
        LOOKS,
        lambda region, rows: f"{region} ({(rows['kind'] == 'a seat').sum()}/{len(rows)})",
    )
    name = style.text_of(GROUPS, group)
    fig.suptitle(name)
    squares.legend(fig, ax, LOOKS)
    never = len(states) - len(now | before)
    if everyone:
        sentence = (
            f"The open-ended group was open to all {len(states)} UN members. {len(states) - len(ever_seated(group))} of them "
            "had no seat in any of the four expert groups whose members are all known. Open does not mean that all came."
        )
    else:
        share = {r: f"{int(states.loc[states['region'] == r, group].sum())}" for r in squares.REGIONS}
        sentence = (
            f"{name}: {style.plural(len(now), 'seat')} ("
            + ", ".join(f"{r} {n}" for r, n in share.items())
            + f"). {never} of {len(states)} UN members had no seat in this or an earlier group drawn here."
        )
    table = drawn[["name", "region", "kind"]].set_axis(["State", "Region", "Seat"], axis=1)
    return fig.tell(sentence, table, ["un_groups", "gge_members", "countries"], find=("Find a state", "State"))


def forum_shares(year: str) -> pd.DataFrame:
    """Who came to a meeting of the Internet Governance Forum: ``kind``, ``percent`` (of those counted by kind).

    Counts are turned into shares; shares are taken as published. What is counted differs from meeting to meeting.
    """
    rows = load("participation")
    rows = rows[rows["group_or_event"].str.startswith("IGF") & rows["date"].astype("string").str.startswith(year)]
    kinds = {
        "government": "government", "civil society": "civil society", "private sector": "private sector",
        "technical and academic": "technical and academic", "technical community": "technical and academic",
        "intergovernmental": "international organisations", "international organisations": "international organisations",
        "media": "media", "press": "media",
    }  # fmt: skip
    named = rows["measure"].str.split(", ", n=1).str[1].map(kinds)
    rows = rows.assign(kind=named).dropna(subset="kind")
    shares = rows.groupby("kind")["value"].sum().astype(float).reindex(KINDS).dropna()
    if (rows["unit"] != "percent").any():
        shares = 100 * shares / shares.sum()
    return shares.rename("percent").reset_index()


def draw_forum(meeting: str = "2006") -> style.Picture:
    """Who came to one meeting of the Internet Governance Forum, by kind, in percent."""
    shares = forum_shares(meeting)
    name = style.text_of(MEETINGS, meeting)
    fig, ax = style.picture(2.7)
    colours = [style.VERMILION if kind == "government" else style.BLUE for kind in shares["kind"]]
    bars = ax.barh(shares["kind"], shares["percent"], color=colours)
    style.label_bars(ax, bars, [f"{p:.0f}%" for p in shares["percent"]])
    ax.invert_yaxis()
    ax.grid(False)
    ax.set(xlim=(0, 75), xlabel="% of participants counted")
    fig.suptitle(f"Internet Governance Forum, {name}")
    by = shares.set_index("kind")["percent"]
    sentence = (
        f"At {name}, {by['government']:.0f}% of the participants counted came from governments and "
        f"{by['civil society']:.0f}% from civil society; {by['private sector']:.0f}% from the private sector."
    )
    table = shares.rename(columns={"kind": "Kind", "percent": "% of participants"}).round(1)
    return fig.tell(sentence, table, ["participation"])
