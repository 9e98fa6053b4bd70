"""Who takes part besides the state, and how states and companies are joined or kept apart (claim G3)."""

import pandas as pd

from . import dots, style
from .data import load

# What readers choose, and the forum and measure of the table behind it.
FORUMS = {
    "Numbering software flaws (CVE), all, 2024": ("cna", "organisations allowed to number vulnerabilities, all types"),
    "Posts in mobile standards (3GPP), 2021": (
        "3gpp-leadership", "chair and vice-chair posts by country of the holder’s organisation",
    ),
    "Founders of the Tech Accord, 2018": ("tech-accord", "founding signatories by country of origin"),
    "Authors of IETF drafts and standards": ("ietf-authors", None),
    "Supporters of the Paris Call, 2022": ("paris-call", "supporters"),
    "Internet Governance Forum, by kind of actor": ("igf", None),
    "UN open-ended group: access of others, 2022": ("oewg-stakeholders", None),
}  # fmt: skip
COUNTS = {"Projects": "projects", "Known amounts": "amount"}
GROUPS = {"By kind": "flow", "By region": "region", "By sector": "sector"}
FORMS = {
    "All forms": "all",
    "The state convenes": "state convenes",
    "A company takes part in diplomacy": "company takes part in diplomacy",
    "Track 1.5 or 2 dialogue": "track 1.5 or 2 dialogue",
    "Joint training or funding": "joint training or funding",
    "A law obliges companies": "law obliges company",
    "A state limits participation": "state limits participation",
    "Standards and delegations": "standards",
}
WHOSE = {"All": "all", "China": "CHN", "Others": "other"}
DIRECTIONS = ("joins", "both", "separates")
LOOKS = {"joins": dots.SHAPES[0], "both": dots.SHAPES[2], "separates": dots.SHAPES[1]}


def counted(forum: str) -> pd.DataFrame:
    """The numbers of one forum of ``FORUMS``: ``party``, ``iso3``, ``actor_kind``, ``date``, ``value``, ``unit``, ``note`` and source.

    Parties that stand for all are left out.
    """
    short, measure = FORUMS[forum]
    rows = load("actor_roles").query("forum == @short")
    if short == "igf":
        rows = rows[rows["measure"] == "share of participants by group"]
    elif short == "ietf-authors":
        rows = rows[rows["measure"].str.startswith("authors of drafts") & (rows["iso3"] != "EUU")]
    elif short == "paris-call":
        rows = rows[(rows["date"] == "2022") & (rows["measure"] == measure)]
    elif short == "oewg-stakeholders":
        rows = rows[rows["date"].eq("2022-06-30") & rows["measure"].str.startswith("entities")]
        rows = rows.assign(party=rows["measure"].str.removeprefix("entities ").map(style.capital))
    else:
        rows = rows[rows["measure"] == measure]
    return rows[~rows["party"].str.startswith("all ")].reset_index(drop=True)


def draw_forum(forum: str = next(iter(FORUMS))) -> style.Picture:
    """How many take part in one forum, by country or by kind of actor."""
    rows = counted(forum)
    short = FORUMS[forum][0]
    if short == "igf":
        rows = rows.groupby(["actor_kind", "date", "unit"], as_index=False)["value"].sum()
        rows = rows.sort_values(["actor_kind", "date"])
        labels = [
            f"{style.capital(kind)}, {date[:4]}" for kind, date in zip(rows["actor_kind"], rows["date"], strict=True)
        ]
        colours = [{"2008": style.GREY, "2022": style.BLUE, "2025": style.GREEN}[date[:4]] for date in rows["date"]]
    else:
        rows = rows.sort_values("value", ascending=False, kind="stable")
        rest = rows[13:]
        keep = rows["iso3"].isin(["CHN", "RUS"]) | (pd.Series(range(len(rows)), index=rows.index) < 13)
        rows = rows[keep]
        labels = [party.removeprefix("companies from ") for party in rows["party"]]
        colours = style.contrast(rows["iso3"])
    rows = rows.assign(label=labels)
    fig, ax = style.picture(1.0 + 0.24 * len(rows))
    bars = ax.barh(rows["label"], rows["value"], color=colours, height=0.72)
    percent = rows["unit"].iloc[0] == "percent"
    least = rows["note"].fillna("").str.startswith("Over") if short == "paris-call" else [False] * len(rows)
    told = [f"{v:g}%" if percent else f"{v:,.0f}" for v in rows["value"]]
    style.label_bars(ax, bars, [f"over {text}" if more else text for text, more in zip(told, least, strict=True)])
    ax.invert_yaxis()
    ax.grid(False)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    fig.suptitle(forum)
    ax.set_title("% of those who took part" if percent else rows["unit"].iloc[0], fontsize=10, fontweight="normal")
    china = rows[rows["iso3"] == "CHN"] if "iso3" in rows else rows.iloc[:0]
    top = rows.iloc[0]
    if short == "igf":
        share = rows.set_index(["actor_kind", "date"])["value"].rename(lambda d: d[:4], level=1)
        sentence = (
            f"Governments made up {share['government', '2008']:g}% of those at the forum in 2008 and "
            f"{share['government', '2025']:g}% in 2025; companies {share['company', '2008']:g}% and {share['company', '2025']:g}%."
        )
    elif short == "oewg-stakeholders":
        asked = rows.set_index("label")["value"]
        sentence = (
            f"{asked['That asked for accreditation']:.0f} bodies without a standing right to attend asked to follow the open-ended group; "
            f"{asked['Accredited']:.0f} were accredited and {asked['Stopped by an objection']:.0f} stopped by a state's objection."
        )
    elif short == "paris-call":
        sentence = "Of the Paris Call's supporters in 2022, over 700 were companies, over 380 from civil society and 80 states; China was not one of the states."
    else:
        value = int(china["value"].iloc[0]) if len(china) else 0
        most = f"{style.capital(style.the(top['label']))} has most, {top['value']:,.0f}"
        better = int((counted(forum)["value"] > value).sum())
        sentence = (
            f"{most}."
            if not better
            else f"{most}; China has " + (f"{value:,}, number {better + 1} in this count." if value else "none.")
        )
        if len(rest):
            sentence += " Only the largest are drawn, with China and Russia."
    shown = rows[["label", "value", "unit"]].set_axis(["Who", "Number", "Unit"], axis=1)
    return fig.tell(sentence, shown, ["actor_roles"])


