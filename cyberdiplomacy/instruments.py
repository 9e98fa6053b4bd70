"""Agreements, statements, initiatives and dialogues: with whom China cooperates on cyberspace (claims P3, P4 and P8)."""

import pandas as pd

from . import dots, squares, style
from .data import load

LEVELS = {
    "All": "all", "Bilateral": "bilateral", "Regional": "regional", "Global": "global", "Multistakeholder": "multistakeholder",
}  # fmt: skip
KINDS = ("treaty", "agreement", "joint statement", "initiative", "dialogue")
LOOKS = dict(zip(KINDS, (dots.SHAPES[1], dots.SHAPES[0], dots.SHAPES[2], dots.SHAPES[3], dots.SHAPES[4]), strict=True))
# Short names, in the order of the control.
PLATFORMS = {
    "UN Convention against Cybercrime: signatures": "UN Convention against Cybercrime",
    "Budapest Convention on Cybercrime: parties": "Budapest Convention on Cybercrime",
    "Declaration for the Future of the Internet, 2022": "Declaration for the Future of the Internet",
    "Code of conduct, 2011 and 2015": "International Code of Conduct for Information Security",
    "Belt and Road digital economy initiative, 2017": "Belt and Road Digital Economy International Cooperation Initiative",
    "Data security initiative with Central Asia, 2022": "China+Central Asia Data Security Cooperation Initiative",
}
PLATFORM_LOOKS = {"takes part": squares.FULL, "not on the list": squares.EMPTY}


def table() -> pd.DataFrame:
    """All instruments, oldest first, with ``year``."""
    rows = load("instruments").sort_values(["date", "name"], ignore_index=True)
    return rows.assign(year=rows["date"].str[:4].astype(int))


def partners() -> pd.Series:
    """How many bilateral instruments each state shares with China, most first, by code."""
    rows = table().query("level == 'bilateral'")
    return rows["counterparts"].str.split(";").explode().value_counts()


def dialogues() -> pd.DataFrame:
    """The dialogues of the list for a reader: ``Dialogue`` and ``With``, by date."""
    rows = table().query("kind == 'dialogue'")
    names = load("countries").set_index("iso3")["name"]
    partners = rows["counterparts"].str.split(";").map(lambda codes: " and ".join(names.get(c, c) for c in codes))
    shown = pd.DataFrame({"Date": rows["date"], "Dialogue": rows["name"], "With": partners})
    return shown.set_index("Date")


def draw_instruments(level: str = "all") -> style.Picture:
    """One mark an instrument: its year and its kind."""
    rows = table()
    if level != "all":
        rows = rows[rows["level"] == level]
    first, last = int(table()["year"].min()), int(table()["year"].max())
    fig, drawn = dots.by_year(rows, LOOKS, (first, last), first + 1, height=3.4, top=11.5, size=62, columns=3)
    name = style.text_of(LEVELS, level)
    fig.suptitle("Instruments in the list" if level == "all" else f"{name} instruments in the list")
    number = rows["kind"].value_counts()
    parts = [
        style.plural(int(number[kind]), kind, {"treaty": "treaties"}.get(kind)) for kind in KINDS if kind in number
    ]
    sentence = (
        f"{style.plural(len(rows), 'instrument')}, {rows['year'].min()} to {rows['year'].max()}: {', '.join(parts)}."
    )
    if level in ("all", "bilateral"):
        top = partners()
        names = load("countries").set_index("iso3")["name"]
        if top.iloc[0] > 1:
            sentence += (
                f" Most bilateral ones are with {style.the(names.get(top.index[0], top.index[0]))} ({top.iloc[0]})."
            )
    shown = pd.DataFrame(
        {
            "Instrument": drawn["name"],
            "Date": drawn["date"],
            "Kind": drawn["kind"],
            "What it says": drawn["commitment"],
            "What became of it": drawn["status"],
            "Source": style.links(drawn),
        }
    )
    return fig.tell(sentence, shown, ["instruments"], find=("Find an instrument", "Date", "Instrument"))


def takers(platform: str) -> pd.DataFrame:
    """The states on the list of a platform: ``iso3``, ``status``, ``date``, one row a state (its first)."""
    rows = load("platforms")
    rows = rows[rows["instrument"].str.startswith(platform)].sort_values("date")
    return rows.drop_duplicates("iso3")[["iso3", "status", "date"]].reset_index(drop=True)


def draw_platform(platform: str = "UN Convention against Cybercrime") -> style.Picture:
    """One square a UN member: who takes part in a convention or an initiative."""
    rows = takers(platform)
    states = load("countries").query("un_member")[["iso3", "name", "region"]]
    kind = states["iso3"].isin(rows["iso3"]).map({True: "takes part", False: "not on the list"})
    fig, ax = style.picture(3.6)
    drawn = squares.draw(
        ax,
        states.assign(group=states["region"], kind=kind),
        squares.REGIONS,
        PLATFORM_LOOKS,
        lambda region, part: f"{region} ({(part['kind'] == 'takes part').sum()}/{len(part)})",
    )
    squares.legend(fig, ax, PLATFORM_LOOKS)
    text = style.text_of(PLATFORMS, platform)
    fig.suptitle(text)
    inside = states[kind == "takes part"]
    parts = [f"{region} {n}" for region in squares.REGIONS if (n := int((inside["region"] == region).sum()))]
    powers = {"CHN": "China", "USA": "the United States", "RUS": "Russia", "IND": "India"}
    there = [name for code, name in powers.items() if code in set(inside["iso3"])]
    absent = [name for code, name in powers.items() if name not in there]
    sentence = f"{text}: {len(inside)} UN members on our list ({', '.join(parts)})."
    if there:
        sentence += f" With {', '.join(there)}"
        sentence += f"; without {', '.join(absent)}." if absent else "."
    else:
        sentence += f" Without {', '.join(absent)}."
    table_ = drawn[["name", "region", "kind"]].set_axis(["State", "Region", "On the list"], axis=1)
    return fig.tell(sentence, table_, ["platforms", "countries"], find=("Find a state", "State"))
