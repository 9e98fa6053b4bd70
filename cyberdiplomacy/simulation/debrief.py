"""The class beside the real votes: what the debrief notebook shows.

Everything takes the votes of a class as ``tally.read`` gives them. Words that a reader sees stand at the top.
"""

import numpy as np
import pandas as pd

from .. import style, votes
from . import positions, states, tally
from .paragraphs import ABSTAIN, BY_TOPIC

ROUNDS = {"Final votes": "final", "Opening poll": "opening"}
AGAINST = {"States at the table": "table", "All UN members": "UN"}
REAL = {
    "A/RES/77/36": "Russian text, 2022", "A/RES/77/37": "French text, 2022", "A/RES/78/237": "Russian text, 2023",
    "A/RES/78/16": "French text, 2023",
}  # fmt: skip
LEAST = 3  # paragraphs on which two delegations must both have chosen, for an agreement to be shown
_LETTERS = {"A": style.BLUE, "B": style.GREEN, "C": style.VERMILION, "D": style.PURPLE, ABSTAIN: style.OCHRE, "absent": style.GREY}  # fmt: skip
_TABLES = ["un_positions", "un_votes", "un_decisions"]


# Calculations


def results(votes_cast: pd.DataFrame) -> pd.DataFrame:
    """For a reader: each paragraph with its counts, and what each rule makes of them."""
    counted, made = tally.counts(votes_cast), tally.outcome(votes_cast)
    names = [f"{BY_TOPIC[topic].number}. {BY_TOPIC[topic].title}" for topic in tally.TOPICS]
    return pd.concat([counted, made.drop(tally.TEXT)], axis=1).set_axis(names)


def whole_text(votes_cast: pd.DataFrame) -> pd.DataFrame:
    """Percent of yes, no and abstention among the delegations that took a stand: a row for the class's text and one for
    each real text; columns ``yes``, ``no``, ``abstain`` (the states at the table) and the same with ``, UN`` (all UN
    members; missing for the class)."""
    rows = tally.in_round(votes_cast)
    cast = rows[tally.TEXT].value_counts().reindex(votes.STANDS, fill_value=0)
    mine, whole = states.shares(list(rows.index)), states.shares()
    found = {"The class": [*(100 * cast / max(cast.sum(), 1)), *[np.nan] * 3]}
    for symbol, text in REAL.items():
        found[f"{votes.short(symbol)}: {text}"] = [*mine.loc[symbol], *whole.loc[symbol]]
    return pd.DataFrame(found, index=[*votes.STANDS, *(f"{stand}, UN" for stand in votes.STANDS)]).T


def delegations(votes_cast: pd.DataFrame) -> pd.DataFrame:
    """A row a delegation: ``state``, its vote on the class's text, its state's real votes, how many of its choices there
    is a stated position for (``known``), on how many of those it chose as its state (``as stated``), and how often it
    moved between the opening poll and the final vote (``moved``; of the paragraphs chosen in both)."""
    rows = tally.in_round(votes_cast)
    opening = votes_cast[votes_cast["round"] == "opening"].set_index("iso3")
    table = []
    for code, row in rows.iterrows():
        near = positions.nearest(code)
        known = [topic for topic in tally.TOPICS if row[topic] in tuple("ABCD") and topic in near]
        early = opening.loc[code] if code in opening.index else dict.fromkeys(tally.TOPICS, "")
        moved = sum(early[topic] != row[topic] for topic in tally.TOPICS if early[topic] and row[topic])
        real = votes.stand(code)
        table.append(
            {"state": row["state"], "text": row[tally.TEXT] or "absent",
             **{votes.short(s): real.get(s, "absent") for s in REAL},
             "known": len(known), "as stated": sum(row[t] == near[t] for t in known), "moved": moved}
        )  # fmt: skip
    return pd.DataFrame(table, index=rows.index)


def as_stated(votes_cast: pd.DataFrame, kind: str = "final") -> pd.DataFrame:
    """For each paragraph, in one round: delegations that chose and whose state has a coded position (``known``), and those of them that
    chose the same alternative (``same``), went to the text written in the room (``new``) or to another (``other``)."""
    rows = tally.in_round(votes_cast, kind)
    near = {code: positions.nearest(code) for code in rows.index}
    found = {}
    for topic in tally.TOPICS:
        pairs = [
            (row, near[code][topic])
            for code, row in rows[topic].items()
            if row in tuple("ABCD") and topic in near[code]
        ]
        same, new = sum(a == b for a, b in pairs), sum(a == "D" for a, _ in pairs)
        found[topic] = [len(pairs), same, new, len(pairs) - same - new]
    return pd.DataFrame(found, index=["known", "same", "new", "other"]).T