def projects() -> pd.DataFrame:
    """Huawei's projects abroad that AidData recommends for sums."""
    return load("huawei_projects").query("in_aggregates").reset_index(drop=True)


def _amount(value: float) -> str:
    return "unknown" if pd.isna(value) else "under 1" if 0 < value < 1 else style.number(value)


def draw_projects(group: str = "flow", count: str = "projects") -> style.Picture:
    """What Huawei itself paid for abroad, 2002 to 2017: number of projects, or the amounts that are known."""
    rows = projects()
    sector = (
        rows["sector"].str.capitalize().where(rows["sector"].isin(rows["sector"].value_counts().index[:5]), "Other")
    )
    rows = rows.assign(sector=sector)
    by = rows.groupby(group)
    number = by.size().sort_values(ascending=False)
    money = by["amount_usd_2017"].sum(min_count=1).reindex(number.index)  # none known is not zero
    known = by["amount_usd_2017"].count().reindex(number.index)
    drawn = number if count == "projects" else money
    fig, ax = style.picture(1.0 + 0.3 * len(drawn))
    bars = ax.barh([style.capital(str(label)) for label in drawn.index], drawn.fillna(0), color=style.BLUE, height=0.7)
    style.label_bars(ax, bars, [_amount(value) for value in drawn])
    ax.invert_yaxis()
    ax.grid(False)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    what = "number" if count == "projects" else "million US$"
    fig.suptitle(f"Huawei's own projects: {what}")
    sentence = f"{len(rows)} projects in {rows['recipient_iso3'].nunique()} countries. "
    if count == "projects":
        sentence += f"The largest group is “{drawn.index[0]}” ({number.iloc[0]} of {len(rows)})."
    else:
        sentence += (
            f"An amount is known for {known.sum()}; together {money.sum():,.0f} million dollars, of which {money.max():,.0f} "
            f"million are under “{money.idxmax()}”."
        )
    table = pd.DataFrame(
        {
            "Group": number.index,
            "Projects": number.to_numpy(),
            "Amount known": known.to_numpy(),
            "Million US dollars of 2017": money.round(1).to_numpy(),
        }
    )
    return fig.tell(sentence, table, ["huawei_projects"])


def acts(form: str = "all", whose: str = "all") -> pd.DataFrame:
    """Dated acts that join states and others or keep them apart, of one form and one side (``CHN``, ``other`` or ``all``)."""
    rows = load("public_private").sort_values(["date", "what"], ignore_index=True)
    if form == "standards":
        rows = rows[rows["form"].isin(["standards body", "delegation includes non-state"])]
    elif form != "all":
        rows = rows[rows["form"] == form]
    if whose != "all":
        rows = rows[(rows["iso3"] == "CHN") == (whose == "CHN")]
    return rows.reset_index(drop=True)


def draw_acts(form: str = "all", whose: str = "all") -> style.Picture:
    """Acts that join or separate a state and its companies, experts or civil society: one mark an act."""
    rows = acts(form, whose)
    fig, ax = style.picture(3.3)
    parts = []
    for line, direction in enumerate(reversed(DIRECTIONS)):
        own = rows[rows["direction"] == direction]
        if len(own):
            x, height = dots.stack(dots.when(own["date"]), 0.55)
            parts.append(own.assign(x=x, y=line + 0.13 * height, kind=direction))
    placed = pd.concat(parts) if parts else rows.assign(x=0.0, y=0.0, kind="joins")
    drawn = dots.draw(ax, placed, LOOKS, size=30)
    number = rows["direction"].value_counts()
    ax.set_yticks([k + 0.25 for k in range(3)], [f"{d}\n({number.get(d, 0)})" for d in reversed(DIRECTIONS)])
    for line in (1, 2):
        ax.axhline(line - 0.15, color=style.GREY, lw=0.6, alpha=0.5)
    ax.set(xlim=(2002.5, 2026.5), ylim=(-0.12, 2.95))
    ax.grid(False)
    ax.tick_params(axis="y", length=0)
    text = style.text_of(FORMS, form)
    who = {"all": "all countries", "CHN": "China", "other": "other countries"}[whose]
    fig.suptitle(text)
    sentence = f"{style.plural(len(rows), 'act') if len(rows) else 'No act'} in our list ({text.lower()}; {who})"
    if len(rows):
        told = []
        for direction in ("joins", "separates"):
            if count := number.get(direction, 0):
                verb = direction if count == 1 else direction.removesuffix("s")
                told.append(f"{count} {verb} {'them' if told else 'the state and others'}")
        if count := number.get("both", 0):
            told.append(style.plural(count, "does both", "do both"))
        sentence += f": {', '.join(told)}."
    else:
        sentence += ". That we found nothing is no proof that nothing was done."
    shown = pd.DataFrame(
        {"Act": drawn["what"], "Date": drawn["date"], "Who": drawn["actors"], "Form": drawn["form"], "Direction": drawn["direction"], "Source": style.links(drawn)}
    )  # fmt: skip
    return fig.tell(sentence, shown, ["public_private"], find=("Find an act", "Date", "Act"))
