"""The cheat sheet: every example gives what it says."""

import inspect
import re

import nbformat
import pytest
from conftest import ROOT

CELLS = nbformat.read(ROOT / "chapters" / "cheatsheet.ipynb", as_version=4).cells
TABLE = next(cell.source for cell in CELLS if "| Call: " in cell.source)
ROWS = re.findall(r"^\| (`[^`]+`): (.+?) \| (`.+?`) → (.+?) \|$", TABLE, re.M)


@pytest.fixture(scope="module")
def names():
    """What the notebook's first code cell imports."""
    space: dict = {}
    exec(next(cell.source for cell in CELLS if cell.cell_type == "code"), space)
    return space


def test_there_are_twenty():
    assert len(ROWS) == 20 and len({call for call, *_ in ROWS}) == 20


@pytest.mark.parametrize("call, gives, example, result", ROWS, ids=[row[0].strip("`") for row in ROWS])
def test_an_example_gives_what_the_sheet_says(call, gives, example, result, names):
    function = call.strip("`").split("(")[0]
    assert function in example and gives
    value = eval(example.strip("`"), names)
    value = value.item() if hasattr(value, "item") else value
    assert f"{value:g}" == result if isinstance(value, float) else str(value) == result


def test_a_call_names_its_arguments(names):
    """``votes.agreement(one, other)`` is what ``help`` shows: no argument has another name."""
    for call, *_ in ROWS:
        function, _, arguments = call.strip("`").removesuffix(")").partition("(")
        known = [*inspect.signature(eval(function, names)).parameters]
        shown = [one for one in arguments.split(", ") if one not in ("", "…")]
        assert shown == known[: len(shown)], call
