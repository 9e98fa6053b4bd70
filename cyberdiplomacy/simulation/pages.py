"""Writes the folder of a class: printable pages that ask no other host for anything, the tally, the debrief notebook."""

import re
from collections.abc import Sequence
from pathlib import Path

import jinja2
import markupsafe

from .. import data
from . import cards, notebook, positions, roster, rules, states, tally
from .errors import SimulationError
from .paragraphs import PARAGRAPHS

PAPERS = ("A4", "A5")
TITLES = {
    "index": "Start here", "guide": "Guide for the teacher", "cards": "Role cards", "text": "Draft text",
    "rules": "Rules and timetable", "tally": "Tally sheet", "sources": "Sources",
}  # fmt: skip
NAME = "Simulation: a working group on ICT security"
_ENVIRONMENT = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip
_HAN = re.compile(r"[\u3400-\u9fff]+")


def _han(text: str) -> markupsafe.Markup:
    """The text, its Chinese words marked as Chinese."""
    return markupsafe.Markup(_HAN.sub(r'<span lang="zh-Hans">\g<0></span>', str(markupsafe.escape(text))))


_ENVIRONMENT.filters["han"] = _han


def write(folder: str | Path, seats: Sequence[roster.Seat], paper: str = "A4") -> list[str]:
    """Write everything for a class into a folder, and return notes for the teacher (a tally that was kept).

    seats: from ``roster.deal``. paper: A4 or A5, for the role cards. A tally in the folder into which somebody has written
    stays as it is; all else is written anew.

    Raises SimulationError for another paper, or a folder that can't be written.
    """
    if paper not in PAPERS:
        raise SimulationError(f"There is no paper {paper!r}. Choose A4 or A5.")
    folder, codes = Path(folder), [seat.iso3 for seat in seats]
    notes = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in pages(seats, paper).items():
            (folder / f"{name}.html").write_text(text, "utf-8")
        sheet = folder / notebook.TALLY
        if _written(sheet):
            notes.append(f"{sheet} has votes in it, so it was kept. Delete it first if you want an empty one.")
        else:
            tally.write(sheet, tally.blank(codes))
        tally.write(folder / notebook.EXAMPLE, tally.example(codes))
        notebook.write(folder / "debrief.ipynb")
    except OSError as error:
        raise SimulationError(
            f"The folder {folder} can't be written: {error.strerror or error}. Choose another with --out."
        ) from None
    return notes


def _written(sheet: Path) -> bool:
    """Whether a tally exists that holds anything but the empty sheet."""
    if not sheet.exists():
        return False
    try:
        return not tally.is_blank(sheet)
    except SimulationError:
        return True


def pages(seats: Sequence[roster.Seat], paper: str = "A4") -> dict[str, str]:
    """The pages by name, each a whole HTML document."""
    codes = [seat.iso3 for seat in seats]
    size = len(codes)
    made = [cards.card(seat) for seat in seats]
    shared = {
        "title": NAME, "titles": TITLES, "size": size, "paper": paper, "paragraphs": PARAGRAPHS, "seats": seats, "cards": made,
        "zh": states.name_zh, "name": states.name, "procedure": rules.PROCEDURE, "simpler": rules.SIMPLER,
        "timetables": {n: rules.timetable(size, n) for n in (1, 2)},
        "which": {n: rules.paragraphs_for(size, n) for n in (1, 2)},
    }  # fmt: skip
    own = {
        "guide": {"balance": states.balance(codes), "gap": states.gap(codes), "tolerance": states.tolerance(size), "region_gap": states.region_gap(codes), "region_tolerance": states.region_tolerance(size),
                  "regions": zip(states.regions(codes).items(), states.regions(), strict=True),
                  "sides": states.sides(codes), "between": states.between(codes),
                  "silent": [c.name for c in made if not c.said], "stood": _stood(codes), "credit": data.source("un_votes")},
        "sources": {"sources": positions.sources(), "more": _more(), "rule_sources": rules.SOURCES},
    }  # fmt: skip
    return {
        page: _tidy(_ENVIRONMENT.get_template(f"{page}.html.j2").render(page=page, **shared, **own.get(page, {})))
        for page in TITLES
    }


def _tidy(text: str) -> str:
    return re.sub(r"\n\s*\n+", "\n", text).strip() + "\n"


def _stood(codes: list[str]) -> list[dict]:
    """For each paragraph who in reality stands nearest to which alternative: at this table, how many elsewhere, and the
    reported positions with their sources."""
    found = []
    for p in PARAGRAPHS:
        sides = []
        for letter, words in p.alternatives.items():
            here = positions.who(p.topic, letter, codes)
            elsewhere = len(positions.who(p.topic, letter)) - len(here)
            sides.append(
                {"letter": letter, "words": words, "here": [states.name(c) for c in here], "elsewhere": elsewhere}
            )
        said: dict[tuple, tuple] = {}  # one line for all who said the same at one time
        for row in positions.spoken(p.topic):
            key = (row["date"], row["position"], row["source_url"])
            said.setdefault(key, (row, [], positions.number(row["source_url"])))[1].append(row["speaker"])
        found.append({"paragraph": p, "sides": sides, "said": list(said.values())})
    return found


def _more() -> list[tuple[str, str]]:
    """The other tables on which cards rest, with their credit lines."""
    used = ("un_votes", "un_decisions", "blocs", "proposals", "conventions", "countries")
    return [(name, data.source(name)) for name in used]