def agreement(votes_cast: pd.DataFrame, with_code: str = "CHN") -> pd.DataFrame:
    """Agreement of each delegation with one other, in percent: ``class`` (of the paragraphs and the text on which both took
    a stand; an abstention is a stand) beside ``real`` (of the cyber resolutions on which both did), and the number of each.

    Raises KeyError for a state that is not at the table.
    """
    rows = tally.in_round(votes_cast)
    if with_code not in rows.index:
        raise KeyError(f"{with_code} is not at the table. There are: {', '.join(rows.index)}.")
    stands = rows[[*tally.TOPICS, tally.TEXT]]
    real = votes.agreement_on_cyber(with_code).set_index("iso3")
    found = {}
    for code in rows.index.drop(with_code):
        both = (stands.loc[code] != "") & (stands.loc[with_code] != "")
        same = (stands.loc[code] == stands.loc[with_code])[both]
        share = 100 * same.mean() if both.sum() >= LEAST else np.nan
        found[code] = [
            rows.at[code, "state"],
            share,
            int(both.sum()),
            real["percent"].get(code, np.nan),
            real["votes"].get(code, 0),
        ]
    return pd.DataFrame(found, index=["state", "class", "class votes", "real", "real votes"]).T


def powers(votes_cast: pd.DataFrame) -> dict[str, str]:
    """Delegations by name, with their codes, for a control: China, the United States and Russia first."""
    rows = tally.in_round(votes_cast)
    first = [code for code in ("CHN", "USA", "RUS") if code in rows.index]
    return {rows.at[code, "state"]: code for code in [*first, *rows.index.drop(first)]}


# Pictures


def draw_paragraphs(votes_cast: pd.DataFrame, kind: str = "final") -> style.Picture:
    """How the class chose on each paragraph in one round, in percent of the delegations."""
    counted = tally.counts(votes_cast, kind)
    fig, ax = style.picture(3.6)
    names = [f"{BY_TOPIC[t].number}. {_SHORT[t]}" for t in tally.TOPICS]
    shares = 100 * counted.div(counted.sum(axis=1).clip(lower=1), axis=0)
    _stack(ax, names, shares, counted, _LETTERS)
    ax.set(xlabel="% of the delegations", xlim=(0, 100))
    fig.suptitle(f"The class: {style.text_of(ROUNDS, kind).lower()}")
    _legend(fig, ax)
    if counted[[*"ABCD", ABSTAIN]].to_numpy().any():
        won = (tally.outcome(votes_cast, kind).drop(tally.TEXT) != "no text").sum()
        sentence = (
            f"{style.text_of(ROUNDS, kind)} of {style.plural(int(counted.iloc[0].sum()), 'delegation')}. A text is found by "
            f"consensus on {won['Consensus']} of the 7 paragraphs, by two thirds on {won['Two thirds']}, by simple majority "
            f"on {won['Simple majority']}."
        )
    else:
        sentence = f"{style.text_of(ROUNDS, kind)}: the tally has none."
    shown = counted.set_axis(names).rename_axis("Paragraph").reset_index()
    return fig.tell(sentence, shown, ["un_positions"])


def draw_text(votes_cast: pd.DataFrame, against: str = "table") -> style.Picture:
    """The vote on the class's text beside four real votes, of the same states (``table``) or of all members (``UN``)."""
    rows = whole_text(votes_cast)
    columns = list(votes.STANDS) if against == "table" else [f"{stand}, UN" for stand in votes.STANDS]
    shares = rows[columns].set_axis(votes.STANDS, axis=1)
    shares.loc["The class"] = rows.loc["The class", list(votes.STANDS)].to_numpy()
    shares = shares.astype(float)
    fig, ax = style.picture(3.2)
    colours = {"yes": style.BLUE, "no": style.VERMILION, "abstain": style.OCHRE}
    _stack(ax, list(shares.index), shares, shares.round().astype(int), colours)
    ax.set(xlabel="% of those that took a stand", xlim=(0, 100))
    fig.suptitle(f"The whole text, and real ones: {style.text_of(AGAINST, against)}")
    _legend(fig, ax)
    cast = tally.in_round(votes_cast)[tally.TEXT].value_counts()
    made = tally.outcome(votes_cast).loc[tally.TEXT]
    by = [rule.lower() for rule, result in made.items() if result == "adopted"]
    real = shares.drop("The class")["yes"]
    sentence = (
        f"The class: {cast.get('yes', 0)} yes, {cast.get('no', 0)} no, "
        f"{style.plural(int(cast.get(ABSTAIN, 0)), 'abstention')}; the text is adopted "
        f"{'by ' + ' and by '.join(by) if by else 'under none of the three rules'}. Yes on the real texts, "
        f"{'the states at the table' if against == 'table' else 'all UN members'}: {real.min():.0f} to {real.max():.0f}%."
    )
    return fig.tell(sentence, shares.round(1).rename_axis("Text").reset_index(), _TABLES[1:])


