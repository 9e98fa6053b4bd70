"""Which states are at the table, in one order for every class size, and how well they stand for all UN members.

A class of n plays the first n states of the order, so that one more student is one more state and no card changes. The
first nine are fixed (``CORE``): the makers of the rival texts, and states that voted for both. Each next state is the one
that brings the shares of yes, no and abstention in eight real votes, and the shares of the regions, closest to those of
all UN members; between states that do so alike, one with more stated positions in ``un_positions`` is taken.
"""

from functools import cache

import numpy as np
import pandas as pd

from .. import data, proposals, style, votes
from . import positions
from .errors import SimulationError

SMALLEST, LARGEST = 6, 60
CORE = ("CHN", "RUS", "USA", "FRA", "IND", "KEN", "BRA", "FJI", "SGP")
PAIRS = (
    ("A/RES/73/27", "A/RES/73/266"), ("A/RES/75/240", "A/RES/75/32"), ("A/RES/77/36", "A/RES/77/37"),
    ("A/RES/78/237", "A/RES/78/16"),
)  # fmt: skip
CONTESTED = tuple(symbol for pair in PAIRS for symbol in pair)
REGIONS_FROM = {6: 4, 8: 5}  # from this class size on, so many of the five regions are at the table
BETWEEN_FROM = {6: 2, 12: 4, 24: 8}  # and so many states that voted for both rival texts at least three times of four
_REGION_WEIGHT, _SPOKEN_WEIGHT = 0.6, 0.01  # against the mean gap of the votes; tried on all sizes


def check_size(size: int) -> int:
    """The size itself, or SimulationError."""
    if not SMALLEST <= size <= LARGEST:
        few = size < SMALLEST
        raise SimulationError(
            f"The class has {size} students, and the simulation is made for {SMALLEST} to {LARGEST}. "
            + (
                "Let some students play two states, or join another class: make it for 6 and share the cards out."
                if few
                else "Make two groups, each with its own folder, and let them vote apart."
            )
        )
    return size


def tolerance(size: int) -> float:
    """How many percentage points, on the mean of eight votes and three stands, the shares of yes, no and abstention at the
    table may differ from those of all UN members: 13 for fewer than twelve states, 8 for fewer than twenty, 5 from then on."""
    return 13.0 if size < 12 else 8.0 if size < 20 else 5.0


def region_tolerance(size: int) -> float:
    """How many percentage points a region's share of the table may differ from its share of all UN members: 18 for fewer
    than twelve states, 7 for fewer than twenty, 5 from then on."""
    return 18.0 if size < 12 else 7.0 if size < 20 else 5.0


@cache
def _cast() -> pd.DataFrame:
    """A row a UN member, a column a contested vote: yes, no, abstain, absent or unknown."""
    rows = data.load("un_votes")
    members = data.load("countries").query("un_member")["iso3"]
    wide = rows[rows["symbol"].isin(CONTESTED)].pivot(index="iso3", columns="symbol", values="vote")
    return wide.reindex(index=list(members), columns=list(CONTESTED)).fillna("absent")


@cache
def _order() -> tuple[str, ...]:
    cast = _cast()
    codes = list(cast.index)
    regions = data.load("countries").set_index("iso3")["region"].reindex(codes)
    kinds = list(regions.unique())
    # Each state as numbers: 8 votes x 3 stands, and its region.
    stands = np.stack([(cast == stand).to_numpy(float) for stand in votes.STANDS], axis=2)
    place = np.stack([(regions == kind).to_numpy(float) for kind in kinds], axis=1)
    whole = stands.sum(0) / stands.sum((0, 2))[:, None]
    share = place.mean(0)
    spoken = np.array([min(len(positions.own_topics(code)), 4) / 4 for code in codes])
    chosen = [codes.index(code) for code in CORE]
    while len(chosen) < LARGEST:
        left = [k for k in range(len(codes)) if k not in chosen]
        counts = stands[chosen].sum(0) + stands[left]
        mine = counts / np.maximum(counts.sum(2, keepdims=True), 1)
        gap = np.abs(mine - whole).mean((1, 2))
        where = (place[chosen].sum(0) + place[left]) / (len(chosen) + 1)
        loss = gap + _REGION_WEIGHT * np.abs(where - share).mean(1) - _SPOKEN_WEIGHT * spoken[left]
        chosen.append(left[int(loss.argmin())])
    return tuple(codes[k] for k in chosen)


