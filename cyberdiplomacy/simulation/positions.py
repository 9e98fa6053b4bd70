"""What each state is known to have said, from the table ``un_positions``: quoted as positions, each with its source."""

from functools import cache

import pandas as pd

from .. import blocs, data

TOPICS = ("rules", "law", "mechanism", "stakeholders", "capacity", "contacts", "data")
YEAR = 2025  # the year of the memberships through which a group speaks for a state


@cache
def _rows() -> pd.DataFrame:
    rows = data.load("un_positions")
    return rows.assign(order=rows["topic"].map({topic: k for k, topic in enumerate(TOPICS)}))


@cache
def groups(code: str) -> tuple[str, ...]:
    """The groups of the table that speak for a state."""
    return tuple(group for group in _rows()["group"].dropna().unique() if code in blocs.members(group, YEAR))


@cache
def _of(code: str) -> pd.DataFrame:
    rows = _rows()
    mine = rows[(rows["iso3"] == code).fillna(False) | rows["group"].isin(groups(code)).fillna(False)]
    mine = mine.assign(own=mine["iso3"].notna(), when=mine["date"].fillna("0"))
    return mine.sort_values(["order", "own", "when"], ascending=[True, False, False], kind="stable")


def of(code: str) -> pd.DataFrame:
    """All positions of a state, its own before those of its groups, the newest first, topic by topic.

    Columns of ``un_positions``, and ``own`` (whether the state itself spoke). No row where nothing is known.
    """
    return _of(code).drop(columns=["order", "when"]).reset_index(drop=True)


@cache
def own_topics(code: str) -> tuple[str, ...]:
    """The topics on which a source reports what the state itself said."""
    rows = _rows()
    return tuple(rows.loc[(rows["iso3"] == code).fillna(False), "topic"].unique())


def nearest(code: str) -> dict[str, str]:
    """The alternative of the draft nearest to the state's position, by topic: its own newest coded position, or else its
    group's. A topic without a coded position is left out."""
    rows = _of(code)
    rows = rows[rows["alternative"].notna()].drop_duplicates("topic")
    return dict(zip(rows["topic"], rows["alternative"], strict=True))


def who(topic: str, alternative: str, codes: list[str] | None = None) -> list[str]:
    """Codes of the UN members (or of these) whose nearest alternative on a topic is this one, by name."""
    rows = data.load("countries").query("un_member").sort_values("name")
    known = [code for code in rows["iso3"] if codes is None or code in codes]
    return [code for code in known if nearest(code).get(topic) == alternative]


def spoken(topic: str) -> pd.DataFrame:
    """All rows of a topic, the newest first, with ``speaker`` (the state's name or the group's)."""
    rows = _rows()[_rows()["topic"] == topic]
    names = data.load("countries").set_index("iso3")["name"]
    rows = rows.assign(speaker=rows["iso3"].map(names).fillna(rows["group"]), when=rows["date"].fillna("0"))
    return rows.sort_values(["when", "speaker"], ascending=[False, True]).drop(columns=["order", "when"])


def sources() -> list[tuple[str, str, str, str]]:
    """Every source once, in the order of the table: title, publisher, address, date (which may be empty)."""
    columns = ["source_title", "source_publisher", "source_url", "source_date"]
    return list(_rows()[columns].fillna("").drop_duplicates("source_url").itertuples(index=False, name=None))


def number(url: str) -> int:
    """The number of a source in ``sources``, from 1."""
    return [source[2] for source in sources()].index(url) + 1
