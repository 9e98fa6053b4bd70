"""The command: ``python -m cyberdiplomacy.simulation --class 24 --out folder``."""

import argparse
import sys
from pathlib import Path

from ..data import DataError
from . import pages, roster, states, tally
from .errors import SimulationError


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m cyberdiplomacy.simulation",
        description="Make a negotiation in a UN working group on ICT security for a class of 6 to 60: role cards, draft text, "
        "rules, timetable, tally sheet, debrief notebook, guide.",
    )
    parser.add_argument("--class", dest="size", type=int, help="number of students, 6 to 60 (or give --names)")
    parser.add_argument(
        "--out", type=Path, default=Path("simulation"), help="the folder to write (default: simulation)"
    )
    parser.add_argument("--names", type=Path, help="class list as CSV with the columns id,first_name,last_name")
    parser.add_argument(
        "--seed", type=int, default=0, help="deals the names out another way; the same seed, the same deal"
    )
    parser.add_argument("--paper", choices=pages.PAPERS, default="A4", help="paper of the role cards (default: A4)")
    parser.add_argument(
        "--check", type=Path, metavar="TALLY", help="only check a filled tally, and say what the votes make"
    )
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 0 if all went well, 2 with a message on the error stream if a person has to mend something."""
    given = _parser().parse_args(arguments)
    try:
        if given.check:
            print(tally.outcome(tally.read(given.check)).to_string())
            return 0
        if given.size is None and given.names is None:
            raise SimulationError("How large is the class? Give --class with a number, or --names with a class list.")
        if given.size is not None:
            states.check_size(given.size)
        names = roster.read_names(given.names) if given.names else None
        size = given.size if given.size is not None else len(names)
        notes = pages.write(given.out, roster.deal(size, names, given.seed), given.paper)
    except (SimulationError, DataError) as problem:
        print(problem, file=sys.stderr)
        return 2
    print(f"Written for {size} students: open {given.out / 'index.html'}")
    for note in notes:
        print(note)
    return 0


if __name__ == "__main__":
    sys.exit(main())
