"""What each UN process on cyberspace and AI has produced (claim S5)."""

import pandas as pd

from . import dots, style
from .data import load

PROCESSES = {
    "All processes": "all", "First Committee texts": "First Committee resolutions", "Expert groups (GGE)": "GGE",
    "Open-ended group 2019–2021": "OEWG 2019-2021", "Open-ended group 2021–2025": "OEWG 2021-2025",
    "Global Mechanism": "Global Mechanism", "Cybercrime convention": "Cybercrime (Ad Hoc Committee and convention)",
    "World summit and forum (WSIS, IGF)": "WSIS and IGF", "AI resolutions and panels": "AI resolutions and panels",
    "Global Digital Compact": "Global Digital Compact", "Security Council": "Security Council",
}  # fmt: skip
# What a step produced, as drawn: two codes of the table share a look.
KINDS = ("norms or law", "institution", "confidence or capacity", "dialogue", "nothing agreed")
_OF = {"norms": KINDS[0], "law": KINDS[0], "institution": KINDS[1], "confidence-building": KINDS[2],
       "capacity-building": KINDS[2], "dialogue": KINDS[3], "nothing agreed": KINDS[4]}  # fmt: skip
LOOKS = dict(zip(KINDS, (dots.SHAPES[1], dots.SHAPES[0], dots.SHAPES[2], dots.SHAPES[5], dots.SHAPES[4]), strict=True))
LOOKS["planned"] = dots.SHAPES[3]  # when the source was written: what it would produce is not known


def table() -> pd.DataFrame:
    """All steps, oldest first, with ``year`` and ``made`` (what they produced, as drawn)."""
    rows = load("un_processes").sort_values(["date", "step"], ignore_index=True)
    return rows.assign(year=rows["date"].str[:4].astype(int), made=rows["produced"].map(_OF))


def counts() -> pd.DataFrame:
    """Steps by process and by what they produced, planned ones left out."""
    rows = table().query("not planned")
    names = {code: text for text, code in PROCESSES.items()}
    held = pd.crosstab(rows["process"].map(names), rows["made"])
    order = [name for name in PROCESSES if name in held.index]
    return held.reindex(index=order, columns=list(KINDS), fill_value=0).rename_axis(index=None, columns=None)


def draw_processes(process: str = "all") -> style.Picture:
    """One mark a step: its year, and what it produced."""
    every = table()
    rows = every if process == "all" else every[every["process"] == process]
    first, last = int(every["year"].min()), int(every["year"].max())
    fig, drawn = dots.by_year(
        rows.assign(kind=rows["made"].where(~rows["planned"].astype(bool), "planned")),
        LOOKS,
        (first, last),
        2000,
        height=3.7,
        top=15.5,
        size=56,
        columns=2,
    )
    name = style.text_of(PROCESSES, process)
    fig.suptitle("Steps in the list" if process == "all" else name)
    held = rows[~rows["planned"].astype(bool)]
    made = held["made"].value_counts()
    parts = [f"{kind} {made[kind]}" for kind in KINDS if kind in made]
    sentence = f"{name}: {style.plural(len(held), 'step')} in the list, by what they produced: {', '.join(parts)}."
    if planned := len(rows) - len(held):
        sentence += f" {style.plural(planned, 'more step was', 'more steps were')} planned when the source was written."
    shown = pd.DataFrame(
        {
            "Step": drawn["step"],
            "Process": drawn["process"],
            "Date": drawn["date"],
            "Produced": drawn["produced"].where(~drawn["planned"].astype(bool), "planned"),
            "Who, or the vote": drawn["participants"],
            "Document": drawn["outcome"],
            "Source": style.links(drawn),
        }
    )
    return fig.tell(sentence, shown, ["un_processes"], find=("Find a step", "Date", "Step"))
