"""What a text needs to pass in the General Assembly, and which blocs decide it (claims S2 and S5): a model on real votes.

The rule: a majority of the members present and voting, or two thirds of them on important questions (UN Charter, article
18); members who abstain don't count. The power of a bloc that votes as one is counted after Penrose (1946) and Banzhaf
(1968). How a text may fare is worked out from past votes: each bloc repeats one of its past votes, drawn by chance and
independently of the others. Exact: no random numbers.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache

import numpy as np
import pandas as pd

from . import blocs, style, votes
from .data import load
from .values import written

YEAR = 2023  # memberships of this year, the last of the recorded votes
FROM = 2018  # the contested texts

# Each UN member stands in one part only: the first that it belongs to.
PARTS = (
    "EU", "NATO and Five Eyes, not EU", "SCO and CSTO", "Gulf states (GCC)", "ASEAN", "African Union", "Asia, others",
    "Americas, others", "Europe, others", "Oceania, others",
)  # fmt: skip
_MADE_OF = {
    "EU": ("EU",), "NATO and Five Eyes, not EU": ("NATO", "Five Eyes"), "SCO and CSTO": ("SCO", "CSTO"),
    "Gulf states (GCC)": ("GCC",), "ASEAN": ("ASEAN",), "African Union": ("African Union",),
}  # fmt: skip
FAMILIES = {"Russian texts, 2018–2023": "RUS", "United States and French texts, 2018–2023": "USA"}
_LEAD = {"RUS": ("RUS",), "USA": ("USA", "FRA")}  # the first sponsor
RULES = {"Simple majority": Fraction(1, 2), "Two thirds": Fraction(2, 3)}
MOVES = {"all say yes": "yes", "all say no": "no", "all abstain": "abstain"}
WAYS = {"as in the past": "past"} | MOVES


# Calculations


def passes(yes: int, no: int, rule: Fraction = Fraction(1, 2)) -> bool:
    """Whether a text with so many votes is adopted: more than half of yes and no, or at least two thirds of them.

    yes, no: numbers of votes. rule: a value of ``RULES``, ``Fraction(1, 2)`` or ``Fraction(2, 3)``.

    Raises ValueError for less than no votes, and for what is no number.
    """
    try:
        if yes < 0 or no < 0:
            raise ValueError(f"There can't be {min(yes, no)} votes.")
        if rule == Fraction(1, 2):
            return yes > no
        return yes > 0 and yes >= rule * (yes + no)
    except TypeError:
        raise ValueError(
            f"Votes and rule are numbers, and here they are {written(yes)}, {written(no)} and {written(rule)}. Write, for "
            "example, coalition.passes(60, 59): without quotation marks."
        ) from None


@cache
def _parts() -> pd.Series:
    states = load("countries").query("un_member").set_index("iso3")["region"]
    part = states.astype(str) + ", others"
    for name in reversed(list(_MADE_OF)):
        inside = set().union(*(blocs.members(bloc, YEAR) for bloc in _MADE_OF[name]))
        part[part.index.isin(inside)] = name
    return part


def parts() -> pd.Series:
    """The part of each UN member, by code."""
    return _parts().copy()


@cache
def _texts(family: str) -> tuple[str, ...]:
    rows = votes.resolutions().query("year >= @FROM")
    lead = rows["sponsor"].str.split(";").str[0]
    return tuple(rows.loc[lead.isin(_LEAD[family]), "symbol"])


def texts(family: str) -> list[str]:
    """Symbols of the contested texts led by Russia (``RUS``) or by the United States or France (``USA``), since 2018."""
    if family not in _LEAD:
        raise ValueError(f"There is no family of texts {family!r}. There are: {', '.join(_LEAD)}.")
    return list(_texts(family))


@cache
def _past(symbol: str) -> pd.DataFrame:
    cast = votes.roll_call(symbol).set_index("iso3")["vote"]
    counts = pd.crosstab(_parts().reindex(cast.index), cast)
    return counts.reindex(index=list(PARTS), columns=["yes", "no", "abstain", "absent"], fill_value=0)


@cache
def _cast(symbol: str) -> dict[str, tuple[int, int]]:
    rows = _past(symbol)
    return {part: (int(rows.at[part, "yes"]), int(rows.at[part, "no"])) for part in PARTS}


def past(symbol: str) -> pd.DataFrame:
    """How each part voted on one text: a row a part; ``yes``, ``no``, ``abstain``, ``absent``."""
    return _past(symbol).copy()


def power(weights: Mapping[str, int], rule: Fraction = Fraction(1, 2)) -> pd.DataFrame:
    """How often each bloc decides, if each votes as one, yes or no, and every combination is as likely as another.

    Columns ``weight``, ``swings`` (combinations of the others in which its vote decides), ``decides`` (their share, the
    measure of Penrose) and ``index`` (its share of all swings, the index of Banzhaf).

    Raises ValueError for no bloc, a bloc below nothing, or more than 20 blocs.
    """
    if not weights or len(weights) > 20:
        raise ValueError(f"There are {len(weights)} blocs, and there must be 1 to 20.")
    if any(weight < 0 or weight != int(weight) for weight in weights.values()):
        raise ValueError("The weight of a bloc is a number of votes: a whole number, not below nothing.")
    sizes, n = np.array([int(w) for w in weights.values()]), len(weights)
    inside = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
    yes = inside @ sizes
    if rule == Fraction(1, 2):
        wins = 2 * yes > sizes.sum()
    else:
        wins = (rule.denominator * yes >= rule.numerator * sizes.sum()) & (yes > 0)
    swings = [int((wins[inside[:, k] == 1] & ~wins[inside[:, k] == 0]).sum()) for k in range(n)]
    total = sum(swings)
    return pd.DataFrame(
        {"weight": sizes, "swings": swings, "decides": [s / 2 ** (n - 1) for s in swings],
         "index": [s / total if total else 0.0 for s in swings]},
        index=list(weights),
    )  # fmt: skip


def decided(symbols: Sequence[str], rule: Fraction = Fraction(1, 2)) -> pd.Series:
    """In how many of these votes the result would have turned, had all members of a part that voted yes voted no and the
    other way round."""
    turned = dict.fromkeys(PARTS, 0)
    for symbol in symbols:
        rows = _past(symbol)
        yes, no = rows["yes"].sum(), rows["no"].sum()
        for part in PARTS:
            swap = rows.loc[part, "yes"] - rows.loc[part, "no"]
            turned[part] += passes(yes, no, rule) != passes(yes - swap, no + swap, rule)
    return pd.Series(turned)


def distribution(
    family: str, part: str | None = None, move: str | None = None, without: str | None = None
) -> np.ndarray:
    """The probability of each result, exactly: ``table[yes, no]``.

    part, move: a part all of whose members vote ``yes``, ``no`` or ``abstain``. without: a text left out of the past.
    """
    if part is not None and part not in PARTS:
        raise ValueError(f"There is no part {part!r}. The parts are: {'; '.join(PARTS)}.")
    if part is not None and move not in MOVES.values():
        raise ValueError(f"A part can vote yes, no or abstain, and not {move!r}.")
    symbols = [symbol for symbol in texts(family) if symbol != without]
    size = len(_parts())
    table = np.zeros((size + 1, size + 1))
    table[0, 0] = 1.0
    used, sizes = 0, _parts().value_counts()
    for name in PARTS:
        members = int(sizes[name])
        if name == part:
            cast = [(members if move == "yes" else 0, members if move == "no" else 0)]
        else:
            cast = [_cast(symbol)[name] for symbol in symbols]
        wider = np.zeros_like(table)
        for yes, no in cast:
            wider[yes : used + yes + 1, no : used + no + 1] += table[: used + 1, : used + 1] / len(cast)
        table, used = wider, used + members
    return table


def chance(table: np.ndarray, rule: Fraction = Fraction(1, 2)) -> float:
    """The probability that a text passes."""
    yes, no = np.indices(table.shape)
    enough = rule.denominator * yes >= rule.numerator * (yes + no)
    won = yes > no if rule == Fraction(1, 2) else enough & (yes > 0)
    return float(table[won].sum())


def shares(table: np.ndarray) -> pd.Series:
    """The probability of each share of yes in yes and no, in whole percent (rounded down)."""
    yes, no = np.nonzero(table)
    both = yes + no
    kept = both > 0
    percent = (100 * yes[kept] / both[kept]).astype(int)
    return pd.Series(np.bincount(percent, weights=table[yes[kept], no[kept]], minlength=101))


def interval(table: np.ndarray, level: float = 0.9) -> tuple[int, int]:
    """The middle part of the distribution of the share of yes, in whole percent."""
    if not 0 < level < 1:
        raise ValueError(f"level is {level!r}, and must lie between 0 and 1.")
    total = shares(table).cumsum()
    return int((total >= (1 - level) / 2).idxmax()), int((total >= (1 + level) / 2 - 1e-12).idxmax())


def yes_share(symbol: str) -> float:
    """The share of yes in yes and no of one past vote, in percent."""
    rows = _past(symbol)
    return 100 * rows["yes"].sum() / (rows["yes"].sum() + rows["no"].sum())


def checked() -> pd.DataFrame:
    """Each past vote worked out from the others of its family: ``symbol``, ``family``, ``low``, ``high`` (90 percent by the
    model), ``share``, ``inside``."""
    rows = []
    for family in FAMILIES.values():
        for symbol in texts(family):
            low, high = interval(distribution(family, without=symbol))
            share = yes_share(symbol)
            rows.append((symbol, family, low, high, share, low <= int(share) <= high))
    return pd.DataFrame(rows, columns=["symbol", "family", "low", "high", "share", "inside"])


# Pictures


def draw_coalition(family: str = "RUS", part: str = "African Union", way: str = "past") -> style.Picture:
    """How a text like those of a family may fare if each bloc repeats one of its past votes, and one does otherwise."""
    table = distribution(family) if way == "past" else distribution(family, part, way)
    rows, low_high = shares(table), interval(table)
    symbols = texts(family)
    fig, ax = style.fixed(3.7, left=0.145, bottom=0.23, top=0.915, right=0.97)
    ax.stairs(100 * rows, range(102), fill=True, color=style.BLUE)
    top = 100 * rows.max()
    for place, text in ((50, "half"), (100 * 2 / 3, "two thirds")):
        ax.axvline(place, color=style.VERMILION, lw=1.6, ls="--")
        ax.text(place + 0.6, top * 1.1, text, fontsize=9.5)
    heard = [yes_share(symbol) for symbol in symbols]
    ax.plot(heard, [-0.06 * top] * len(heard), ls="", marker="^", ms=7, color=style.OCHRE, clip_on=False)
    ax.set(xlim=(25, 101), ylim=(-0.12 * top, 1.22 * top), xlabel="% yes of yes and no", ylabel="probability, %")
    name = style.text_of(FAMILIES, family)
    verb = style.text_of(WAYS, way)
    title = f"{part}: {verb}"
    fig.suptitle(f"Model: {title}")
    own = [_cast(symbol)[part] for symbol in symbols]
    case = f"With {_bloc(part)} as in the past" if way == "past" else f"If in {_bloc(part)} {verb}"
    spans = [" to ".join(map(str, sorted({min(cast), max(cast)}))) for cast in zip(*own, strict=True)]
    ax.plot([], [], ls="", marker="^", ms=7, color=style.OCHRE, label="past votes")
    ax.plot([], [], ls="", marker="s", ms=8, color=style.BLUE, label="model")
    fig.legend(loc="lower left", ncols=2, borderaxespad=0.2)
    sentence = (
        f"A model on the {len(symbols)} {name}. {case}, the text passes by simple majority with probability "
        f"{_percent(chance(table))}, with two thirds {_percent(chance(table, RULES['Two thirds']))}. Share of yes, 90% of the "
        f"cases: {low_high[0]} to {low_high[1]}%. In the votes held it was {min(heard):.0f} to {max(heard):.0f}%. Of the {(_parts() == part).sum()} members of this bloc "
        f"{spans[0]} voted yes in the past, and {'none' if spans[1] == '0' else spans[1]} no."
    )
    shown = pd.DataFrame({"% yes of yes and no": rows.index, "Probability, %": (100 * rows).round(2)})
    shown = shown[shown["Probability, %"] > 0]
    return fig.tell(sentence, shown, ["un_votes", "un_decisions", "blocs"])


def _percent(share: float) -> str:
    if 0 < share < 0.005 or 0.995 < share < 1:
        return "under 1%" if share < 0.5 else "over 99%"
    return f"{share:.0%}"


def power_table(rule: str = "Simple majority") -> pd.DataFrame:
    """Size and power of each part: ``members``, ``seats`` (share of members), ``decides`` (share of combinations), and
    ``turned`` (in how many of the contested votes since 2018 its turning would have turned the result)."""
    members = _parts().value_counts().reindex(PARTS).astype(int)
    counted = power(members.to_dict(), RULES[rule])
    symbols = [symbol for family in FAMILIES.values() for symbol in texts(family)]
    return pd.DataFrame(
        {"members": members, "seats": members / members.sum(), "decides": counted["decides"],
         "turned": decided(symbols, RULES[rule])}
    )  # fmt: skip


def draw_power(rule: str = "Simple majority") -> style.Picture:
    """How often each bloc decides: in all combinations, and in the votes that were held."""
    rows = power_table(rule)
    count = sum(len(texts(family)) for family in FAMILIES.values())
    fig, ax = style.picture(4.7)
    y = np.arange(len(rows))
    ax.barh(y - 0.26, 100 * rows["seats"], height=0.25, color=style.GREY, label="top: % of the members")
    ax.barh(
        y,
        100 * rows["decides"],
        height=0.25,
        color=style.BLUE,
        label="middle: % of all combinations in which it decides",
    )
    ax.barh(
        y + 0.26,
        100 * rows["turned"] / count,
        height=0.25,
        color=style.VERMILION,
        hatch="///",
        edgecolor=style.PAPER,
        label=f"bottom: % of {count} votes it could have turned",
    )
    ax.set_yticks(y, [f"{part} ({n})" for part, n in rows["members"].items()])
    ax.set(xlabel="%", xlim=(0, 102))
    ax.invert_yaxis()
    ax.grid(False)
    fig.suptitle(f"Model: who decides? {rule}")
    fig.legend(loc="outside lower left", ncols=1)
    first = rows["decides"].idxmax()
    china = rows.loc["SCO and CSTO"]
    turned = rows["turned"].idxmax()
    sentence = (
        f"{rule}. Counted over all combinations of blocs that vote as one, {_bloc(first)} ({rows.loc[first, 'members']} members) "
        f"decides most often, in {rows.loc[first, 'decides']:.0%}; the bloc with China in {china['decides']:.0%}. Of the "
        f"{count} contested votes since {FROM}, {_bloc(turned)} could have turned {rows.loc[turned, 'turned']}, and the bloc "
        f"with China {int(china['turned'])}."
    )
    shown = pd.DataFrame(
        {"Bloc": rows.index, "Members": rows["members"].to_numpy(), "% of members": (100 * rows["seats"]).round(1).to_numpy(),
         "% of combinations decided": (100 * rows["decides"]).round(1).to_numpy(),
         f"Votes it could have turned, of {count}": rows["turned"].to_numpy()}
    )  # fmt: skip
    return fig.tell(sentence, shown, ["un_votes", "un_decisions", "blocs"])


def _bloc(part: str) -> str:
    named = part in ("EU", "African Union", "SCO and CSTO", "Gulf states (GCC)")
    return f"the {part}" if named else part if part == "ASEAN" else f"“{part}”"
