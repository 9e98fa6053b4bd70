"""Votes in the UN General Assembly on cyberspace, and agreement between states (claims P5, P9 and P10)."""

import pandas as pd

from . import blocs, squares, style
from .data import DataError, check_state, load
from .values import check, written

# What each resolution is about, in a few words; by symbol, in the order of the votes.
ABOUT = {
    "A/RES/60/45": "information security",
    "A/RES/61/54": "information security",
    "A/RES/62/17": "information security",
    "A/RES/63/37": "information security",
    "A/RES/71/28": "information security",
    "A/RES/73/27": "open-ended group",
    "A/RES/73/266": "sixth expert group",
    "A/RES/74/28": "responsible behaviour",
    "A/RES/74/29": "information security",
    "A/RES/74/247": "cybercrime treaty talks",
    "A/RES/75/32": "responsible behaviour",
    "A/RES/75/240": "second open-ended group",
    "A/RES/77/36": "information security",
    "A/RES/77/37": "programme of action",
    "A/RES/78/16": "programme of action",
    "A/RES/78/237": "information security",
}
GROUPINGS = {"Region": "region", "Bloc": "bloc"}
POWERS = {"CHN": "China", "USA": "the United States", "RUS": "Russia"}
LOOKS = {
    "yes": squares.ROUND,
    "no": squares.FULL,
    "abstain": squares.PEAK,
    "absent": squares.EMPTY,
    "unknown": squares.CROSS,
}
COLOURS = {"yes": style.BLUE, "no": style.VERMILION, "abstain": style.OCHRE, "absent": style.GREY}
STANDS = ("yes", "no", "abstain")
INFERRED = "Which resolution this roll call belongs to was inferred from its date, tally and pattern."


# Calculations


def resolutions() -> pd.DataFrame:
    """The plenary resolutions with a roll call, in the order of their votes: the columns of ``un_decisions``, and
    ``year``."""
    rows = load("un_decisions")
    rows = rows[rows["symbol"].isin(load("un_votes")["symbol"])]
    order = {symbol: k for k, symbol in enumerate(ABOUT)}
    rows = rows.sort_values("symbol", key=lambda column: column.map(order))
    return rows.assign(year=rows["date"].str[:4].astype(int)).reset_index(drop=True)


def short(symbol: str) -> str:
    """``A/RES/73/27`` as ``73/27``."""
    return symbol.removeprefix("A/RES/")


def choices() -> dict[str, str]:
    """Resolutions for a control, ``73/27 (2018): open-ended group``; inferred ones carry a star."""
    return {
        f"{short(r.symbol)}{'*' if r.identity == 'inferred' else ''} ({r.year}): {ABOUT[r.symbol]}": r.symbol
        for r in resolutions().itertuples()
    }


def roll_call(symbol: str) -> pd.DataFrame:
    """One vote, a row for each UN member of that day: ``iso3``, ``name``, ``region``, ``vote`` (yes, no, abstain, absent,
    unknown).

    symbol: one of ``ABOUT``, written ``A/RES/73/27``; ``resolutions`` has them with titles and dates.

    Raises KeyError for a symbol without a roll call.
    """
    check(symbol, ABOUT.keys(), "roll call for", "resolutions that have one", KeyError)
    rows = load("un_votes").query("symbol == @symbol")
    return rows.merge(load("countries"), on="iso3")[["iso3", "name", "region", "vote"]]


def tally(votes: pd.Series) -> dict[str, int]:
    """How many yes, no, abstain, absent and unknown."""
    return {vote: int((votes == vote).sum()) for vote in LOOKS}


def check_tallies(decisions: pd.DataFrame, votes: pd.DataFrame) -> None:
    """Raises DataError for the first resolution whose roll call doesn't add up to the tally of its decision.

    decisions: ``symbol``, ``yes``, ``no``, ``abstain``. votes: ``symbol``, ``iso3``, ``vote``.
    """
    for symbol, rows in votes.groupby("symbol"):
        stated = decisions[decisions["symbol"] == symbol]
        if stated.empty:
            raise DataError(f"Table 'un_votes': {symbol} is not in 'un_decisions'. Add the decision first.")
        counted = tally(rows["vote"])
        for stand in STANDS:
            if pd.isna(stated[stand].item()) or counted[stand] != stated[stand].item():
                raise DataError(
                    f"{symbol}: the roll call has {counted[stand]} votes {stand!r}, and 'un_decisions' says "
                    f"{stated[stand].item()}. Correct one of them."
                )