def draw_as_stated(votes_cast: pd.DataFrame, kind: str = "final") -> style.Picture:
    """On each paragraph, in one round: delegations that chose as their state has said, a new text, or another alternative."""
    rows = as_stated(votes_cast, kind)
    fig, ax = style.picture(3.6)
    names = [f"{BY_TOPIC[t].number}. {_SHORT[t]} ({rows.at[t, 'known']})" for t in tally.TOPICS]
    looks = {"same": style.BLUE, "new": style.PURPLE, "other": style.VERMILION}
    parts = rows[list(looks)]
    _stack(ax, names, parts.astype(float), parts, looks)
    ax.set(xlabel="delegations with a known position", xlim=(0, max(1, rows["known"].max())))
    fig.suptitle(f"As their states have said? {style.text_of(ROUNDS, kind)}")
    _legend(fig, ax)
    known, same = rows["known"].sum(), rows["same"].sum()
    sentence = (
        f"{style.plural(int(known), 'choice')} can be set beside a stated position of the same state or its group; {same} "
        f"({100 * same / max(known, 1):.0f}%) are the same alternative, {rows['new'].sum()} went to a text written in the room. "
        "The nearest alternative was coded by the course."
    )
    return fig.tell(sentence, rows.set_axis(names).rename_axis("Paragraph").reset_index(), ["un_positions"])


def draw_agreement(votes_cast: pd.DataFrame, power: str = "CHN") -> style.Picture:
    """Each delegation: agreement with one state in the class, and in the real votes."""
    rows = agreement(votes_cast, power).dropna(subset=["class", "real"])
    name = states.the(power)
    fig, ax = style.picture(3.9)
    ax.plot([0, 100], [0, 100], color=style.GREY, lw=1, ls="--")
    ax.grid(True, axis="both")
    x, y = rows["real"].astype(float), rows["class"].astype(float)
    style.marks(ax, x, y, s=42, color=style.STATE.get(power, style.BLUE))
    taken: list[tuple[float, float]] = []
    for code in rows.index:
        spot = (x[code], y[code])
        if all(abs(spot[0] - a) > 7 or abs(spot[1] - b) > 5 for a, b in taken):
            ax.annotate(code, spot, xytext=(4, 4), textcoords="offset points", fontsize=8)
            taken.append(spot)
    ax.set(xlim=(-4, 108), ylim=(-4, 108), xlabel="% of real cyber votes", ylabel="% in the class")
    fig.suptitle(f"Agreement with {name}")
    if len(rows):
        gap = y - x
        sentence = (
            f"Agreement with {name}, {style.plural(len(rows), 'delegation')}: mean {x.mean():.0f}% in the real votes, "
            f"{y.mean():.0f}% in the class. Furthest above the line: {rows.at[gap.idxmax(), 'state']}; furthest below: "
            f"{rows.at[gap.idxmin(), 'state']}. The two count different things: real resolutions, and paragraphs of a draft."
        )
    else:
        sentence = f"No delegation took a stand together with {name} on at least {LEAST} questions."
    shown = rows.rename(columns=str.capitalize).infer_objects().round(1)
    return fig.tell(sentence, shown, _TABLES[1:], find=("Find a delegation", "State"))


_SHORT = {
    "rules": "New rules", "law": "Humanitarian law", "mechanism": "Mechanism", "stakeholders": "Stakeholders",
    "capacity": "Capacity", "contacts": "Contacts", "data": "Supply and data",
}  # fmt: skip


def _stack(ax, names: list[str], widths: pd.DataFrame, texts: pd.DataFrame, colours: dict[str, str]) -> None:
    """Horizontal bars in parts, the first on top; a part is labelled where there is room."""
    left, limit = np.zeros(len(widths)), max(1.0, float(widths.sum(axis=1).max()))
    for part, colour in colours.items():
        width = widths[part].fillna(0).to_numpy()
        if not width.any():
            continue
        bars = ax.barh(names, width, left=left, color=colour, label=part, height=0.74)
        ax.bar_label(bars, [str(t) if w >= 0.07 * limit else "" for t, w in zip(texts[part], width, strict=True)],
                     label_type="center", color="black", fontsize=9)  # fmt: skip
        left = left + width
    ax.invert_yaxis()
    ax.grid(False)


def _legend(fig, ax) -> None:
    """The names of the parts, where any were drawn."""
    if ax.get_legend_handles_labels()[1]:
        fig.legend(loc="outside lower left", ncols=3)
