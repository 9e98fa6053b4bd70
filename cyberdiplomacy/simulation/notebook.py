"""The debrief notebook: short cells that read the class's tally and set it beside the real votes."""

import json
from pathlib import Path

TALLY, EXAMPLE = "tally.csv", "tally-example.csv"

_CELLS = (
    ("md", """# Debrief: our votes beside the real ones

Out of role now. This notebook reads the tally of your class and sets it beside what the same states have done and said at
the United Nations. Choose *Run → Run All Cells*.

The tally is `tally.csv` in this folder. To try the notebook before your class has met, change `TALLY` to
`"tally-example.csv"`: a made-up sheet, in which each delegation does what its state has said, as far as that is known."""),
    ("code", """from cyberdiplomacy import explore
from cyberdiplomacy.simulation import SimulationError, debrief, tally

TALLY = "tally.csv"

try:
    ours = tally.read(TALLY)
except SimulationError as problem:
    print(problem)
    print("Until then the example is shown, which is no class's work.")
    ours = tally.read("tally-example.csv")

print(len(tally.in_round(ours)), "delegations")"""),
    ("md", """## 1. What did we agree on?

One line a paragraph: how many delegations chose A, B, C, D (the text written in the room), and what consensus, two thirds
or a simple majority would have made of it.

*Ask: which rule would have given us the most text? Who gains and who loses under each?*"""),
    ("code", """debrief.results(ours)"""),
    ("code", """def paragraphs(kind="final"):
    return debrief.draw_paragraphs(ours, kind)

explore(paragraphs, kind=debrief.ROUNDS, labels={"kind": "Round"})"""),
    ("md", """## 2. Our text and four real ones

In 2022 and in 2023 the General Assembly voted on two rival texts each year, one led by Russia and one by France; many
states voted for both.

*Ask: is our majority larger or smaller than the real ones? What in our text made it so?*"""),
    ("code", """def whole_text(against="table"):
    return debrief.draw_text(ours, against)

explore(whole_text, against=debrief.AGAINST, labels={"against": "Real votes of"})"""),
    ("md", """## 3. Did we vote as our states have spoken?

Only positions with a source are counted, and the nearest alternative is our coding: a delegation may have had good
reasons to choose otherwise.

*Ask: those who left their state's position, what did you get for it?*"""),
    ("code", """def as_stated(kind="final"):
    return debrief.draw_as_stated(ours, kind)

explore(as_stated, kind=debrief.ROUNDS, labels={"kind": "Round"})"""),
    ("code", """debrief.delegations(ours)"""),
    ("md", """## 4. Whom did we agree with?

Each mark is a delegation: to the right, how often its state votes like the chosen one in real cyber votes; upwards, how
often you did. Above the dashed line you agreed more than the states do.

*Ask: which friendships did we invent, and which did we lose?*"""),
    ("code", """def agreement(power="CHN"):
    return debrief.draw_agreement(ours, power)

explore(agreement, power=debrief.powers(ours), labels={"power": "Agreement with"})"""),
    ("md", """## 5. What became of it in reality

*Write three sentences: one thing that our class found harder than the states did, one that it found easier, and one
question that the votes cannot answer.*"""),
    ("code", """from cyberdiplomacy.simulation.paragraphs import PARAGRAPHS

for paragraph in PARAGRAPHS:
    print(f"{paragraph.number}. {paragraph.title}: {paragraph.outcome}")
    print("   Source:", *(part for part in paragraph.source if part), sep=" · ")"""),
)  # fmt: skip


def build() -> dict:
    """The notebook in Jupyter's format (nbformat 4.5), without outputs."""
    cells = []
    for number, (kind, text) in enumerate(_CELLS, start=1):
        cell = {"cell_type": "markdown" if kind == "md" else "code", "id": f"debrief-{number}", "metadata": {}}
        if kind == "code":
            cell |= {"execution_count": None, "outputs": []}
        cells.append(cell | {"source": text.splitlines(keepends=True)})
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def write(path: str | Path) -> None:
    """Write the notebook as a file."""
    Path(path).write_text(json.dumps(build(), ensure_ascii=False, indent=1) + "\n", "utf-8")
