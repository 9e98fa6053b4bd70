"""Which measure could help with which problem, and how strong the evidence is (claim S6)."""

import pandas as pd

from . import squares, style
from .data import load

MEASURES = {"S1": "capabilities", "S2": "order", "S3": "levels", "S4": "talent", "S5": "UN", "S6": "together"}
PROBLEMS = {"G1": "technology", "G2": "departments", "G3": "official and private", "G4": "talent", "G5": "capacity"}
_TICKS = {"G1": "tech-\nnology", "G2": "depart-\nments", "G3": "official,\nprivate", "G4": "talent", "G5": "capacity"}
DESIGNS = ("compared", "case", "argument")  # from the strongest
VIEWS = {"the support": "support", "the objection": "objection", "both compared": "left"}
STRENGTH = {"compared": "many cases compared", "case": "one or a few cases", "argument": "argument or plan only"}
LEFT = ("support: stronger design", "the same design", "objection: stronger design")
LOOKS = {
    "support": dict(zip(STRENGTH.values(), (squares.FULL, squares.ROUND, squares.PEAK), strict=True)),
    "left": dict(zip(LEFT, (squares.ROUND, squares.PEAK, squares.FULL), strict=True)),
}
LOOKS["objection"] = LOOKS["support"]


def left(support: str, objection: str) -> str:
    """Which side rests on the stronger design: many cases compared, one or a few cases, argument only.

    Raises ValueError for a design that isn't one of the three.
    """
    for design in (support, objection):
        if design not in DESIGNS:
            raise ValueError(f"There is no design {design!r}. There are: {', '.join(DESIGNS)}.")
    step = DESIGNS.index(objection) - DESIGNS.index(support)
    return LEFT[0] if step > 0 else LEFT[1] if step == 0 else LEFT[2]


def table() -> pd.DataFrame:
    """The pairs of measure and problem, with ``left``: which side rests on the stronger design."""
    rows = load("measures")
    return rows.assign(left=[left(a, b) for a, b in zip(rows["support_design"], rows["objection_design"], strict=True)])


def draw_portfolio(view: str = "support", problem: str = "all") -> style.Picture:
    """Measures against problems: one mark a pair for which a work says how one could help the other."""
    rows = table()
    kind = rows["left"] if view == "left" else rows[f"{view}_design"].map(STRENGTH)
    rows = rows.assign(kind=kind)
    if problem != "all":
        rows = rows[rows["problem"] == problem]
    fig, ax = style.picture(3.9)
    looks, drawn = LOOKS[view], []
    across, down = {key: k for k, key in enumerate(PROBLEMS)}, {key: -k for k, key in enumerate(MEASURES)}
    for kind_, look in looks.items():
        chosen = rows[rows["kind"] == kind_]
        if len(chosen):
            big = look | {"s": 3.4 * look["s"]}
            style.marks(
                ax, chosen["problem"].map(across).astype(float), chosen["measure"].map(down).astype(float), **big
            )
            drawn.append(chosen)
    drawn = pd.concat(drawn)
    ax.set_xticks(list(across.values()), [f"{key}\n{text}" for key, text in _TICKS.items()])
    ax.set_yticks(list(down.values()), [f"{key} {text}" for key, text in MEASURES.items()])
    ax.set(xlim=(-0.6, len(across) - 0.4), ylim=(-len(down) + 0.4, 0.6))
    ax.grid(True, axis="both")
    squares.legend(fig, ax, looks, columns=2)
    name = style.text_of(VIEWS, view)
    fig.suptitle(f"Measures and problems: {name}")
    number = rows["kind"].value_counts()
    parts = [f"{text}: {number[text]}" for text in looks if text in number]
    where = f" for {problem} ({PROBLEMS[problem]})" if problem != "all" else ""
    drawn_only = "" if problem == "all" else f"Only the column {problem} is drawn. "
    sentence = (
        f"{style.plural(len(rows), 'pair')} of measure and problem{where}: for each, a work in our reading says how the measure "
        f"could help. {style.capital(name)}: {'; '.join(parts)}. {drawn_only}An empty crossing means that no work was found."
    )
    shown = pd.DataFrame(
        {
            "Pair": drawn["measure"] + " for " + drawn["problem"],
            "How it should help": drawn["route"],
            "Support": drawn["support"] + " (" + drawn["support_design"] + ")",
            "Objection": drawn["objection"] + " (" + drawn["objection_design"] + "): " + drawn["objection_text"],
            "Compared": drawn["left"],
        }
    )
    return fig.tell(sentence, shown, ["measures"], find=("Find a pair", "Pair", "How it should help"))
