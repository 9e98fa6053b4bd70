"""The tally of a class: the sheet that it fills in, and the votes read back, checked.

A row a round and delegation. ``opening`` is the poll before the talks (it may stay empty), ``final`` are the votes. On a
paragraph: A, B, C, D or abstain; on the whole text: yes, no or abstain; an empty cell means absent.
"""

import csv
import difflib
from pathlib import Path

import pandas as pd

from .. import data, sheets, votes
from . import positions, rules, states
from .errors import SimulationError
from .paragraphs import ABSTAIN, BY_TOPIC, letters

TOPICS = tuple(BY_TOPIC)
TEXT = "text"
ROUNDS = ("opening", "final")
COLUMNS = ("round", "iso3", "state", *TOPICS, TEXT)
_WORDS = {
    "abstention": ABSTAIN, "abstains": ABSTAIN, "弃权": ABSTAIN, "y": "yes", "赞成": "yes", "n": "no", "反对": "no", "absent": "", "缺席": "",
}  # fmt: skip
EXAMPLE_TEXT = "A/RES/78/16"


def blank(codes: list[str]) -> list[list[str]]:
    """The rows of an empty sheet."""
    return [[kind, code, states.name(code), *[""] * (len(TOPICS) + 1)] for kind in ROUNDS for code in codes]


def example(codes: list[str]) -> list[list[str]]:
    """A filled sheet for trying the debrief: each delegation as the tables have its state, and no class's work.

    On a paragraph the alternative nearest to the state's stated position, abstain where none is known; on the whole text
    the state's real vote on resolution 78/16. The opening poll is the same, so nobody moves.
    """
    cast = votes.stand
    rows = []
    for kind in ROUNDS:
        for code in codes:
            near = positions.nearest(code)
            vote = cast(code).get(EXAMPLE_TEXT, "")
            whole = vote if kind == "final" and vote in votes.STANDS else ""
            rows.append([kind, code, states.name(code), *(near.get(topic, ABSTAIN) for topic in TOPICS), whole])
    return rows


def write(path: str | Path, rows: list[list[str]]) -> None:
    """Write a sheet as CSV in UTF-8 with a mark, so that spreadsheets show every name right."""
    with Path(path).open("w", encoding="utf-8-sig", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(COLUMNS)
        writer.writerows(rows)


def read(path: str | Path) -> pd.DataFrame:
    """The votes of a class: ``round``, ``iso3``, ``state``, a column a paragraph (A to D, abstain, or empty for absent) and
    ``text`` (yes, no, abstain or empty).

    Raises SimulationError, with the line and what to do, for a file that can't be used, an unknown round, state or vote, a
    state that stands twice in a round, fewer than 6 delegations, and a sheet without a single final vote.
    """
    rows, seen = [], {}
    members = data.load("countries").query("un_member").set_index("iso3")["name"]
    for line, row in sheets.read(path, COLUMNS, "The tally", SimulationError):
        where = f"The tally {path}, line {line}"
        kind, code = row["round"].casefold(), row["iso3"].upper()
        if kind not in ROUNDS:
            raise SimulationError(f"{where}: {row['round']!r} is no round. Write opening or final.")
        if code not in members:
            raise SimulationError(f"{where}: there is no state {row['iso3']!r}.{_hint(row, members)}")
        if (kind, code) in seen:
            raise SimulationError(
                f"{where}: {members[code]} stands twice in the round {kind} (first in line {seen[kind, code]}). "
                "Delete one of the lines."
            )
        seen[kind, code] = line
        cells = [_vote(where, members[code], column, row[column]) for column in (*TOPICS, TEXT)]
        rows.append([kind, code, members[code], *cells])
    found = pd.DataFrame(rows, columns=list(COLUMNS))
    final = found[found["round"] == "final"]
    if len(final) < states.SMALLEST:
        raise SimulationError(
            f"The tally {path} has {len(final)} delegations in the round final, and there must be at least "
            f"{states.SMALLEST}. Use the sheet that the simulation wrote."
        )
    if not (final[[*TOPICS, TEXT]] != "").to_numpy().any():
        raise SimulationError(
            f"The tally {path} is not filled in: no delegation has a vote in the round final. Write the votes into the "
            "lines that begin with final, save, and run again."
        )
    return found


def _hint(row: dict, members: pd.Series) -> str:
    by_name = members[members.str.casefold() == row["state"].casefold()]
    close = list(by_name.index) or difflib.get_close_matches(row["iso3"].upper(), list(members.index), n=1)
    return (
        f" Did you mean {close[0]} ({members[close[0]]})?" if close else " Write its code of three letters, as in CHN."
    )


def _vote(where: str, state: str, column: str, cell: str) -> str:
    vote = _WORDS.get(cell.casefold(), cell.casefold())
    if column == TEXT:
        known = ("yes", "no", ABSTAIN)
    else:
        known = (*letters(column), ABSTAIN)
        vote = vote.upper() if len(vote) == 1 else vote
    if vote and vote not in known:
        raise SimulationError(
            f"{where}, column {column}: {state} has {cell!r}, which is no vote. "
            f"Write {', '.join(known[:-1])} or {known[-1]}, or leave the cell empty for absent."
        )
    return vote


def in_round(votes_cast: pd.DataFrame, kind: str = "final") -> pd.DataFrame:
    """The votes of one round, indexed by state code."""
    return votes_cast[votes_cast["round"] == kind].set_index("iso3")


def counts(votes_cast: pd.DataFrame, kind: str = "final") -> pd.DataFrame:
    """Choices on each paragraph in one round: a row a topic; columns A, B, C, D, abstain, absent."""
    rows = in_round(votes_cast, kind)
    table = {topic: rows[topic].replace("", "absent").value_counts() for topic in TOPICS}
    return pd.DataFrame(table).T.reindex(columns=[*"ABCD", ABSTAIN, "absent"]).fillna(0).astype(int)


def outcome(votes_cast: pd.DataFrame, kind: str = "final") -> pd.DataFrame:
    """What each rule makes of the votes of a round: a row a paragraph and one for the whole text; columns the three rules. A cell is
    the letter of the adopted alternative, ``adopted`` or ``not adopted`` for the text, and ``no text`` where none wins."""
    rows = counts(votes_cast, kind)
    found = {}
    for topic in TOPICS:
        chosen = {letter: int(rows.at[topic, letter]) for letter in "ABCD" if rows.at[topic, letter]}
        found[topic] = [rules.chosen(chosen, rule) or "no text" for rule in rules.RULES]
    cast = in_round(votes_cast, kind)[TEXT].value_counts()
    yes, no = int(cast.get("yes", 0)), int(cast.get("no", 0))
    found[TEXT] = ["adopted" if rules.adopted(yes, no, rule) else "not adopted" for rule in rules.RULES]
    return pd.DataFrame(found, index=list(rules.RULES)).T


def is_blank(path: str | Path) -> bool:
    """Whether nobody has written a vote into a sheet yet. Raises SimulationError for a file that can't be read."""
    rows = sheets.read(path, COLUMNS, "The tally", SimulationError)
    return not any(row[column] for _, row in rows for column in (*TOPICS, TEXT))
