"""What stands on a role card: only what the course's tables say of a state."""

import re
from functools import cache
from typing import NamedTuple

from .. import blocs, data, votes
from . import positions, states
from .paragraphs import BY_TOPIC, PARAGRAPHS
from .roster import Seat

LABELS = {"yes": "yes", "no": "no", "abstain": "abstained", "absent": "did not vote", "unknown": "not known"}
CRIME = "A/RES/74/247"
MOST_TEXTS = 4  # proposals that a card names: the newest, those on artificial intelligence left out
# What the two rival texts of each pair in ``states.PAIRS`` were about.
SUBJECTS = (
    "a group open to all; a group of experts",
    "a second open group; responsible behaviour",
    "information security; programme of action",
    "information security; programme of action",
)
_SIDES = {
    "first only": "for the Russian text only", "second only": "for the French text only",
    "both": "for both texts", "neither": "for neither text",
}  # fmt: skip


class Said(NamedTuple):
    """One stated position on a card: paragraph, its title, speaker (empty: the state itself), words, date, letter of the
    nearest alternative (or empty), and the source: number in the list, publisher, address."""

    paragraph: int
    title: str
    speaker: str
    text: str
    date: str
    alternative: str
    source: int
    publisher: str
    url: str


class Card(NamedTuple):
    """A role card. votes: rows of year, subject, and the state's vote on the Russian and on the rival text. likeness:
    percent and number of common cyber votes with each of three powers. texts: proposals that a source names it a supporter
    of. conventions: what it has signed or ratified. said: its positions, one a paragraph at most. silent: titles of the
    paragraphs for which no position is known."""

    seat: Seat
    name: str
    name_zh: str
    region: str
    groups: list[str]
    votes: list[tuple[int, str, str, str]]
    crime: str
    likeness: list[tuple[str, int, int]]
    side: str
    texts: list[tuple[str, str]]
    conventions: list[str]
    said: list[Said]
    silent: list[str]


def card(seat: Seat) -> Card:
    """The card of a seat, from the tables ``un_votes``, ``un_decisions``, ``blocs``, ``proposals``, ``conventions``,
    ``countries`` and ``un_positions``."""
    return _facts(seat.iso3)._replace(seat=seat)


@cache
def _years() -> tuple[int, ...]:
    years = votes.resolutions().set_index("symbol")["year"]
    return tuple(int(years[one]) for one, _ in states.PAIRS)


@cache
def _facts(code: str) -> Card:
    country = data.load("countries").set_index("iso3").loc[code]
    cast = votes.stand(code)
    likeness = []
    for power, name in votes.POWERS.items():
        if power != code:
            share, common = votes.agreement(cast, votes.stand(power))
            if common:
                likeness.append((name, round(share), common))
    said = sorted(_said(row) for row in positions.chosen(code).values())
    heard = {one.paragraph for one in said}
    return Card(
        seat=Seat(0, code),
        name=country["name"],
        name_zh=states.name_zh(code),
        region=country["region"],
        groups=[blocs.NAMES[bloc] for bloc in blocs.BLOCS if code in positions.memberships()[bloc]],
        votes=[
            (year, subject, _vote(cast, one), _vote(cast, other))
            for year, subject, (one, other) in zip(_years(), SUBJECTS, states.PAIRS, strict=True)
        ],
        crime=_vote(cast, CRIME),
        likeness=likeness,
        side=_SIDES[states.side()[code]],
        texts=_texts(code),
        conventions=_conventions(code),
        said=said,
        silent=[p.title for p in PARAGRAPHS if p.number not in heard],
    )


def _vote(cast, symbol: str) -> str:
    return LABELS[cast.get(symbol, "absent")]


def _said(row: dict) -> Said:
    paragraph = BY_TOPIC[row["topic"]]
    publisher = re.split(r"[;(]", row["source_publisher"])[0].strip()
    return Said(
        paragraph.number,
        paragraph.title,
        row["group"],
        row["position"],
        row["date"],
        row["alternative"],
        positions.number(row["source_url"]),
        publisher,
        row["source_url"],
    )


def _texts(code: str) -> list[tuple[str, str]]:
    rows = data.load("proposals").dropna(subset=["supporters_iso3"]).sort_values("date", ascending=False)
    rows = rows[rows["supporters_iso3"].str.split(";").map(lambda names: code in names)]
    rows = rows[~rows["name"].str.contains(r"\bAI\b|Bletchley", regex=True)]
    return [(row["name"], row["date"][:4]) for row in rows.head(MOST_TEXTS).to_dict("records")]


def _conventions(code: str) -> list[str]:
    rows = data.load("conventions").query("iso3 == @code")
    found = []
    for name in ("Budapest Convention", "UN Convention against Cybercrime"):
        for row in (
            rows[rows["convention"] == name].fillna({"signed": "", "ratified": "", "not_after": ""}).itertuples()
        ):
            if row.ratified or row.not_after:
                found.append(f"{name}: party")
            elif row.signed:
                found.append(f"{name}: signed {row.signed[:4]}")
    return found
