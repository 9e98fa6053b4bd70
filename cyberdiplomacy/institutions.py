"""When states created offices, posts and strategies for cyberspace (claim G2)."""

import pandas as pd

from . import dots, style
from .data import load
from .strategies import named
from .values import check

KINDS = {
    "Offices in foreign ministries": "foreign-ministry office",
    "Coordinators and ambassadors": "coordinator or ambassador",
    "National coordination": "national coordination",
    "Agencies": "agency",
    "International strategies": "international strategy",
    "Domestic strategies": "domestic strategy",
    "All of these": "all",
}
REGIONS = {
    "All regions": "all",
    "Africa": "Africa",
    "The Americas": "Americas",
    "Asia": "Asia",
    "Europe": "Europe",
    "Oceania": "Oceania",
}
LOOKS = dict(
    zip(
        [kind for kind in KINDS.values() if kind != "all"],
        [dots.SHAPES[1], dots.SHAPES[0], dots.SHAPES[5], dots.SHAPES[4], dots.SHAPES[2], dots.SHAPES[3]],
        strict=True,
    )
)


def table() -> pd.DataFrame:
    """Offices, posts and strategies in one list, oldest first: ``state``, ``iso3``, ``region``, ``date``, ``what``, ``kind``,
    ``text``, and the columns of the source. Military bodies and strategies are left out."""
    bodies = load("institutions").query("kind != 'military'")
    bodies = bodies.assign(date=bodies["created"], what=bodies["body"], text=bodies["mandate"])
    texts = load("strategies").query("kind != 'military'")
    texts = texts.assign(
        date=texts["year"].astype(str), what=texts["title"], kind=texts["kind"] + " strategy", text=texts["issuer"]
    )
    rows = pd.concat([bodies, texts], ignore_index=True)
    rows = rows.assign(state=named(rows), region=rows["iso3"].map(load("countries").set_index("iso3")["region"]))
    rows["region"] = rows["region"].fillna(rows["iso3"].map({"EUU": "Europe", "AFR": "Africa"}))
    columns = [
        "state",
        "iso3",
        "region",
        "date",
        "what",
        "kind",
        "text",
        "source_title",
        "source_publisher",
        "source_url",
    ]
    return rows.sort_values(["date", "state", "what"], ignore_index=True)[columns]


def choose(kind: str = "all", region: str = "all") -> pd.DataFrame:
    """The entries of one kind and one region (``all`` for any): values of ``KINDS`` and ``REGIONS``.

    Raises ValueError for any other.
    """
    check(kind, KINDS, "kind")
    check(region, REGIONS, "region")
    rows = table()
    if kind != "all":
        rows = rows[rows["kind"] == kind]
    if region != "all":
        rows = rows[rows["region"] == region]
    return rows.reset_index(drop=True)


def firsts(kind: str) -> pd.DataFrame:
    """Each state's first entry of a kind, oldest first, with ``place``: 1 for the earliest year, equal years share it.

    kind: a value of ``KINDS``: foreign-ministry office, coordinator or ambassador, national coordination, agency,
    international strategy, domestic strategy; all for any.

    Raises ValueError for any other.
    """
    rows = choose(kind).drop_duplicates("state")
    return rows.assign(place=rows["date"].str[:4].astype(int).rank(method="min").astype(int)).reset_index(drop=True)


def draw_institutions(kind: str = "foreign-ministry office", region: str = "all") -> style.Picture:
    """When each state created what: one mark an office, post or document, states in the order of their first."""
    rows = choose(kind, region)
    words = style.text_of(KINDS, kind)
    place = "the Americas" if region == "Americas" else style.text_of(REGIONS, region)
    if len(rows):
        rows = rows.sort_values(
            "date", key=dots.when, kind="stable", ignore_index=True
        )  # as drawn: a year at its middle
    order = list(dict.fromkeys(rows["state"]))
    fig, ax = style.picture(max(2.2, 1.15 + 0.23 * len(order)))
    fig.suptitle(f"{words}, {place}" if region != "all" else words)
    if rows.empty:
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
        return fig.tell(
            f"{words}, {place}: none in our list. That is no proof that there is none.",
            rows,
            ["institutions", "strategies"],
        )
    drawn = dots.draw(ax, rows.assign(x=dots.when(rows["date"]), y=rows["state"].map(order.index)), LOOKS, size=34)
    ax.set_yticks(range(len(order)), order, fontsize=9.5)
    for text in ax.get_yticklabels():
        if text.get_text() == "China":
            text.set_fontweight("bold")
    ax.set(ylim=(len(order) - 0.4, -0.6), xlim=(2000, 2027))
    ax.grid(True, axis="both")
    if kind == "all":
        dots.legend(fig, ax, {k: look for k, look in LOOKS.items() if k in set(rows["kind"])}, columns=2)
    first = rows.drop_duplicates("state").reset_index(drop=True)
    sentence = f"{words}{'' if region == 'all' else ' in ' + place}: {len(rows)} in our list, of {style.plural(len(order), 'state or union', 'states or unions')}. "
    sentence += f"The first is of {style.the(first['state'][0])} ({first['date'][0][:4]})"
    china = first.index[first["state"] == "China"]
    if len(china) and len(order) > 1:
        year = int(first["date"][china[0]][:4])
        before = int((first["date"].str[:4].astype(int) < year).sum())
        sentence += f"; China's first is of {year}" if china[0] else ""
        sentence += f", with {before or 'none'} of the other {len(order) - 1} earlier."
    else:
        sentence += "."
    if kind == "coordinator or ambassador":
        sentence += " A date is the first our sources give; a post may be older."
    shown = pd.DataFrame(
        {
            "Office or document": drawn["state"] + " " + drawn["date"].str[:4] + ": " + drawn["what"],
            "Date": drawn["date"],
            "Kind": drawn["kind"],
            "About": drawn["text"],
            "Source": style.links(drawn),
        }
    )
    return fig.tell(
        sentence, shown, ["institutions", "strategies"], find=("Find an office or document", "Office or document")
    )
