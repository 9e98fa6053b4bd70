"""Blocs of states: who was a member in which year (claims P3, P5 and P10)."""

import pandas as pd

from .data import load

# In the order in which pictures show them.
BLOCS = ("SCO", "BRICS", "CSTO", "ASEAN", "African Union", "GCC", "EU", "NATO", "Five Eyes")
NAMES = {
    "SCO": "Shanghai Cooperation Organisation",
    "BRICS": "BRICS",
    "CSTO": "Collective Security Treaty Organization",
    "ASEAN": "Association of Southeast Asian Nations",
    "African Union": "African Union",
    "GCC": "Gulf Cooperation Council",
    "EU": "European Union",
    "NATO": "NATO",
    "Five Eyes": "Five Eyes",
}


def members(bloc: str, year: int) -> set[str]:
    """Codes of the states that belong to a bloc in a year: in the year of joining already, in the year of leaving no more.

    Raises KeyError for a bloc that the table doesn't have.
    """
    rows = load("blocs")
    if bloc not in set(rows["bloc"]):
        raise KeyError(f"There is no bloc {bloc!r}. The blocs are: {', '.join(BLOCS)}.")
    rows = rows[rows["bloc"] == bloc]
    inside = (rows["joined"] <= year) & (rows["left"].isna() | (rows["left"] > year))
    return set(rows.loc[inside, "iso3"])


def table(year: int) -> pd.DataFrame:
    """All memberships of a year: ``bloc``, ``iso3``. A state stands once for each bloc it belongs to."""
    rows = [(bloc, code) for bloc in BLOCS for code in sorted(members(bloc, year))]
    return pd.DataFrame(rows, columns=["bloc", "iso3"])
