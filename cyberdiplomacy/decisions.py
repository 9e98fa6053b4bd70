"""What the UN decided on ICT, cybercrime and AI, and where China stood (claims P5 and P9)."""

import pandas as pd

from . import dots, style
from .data import load

SUBJECTS = {
    "All subjects": "all", "Security of ICT": "ICT security", "Cybercrime": "cybercrime", "Artificial intelligence": "AI",
    "Autonomous weapons": "autonomous weapons", "Digital cooperation": "digital cooperation",
}  # fmt: skip
KINDS = ("without a vote", "China yes", "China no", "China abstained", "China's vote not found")
LOOKS = dict(zip(KINDS, (dots.SHAPES[5], dots.SHAPES[0], dots.SHAPES[1], dots.SHAPES[2], dots.SHAPES[4]), strict=True))


def table() -> pd.DataFrame:
    """All decisions, oldest first, with ``year`` and ``kind``: how it was taken and where China stood."""
    rows = load("un_decisions").sort_values(["date", "symbol"], ignore_index=True)
    stand = rows["china"].map({"yes": KINDS[1], "no": KINDS[2], "abstain": KINDS[3]}).fillna(KINDS[4])
    return rows.assign(year=rows["date"].str[:4].astype(int), kind=stand.where(~rows["without_vote"], KINDS[0]))


def tally_text(row) -> str:
    """``119 yes, 46 no, 14 abstentions`` or ``without a vote``; what no source gives is left out."""
    if row.without_vote:
        return "adopted without a vote"
    parts = [f"{value} {name}" for name, value in (("yes", row.yes), ("no", row.no), ("abstaining", row.abstain))
             if pd.notna(value)]  # fmt: skip
    inferred = pd.notna(row.identity) and row.identity == "inferred"
    return ", ".join(parts) + (" (roll call inferred)" if inferred else "")


def draw_decisions(subject: str = "all") -> style.Picture:
    """One mark a decision: its year, and where China stood."""
    every = table()
    rows = every if subject == "all" else every[every["subject"] == subject]
    first, last = int(every["year"].min()), int(every["year"].max())
    fig, drawn = dots.by_year(rows, LOOKS, (first, last), 2000, height=3.3, top=9.5, size=62, columns=2)
    name = style.text_of(SUBJECTS, subject)
    fig.suptitle(f"UN decisions: {name.lower()}")
    number = rows["kind"].value_counts()
    recorded = len(rows) - number.get(KINDS[0], 0)
    sentence = (
        f"{name}: {style.plural(len(rows), 'decision')} in the list, {number.get(KINDS[0], 0)} without a vote. In the "
        f"{style.plural(recorded, 'recorded vote')} China said yes {number.get(KINDS[1], 0)} times, no {number.get(KINDS[2], 0)} "
        f"times, and abstained {number.get(KINDS[3], 0)} times; its vote was not found for {number.get(KINDS[4], 0)}."
    )
    shown = pd.DataFrame(
        {
            "Decision": drawn["symbol"],
            "Date": drawn["date"],
            "Title": drawn["title"],
            "By": drawn["body"],
            "Result": [tally_text(row) for row in drawn.itertuples()],
            "China": drawn["china"].fillna(""),
            "Note": drawn["note"],
            "Source": style.links(drawn),
        }
    )
    return fig.tell(sentence, shown, ["un_decisions"], find=("Find a decision", "Date", "Title", "Decision"))