def agreement(one: pd.Series, other: pd.Series) -> tuple[float, int]:
    """Share (percent) of votes in which two states took the same stand, and the number of votes counted.

    one, other: votes indexed by resolution. Only resolutions in which both voted yes, no or abstained count; without
    any the share is not a number.

    Raises ValueError for what is not a state's votes, as ``stand`` gives them, and where there are none at all.
    """
    for given in (one, other):
        if not isinstance(given, pd.Series):
            raise ValueError(
                f"The agreement is of two states' votes, and {written(given)} is none. Write, for example, "
                'votes.agreement(votes.stand("CHN"), votes.stand("BRA")).'
            )
        if given.empty:
            raise ValueError(
                'A state has no votes here: the selection is empty. votes.stand("CHN") gives the votes of one state, by '
                'its code; all codes are in load("countries").'
            )
    both = pd.concat([one, other], axis=1, join="inner").set_axis(["one", "other"], axis=1)
    both = both[both.isin(STANDS).all(axis=1)]
    share = 100 * (both["one"] == both["other"]).mean() if len(both) else float("nan")
    return share, len(both)


def stand(code: str) -> pd.Series:
    """One state's votes on the cyber resolutions, indexed by symbol.

    code: an ISO 3166 alpha-3 code of a UN member, such as ``CHN``; ``members_by_name`` has them all.

    Raises ValueError for any other.
    """
    check_state(code, "un_votes")
    rows = load("un_votes").query("iso3 == @code")
    return rows.set_index("symbol")["vote"]


def agreement_on_cyber(code: str) -> pd.DataFrame:
    """How often each UN member voted on the cyber resolutions as one state did: ``iso3``, ``percent``, ``votes``.

    code: as for ``stand``. Raises ValueError for what is no code of a UN member.
    """
    mine = stand(code)
    others = load("un_votes").pivot(index="symbol", columns="iso3", values="vote")
    rows = [(other, *agreement(mine, others[other].dropna())) for other in others.columns if other != code]
    return pd.DataFrame(rows, columns=["iso3", "percent", "votes"])


def cohesion(votes: pd.Series) -> float:
    """The agreement index of a group in one vote, 0 (evenly split in three) to 1 (all the same).

    (max(Y, N, A) - (Y + N + A - max(Y, N, A)) / 2) / (Y + N + A); absent members don't count. Source: Hix, Noury and
    Roland, "Power to the Parties", British Journal of Political Science 35 (2005), 209-234. Not a number without votes.
    """
    counted = tally(votes)
    numbers = [counted[stand] for stand in STANDS]
    total, most = sum(numbers), max(numbers)
    return (most - (total - most) / 2) / total if total else float("nan")


def bloc_votes(bloc: str) -> pd.DataFrame:
    """How the members of a bloc (or ``All members``) voted in each resolution.

    Columns ``symbol``, ``year``, ``yes``, ``no``, ``abstain``, ``absent``, ``members``, ``cohesion``, ``china`` (China's
    vote) and ``as_china`` (whether the most frequent stand of the members that voted, China left out, is China's; missing
    where two stands tie for the most, or none voted).

    bloc: one of ``blocs.BLOCS``, such as ``ASEAN``. Raises KeyError for any other.
    """
    check(bloc, blocs.BY_NAME | {"All members": "All members"}, "bloc", error=KeyError)
    rows = []
    for r in resolutions().itertuples():
        votes = roll_call(r.symbol).set_index("iso3")["vote"]
        china = votes["CHN"]
        inside = votes if bloc == "All members" else votes[votes.index.isin(blocs.members(bloc, r.year))]
        others = tally(inside.drop("CHN", errors="ignore"))
        most = max(others[stand] for stand in STANDS)
        leading = [stand for stand in STANDS if others[stand] == most]
        as_china = pd.NA if most == 0 or len(leading) > 1 else leading[0] == china
        counts = tally(inside)
        rows.append(
            {"symbol": r.symbol, "year": r.year, **{v: counts[v] for v in COLOURS}, "members": len(inside),
             "cohesion": cohesion(inside), "china": china, "as_china": as_china}
        )  # fmt: skip
    return pd.DataFrame(rows).astype({"as_china": "boolean"})


