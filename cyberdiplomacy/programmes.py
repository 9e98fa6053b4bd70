"""Programmes that build cyber capacity: who runs them and what they report (claims S3 and S4)."""

import pandas as pd

from . import dots, style
from .data import load

PROVIDERS = {
    "All": "all", "China": "China", "United States, Europe and allies": "United States, Europe and allies",
    "United Nations system": "United Nations system", "Others and regional bodies": "Others and regional bodies",
}  # fmt: skip
KINDS = ("training of officials", "fellowship", "exchange of experts", "funding", "infrastructure", "portal")
LOOKS = dict(zip(KINDS, dots.SHAPES, strict=True))


def table() -> pd.DataFrame:
    """All programmes, by start; ``year`` is missing where no source gives one."""
    rows = load("capacity_programmes").sort_values(["date_start", "programme"], ignore_index=True)
    return rows.assign(year=pd.to_numeric(rows["date_start"].str[:4]).astype("Int64"))


def persons() -> pd.DataFrame:
    """Programmes whose source counts people: ``provider``, ``planned`` (a plan, not a result), ``people``."""
    rows = load("capacity_programmes")
    rows = rows[rows["unit"].fillna("").str.match(r"people|participants|training places") & rows["value"].notna()]
    return pd.DataFrame(
        {"programme": rows["programme"], "provider": rows["provider"], "people": rows["value"],
         "planned": rows["unit"].str.contains("planned")}
    ).reset_index(drop=True)  # fmt: skip


def draw_programmes(provider: str = "all") -> style.Picture:
    """One mark a programme: the year of its start, and its kind."""
    every = table()
    chosen = every if provider == "all" else every[every["provider"] == provider]
    rows = chosen.dropna(subset="year")
    first, last = int(every["year"].min()), int(every["year"].max())
    fig, drawn = dots.by_year(rows, LOOKS, (first, last), 2005, height=3.6, top=15.5, size=62, columns=2)
    name = style.text_of(PROVIDERS, provider)
    fig.suptitle("Programmes in the list" if provider == "all" else f"Programmes: {name}")
    number = chosen["kind"].value_counts()
    parts = [f"{kind} {number[kind]}" for kind in KINDS if kind in number]
    counted = persons()
    counted = counted if provider == "all" else counted[counted["provider"] == provider]
    sentence = (
        f"{name}: {style.plural(len(chosen), 'programme')} ({', '.join(parts)}). {len(counted) or 'None'} of them "
        f"{'says' if len(counted) == 1 else 'say'} how many people"
    )
    planned = int(counted["planned"].sum())
    sentence += f"; for {planned} of these the number is a plan." if planned else "."
    if undated := chosen[chosen["year"].isna()]["programme"].tolist():
        sentence += f" Not drawn, as no source gives a year: {'; '.join(undated)}."
    value = [
        f"{style.number(v)} {u}" if pd.notna(v) else "" for v, u in zip(drawn["value"], drawn["unit"], strict=True)
    ]
    shown = pd.DataFrame(
        {
            "Programme": drawn["programme"],
            "Start": drawn["date_start"],
            "Kind": drawn["kind"],
            "Run by": drawn["run_by"],
            "For": drawn["for_whom"],
            "Number": value,
            "What it does": drawn["what"],
            "Source": style.links(drawn),
        }
    )
    return fig.tell(sentence, shown, ["capacity_programmes"], find=("Find a programme", "Start", "Programme"))