def choose(size: int) -> list[str]:
    """Codes of the states of a class of this size, in the order of the table.

    Raises SimulationError for fewer than 6 or more than 60.
    """
    return list(_order()[: check_size(size)])


def both(code: str) -> int:
    """In how many of the four pairs of rival texts (2018, 2020, 2022, 2023) the state voted yes on both."""
    mine = _cast().loc[code]
    return sum(mine[one] == mine[other] == "yes" for one, other in PAIRS)


def between(codes: list[str]) -> list[str]:
    """Those that voted for both rival texts in at least three of the four pairs: the votes that each side needs."""
    return [code for code in codes if both(code) >= 3]


def shares(codes: list[str] | None = None) -> pd.DataFrame:
    """Percent of yes, no and abstention in each contested vote among those of these states that took a stand.

    codes: the states; None for all UN members. A row a vote (``symbol``); columns ``yes``, ``no``, ``abstain``.
    """
    cast = _cast() if codes is None else _cast().loc[codes]
    counts = pd.DataFrame({stand: (cast == stand).sum() for stand in votes.STANDS})
    return 100 * counts.div(counts.sum(axis=1), axis=0)


def gap(codes: list[str]) -> float:
    """Mean distance of ``shares`` from those of all UN members, in percentage points."""
    return float((shares(codes) - shares()).abs().to_numpy().mean())


def regions(codes: list[str] | None = None) -> pd.Series:
    """How many of these states (None: of all UN members) lie in each of the five regions."""
    rows = data.load("countries").query("un_member")
    rows = rows if codes is None else rows[rows["iso3"].isin(codes)]
    return rows["region"].value_counts().reindex(["Africa", "Americas", "Asia", "Europe", "Oceania"], fill_value=0)


def region_gap(codes: list[str]) -> float:
    """The largest distance of a region's share of these states from its share of all UN members, in percentage points."""
    here, whole = regions(codes), regions()
    return float((100 * (here / here.sum() - whole / whole.sum())).abs().max())


@cache
def side() -> pd.Series:
    """Which of the two rival texts of 2023 each state voted for, by code: one of ``proposals.SIDES``."""
    pair = next(name for name, texts in proposals.RIVALS.items() if texts == PAIRS[-1])
    return proposals.sides(pair).set_index("iso3")["side"]


def sides(codes: list[str]) -> pd.Series:
    """How many of these states voted in 2023 for the Russian text only, for the French only, for both, for neither."""
    return side().reindex(codes).value_counts().reindex(proposals.SIDES, fill_value=0)


def balance(codes: list[str]) -> pd.DataFrame:
    """The balance for a reader, a row a contested vote: ``vote``, and percent of yes, no and abstention at the table and
    among all UN members."""
    mine, whole = shares(codes).round(), shares().round()
    years = votes.resolutions().set_index("symbol")["year"]
    names = [f"{votes.short(s)} ({years[s]}), {votes.ABOUT[s]}" for s in CONTESTED]
    columns = {"vote": names}
    for stand in votes.STANDS:
        columns[f"{stand}, table"] = mine[stand].astype(int).to_list()
        columns[f"{stand}, UN"] = whole[stand].astype(int).to_list()
    return pd.DataFrame(columns)


def name(code: str) -> str:
    """Name of a state, as in the table ``countries``."""
    return _names()[code]


def name_zh(code: str) -> str:
    """Its Chinese name; empty where the table has none."""
    rows = data.load("countries").set_index("iso3")["name_zh"]
    return "" if pd.isna(rows[code]) else rows[code]


@cache
def _names() -> dict[str, str]:
    rows = data.load("countries")
    return dict(zip(rows["iso3"], rows["name"], strict=True))


def the(code: str) -> str:
    """Its name inside a sentence."""
    return style.the(name(code))