# Pictures


def draw_resolution(resolution: str = "A/RES/73/27", by: str = "region") -> style.Picture:
    """One mark a UN member, by region or bloc: how it voted on one resolution."""
    votes = roll_call(resolution)
    about = resolutions().set_index("symbol").loc[resolution]
    if by == "bloc":
        inside = blocs.table(about["year"]).merge(votes, on="iso3")
        several = inside["iso3"].duplicated(keep=False)
        inside["name"] = inside["name"].where(~several, inside["name"] + " (" + inside["bloc"] + ")")
        states, groups = inside.assign(group=inside["bloc"]), blocs.BLOCS
    else:
        states, groups = votes.assign(group=votes["region"]), squares.REGIONS
    states = states.assign(kind=states["vote"])
    fig, ax = style.picture(4.2 if by == "bloc" else 3.6)
    drawn = squares.draw(
        ax, states, groups, LOOKS, lambda group, rows: f"{group} ({(rows['kind'] == 'yes').sum()}/{len(rows)})"
    )
    used = {kind: look for kind, look in LOOKS.items() if (states["kind"] == kind).any()}
    squares.legend(fig, ax, used, columns=5)
    fig.suptitle(f"{short(resolution)}, {about['year']}: {ABOUT[resolution]}")
    counted = tally(votes["vote"])
    china = votes.set_index("iso3").loc["CHN", "vote"]
    parts = [
        f"{group} {(rows['vote'] == 'yes').sum()} of {len(rows)}"
        for group in groups
        if len(rows := states[states["group"] == group])
    ]
    sentence = (
        f"{short(resolution)} of {about['date']}, sponsored by {sponsors(about['sponsor'])}: {counted['yes']} yes, "
        f"{counted['no']} no, {style.plural(counted['abstain'], 'abstention')}; {counted['absent']} did not vote. China: "
        f"{china}. Yes votes: {', '.join(parts)}."
    )
    if counted["unknown"]:
        sentence += " One member's vote is missing in the source."
    if about["identity"] == "inferred":
        sentence += " " + INFERRED
    table = drawn[["name", "group", "vote"]].set_axis(["State", by.capitalize(), "Vote"], axis=1)
    tables = ["un_votes", "un_decisions"] + (["blocs"] if by == "bloc" else [])
    return fig.tell(sentence, table, tables, find=("Find a state", "State"))


def sponsors(codes: str) -> str:
    """``RUS;USA`` as ``Russia and the United States``; a body stands as it is."""
    names = load("countries").set_index("iso3")["name"]
    parts = [style.the(names.get(code, code)) for code in codes.split(";")]
    if len(parts) > 3:
        return f"{parts[0]}, {parts[1]} and {len(parts) - 2} others"
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 2 else parts)


def members_by_name() -> dict[str, str]:
    """UN members by name, with their codes, for a control."""
    rows = load("countries").query("un_member").sort_values("name")
    return dict(zip(rows["name"], rows["iso3"], strict=True))


def yearly_agreement(country: str) -> pd.DataFrame:
    """Agreement of one state with China, the United States and Russia in all recorded votes of a year: ``year`` and a
    column of percent for each of the three (empty for itself, and for years with fewer than ten common votes).

    Raises ValueError for what is no code of a UN member.
    """
    check_state(country, "un_agreement")
    rows = load("un_agreement").query("iso3 == @country").sort_values("year")
    return (
        rows[["year", "china_pct", "usa_pct", "russia_pct"]].set_axis(["year", *POWERS], axis=1).reset_index(drop=True)
    )


