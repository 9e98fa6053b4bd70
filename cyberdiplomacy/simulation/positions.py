"""What each state is known to have said, from the table ``un_positions``: quoted as positions, each with its source.

A position is a dict of the table's columns, an empty text where a cell is empty, and ``own``: whether the state itself
spoke, and not a group for it.
"""

from functools import cache

from .. import blocs, data

TOPICS = ("rules", "law", "mechanism", "stakeholders", "capacity", "contacts", "data")
YEAR = 2025  # the year of the memberships through which a group speaks for a state


@cache
def _rows() -> tuple[dict, ...]:
    table = data.load("un_positions").astype(object)
    rows = table.where(table.notna(), "").to_dict("records")
    return tuple(row | {"own": bool(row["iso3"])} for row in rows)


@cache
def memberships() -> dict[str, frozenset[str]]:
    """The members of each bloc in ``YEAR``, by bloc."""
    table = blocs.table(YEAR)
    return {bloc: frozenset(table.loc[table["bloc"] == bloc, "iso3"]) for bloc in blocs.BLOCS}


@cache
def _of(code: str) -> tuple[dict, ...]:
    mine = [row for row in _rows() if row["iso3"] == code or code in memberships().get(row["group"], ())]
    # Sorted by the less important first: of two on one day, the later in the table comes later.
    mine.sort(key=lambda row: row["date"], reverse=True)
    mine.sort(key=lambda row: (TOPICS.index(row["topic"]), not row["own"]))
    return tuple(mine)


def of(code: str) -> list[dict]:
    """All positions of a state, topic by topic: its own before those of its groups, the newest first (those without a date
    last). Empty where nothing is known."""
    return list(_of(code))


def own_topics(code: str) -> set[str]:
    """The topics on which a source reports what the state itself said."""
    return {row["topic"] for row in _of(code) if row["own"]}


def chosen(code: str) -> dict[str, dict]:
    """One position a topic: the first of ``of`` with a coded alternative, or else the first. A topic on which nothing is
    known is left out."""
    found: dict[str, dict] = {}
    for row in _of(code):
        held = found.get(row["topic"])
        if held is None or (row["alternative"] and not held["alternative"]):
            found[row["topic"]] = row
    return found


@cache
def _nearest(code: str) -> dict[str, str]:
    return {topic: row["alternative"] for topic, row in chosen(code).items() if row["alternative"]}


def nearest(code: str) -> dict[str, str]:
    """The alternative of the draft nearest to the state's position, by topic: its own newest coded position, or else its
    group's. A topic without a coded position is left out."""
    return dict(_nearest(code))


@cache
def _members() -> tuple[str, ...]:
    return tuple(data.load("countries").query("un_member").sort_values("name")["iso3"])


def who(topic: str, alternative: str, codes: list[str] | None = None) -> list[str]:
    """Codes of the UN members (or of these) whose nearest alternative on a topic is this one, by name."""
    return [c for c in _members() if (codes is None or c in codes) and _nearest(c).get(topic) == alternative]


def spoken(topic: str) -> list[dict]:
    """All positions on a topic, the newest first, with ``speaker`` (the state's name or the group's)."""
    countries = data.load("countries")
    names = dict(zip(countries["iso3"], countries["name"], strict=True))
    rows = [row | {"speaker": names.get(row["iso3"], row["group"])} for row in _rows() if row["topic"] == topic]
    return sorted(sorted(rows, key=lambda row: row["speaker"]), key=lambda row: row["date"], reverse=True)


@cache
def sources() -> tuple[tuple[str, str, str, str], ...]:
    """Every source once, in the order of the table: title, publisher, address, date (which may be empty)."""
    columns = ("source_title", "source_publisher", "source_url", "source_date")
    return tuple({row["source_url"]: tuple(row[c] for c in columns) for row in reversed(_rows())}.values())[::-1]


def number(url: str) -> int:
    """The number of a source in ``sources``, from 1."""
    return [source[2] for source in sources()].index(url) + 1
