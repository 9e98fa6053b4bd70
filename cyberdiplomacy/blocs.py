"""Blocs of states: who was a member in which year (claims P3, P5 and P10)."""

import pandas as pd

from .data import load
from .values import check, whole

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
BY_NAME = {name: bloc for bloc, name in NAMES.items()}


def members(bloc: str, year: int) -> set[str]:
    """Codes of the states that belong to a bloc in a year: in the year of joining already, in the year of leaving no more.

    bloc: one of ``BLOCS``: SCO, BRICS, CSTO, ASEAN, African Union, GCC, EU, NATO, Five Eyes. year: four digits.

    Raises KeyError for a bloc that the table doesn't have, ValueError for what is no year.
    """
    check(bloc, BY_NAME, "bloc", error=KeyError)
    year = whole(year, "year", 1900, 2100)
    rows = load("blocs").query("bloc == @bloc")
    inside = (rows["joined"] <= year) & (rows["left"].isna() | (rows["left"] > year))
    return set(rows.loc[inside, "iso3"])


def table(year: int) -> pd.DataFrame:
    """All memberships of a year: ``bloc``, ``iso3``. A state stands once for each bloc it belongs to."""
    rows = [(bloc, code) for bloc in BLOCS for code in sorted(members(bloc, year))]
    return pd.DataFrame(rows, columns=["bloc", "iso3"])