def draw_agreement(country: str = "BRA") -> style.Picture:
    """Agreement of one state with China, the United States and Russia over the years, in all recorded votes."""
    rows = yearly_agreement(country)
    name = load("countries").set_index("iso3")["name"][country]
    fig, ax = style.fixed(3.3, left=0.135, bottom=0.195, top=0.905)
    looks = {"CHN": "-", "USA": "--", "RUS": ":"}
    shown = [power for power in POWERS if power != country and rows[power].notna().any()]
    for power in shown:
        every = rows.set_index("year")[power].reindex(range(1971, 2024))
        ax.plot(
            every.index,
            every,
            color=style.STATE[power],
            ls=looks[power],
            lw=2.2,
            label=POWERS[power].removeprefix("the "),
        )
    ax.set(xlim=(1970, 2024), ylim=(0, 102), ylabel="% of common votes")
    fig.suptitle(f"{name}: votes like …", fontweight="bold")
    fig.legend(loc="lower left", ncols=3, columnspacing=1.2, borderaxespad=0.2)
    late = rows[rows["year"] >= 2014]
    means = {power: late[power].mean() for power in shown if late[power].notna().any()}
    if means:
        parts = [f"as {POWERS[power]} did in {mean:.0f}%" for power, mean in means.items()]
        sentence = f"{style.capital(style.the(name))}, mean of 2014–2023: it voted {', '.join(parts)} of the common votes on all subjects."
    else:
        sentence = f"{style.capital(style.the(name))} has too few recorded votes in 2014–2023 for a mean."
    first = int(rows["year"].min())
    sentence += f" Its series begins in {first}."
    whole = rows.round(0).astype("Int64")  # one digit more would make the page a third larger
    table = whole.rename(columns={"year": "Year"} | {power: f"% with {text}" for power, text in POWERS.items()})
    return fig.tell(sentence, table, ["un_agreement"])


def draw_blocs(bloc: str = "SCO") -> style.Picture:
    """How the members of one bloc voted, resolution by resolution, with China's vote beside."""
    rows = bloc_votes(bloc)
    stars = resolutions().set_index("symbol")["identity"].eq("inferred")
    labels = [f"{short(s)}{'*' if stars[s] else ''} ({y})" for s, y in zip(rows["symbol"], rows["year"], strict=True)]
    fig, ax = style.picture(5.2)
    left = pd.Series(0.0, index=rows.index)
    for vote, colour in COLOURS.items():
        share = 100 * rows[vote] / rows["members"]
        bars = ax.barh(labels, share, left=left, color=colour, label=vote, height=0.78)
        texts = [str(n) if s >= 7 else "" for n, s in zip(rows[vote], share, strict=True)]
        ax.bar_label(bars, texts, label_type="center", color="black", fontsize=9)
        left += share
    for y, china in enumerate(rows["china"]):
        ax.annotate(
            china, (103, y), va="center", color=COLOURS[china], fontsize=9.5, fontweight="bold", annotation_clip=False
        )
    ax.annotate("China", (103, -1), va="center", fontsize=9.5, annotation_clip=False)
    ax.set(xlim=(0, 118), xticks=[0, 25, 50, 75, 100], xlabel="% of its members")
    ax.invert_yaxis()
    ax.grid(False)
    fig.suptitle(bloc)
    fig.legend(loc="outside lower left", ncols=4)
    same, known = int((rows["as_china"] == True).sum()), int(rows["as_china"].notna().sum())  # noqa: E712
    few = int(rows["members"].iloc[0]), int(rows["members"].iloc[-1])
    sentence = (
        f"{'All UN members' if bloc == 'All members' else blocs.NAMES[bloc]}: in {same} of the {known} votes with a leading "
        f"stand among the others, that stand was China's. Mean cohesion {rows['cohesion'].mean():.2f} (1: all the same). "
        f"Members: {few[0]} in {rows['year'].iloc[0]}, {few[1]} in {rows['year'].iloc[-1]}."
    )
    table = pd.DataFrame({"Resolution": labels, **{vote.capitalize(): rows[vote] for vote in COLOURS},
                          "Cohesion": rows["cohesion"].round(2), "China": rows["china"]})  # fmt: skip
    tables = ["un_votes", "un_decisions"] + ([] if bloc == "All members" else ["blocs"])
    return fig.tell(sentence, table, tables)
