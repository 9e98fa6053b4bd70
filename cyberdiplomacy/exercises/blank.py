"""An assignment without its solutions: the same notebook that ``nbgrader generate_assignment`` gives to students."""

import copy
import re

CODE_STUB = "# Write your code here, then give your answer its name."
TEXT_STUB = "(Delete this line and write here.)"

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"


def blank(source):
    """A students' notebook from a source with solutions. Raises ValueError when a solution has no end.

    The book's build uses it, so that a reader's machine needs no nbgrader.
    """
    notebook = copy.deepcopy(source)
    for cell in notebook.cells:
        marks = cell.metadata.get("nbgrader", {})
        stub = CODE_STUB if cell.cell_type == "code" else TEXT_STUB
        if BEGIN in cell.source:
            cell.source = re.sub(
                rf"^([ \t]*){BEGIN}.*?^[ \t]*{END}[^\n]*",
                lambda found, stub=stub: found[1] + stub,
                cell.source,
                flags=re.M | re.S,
            )
        elif marks.get("solution"):
            cell.source = stub
        if "SOLUTION" in cell.source:
            raise ValueError(f"A solution has no beginning or no end: {cell.source[:80]!r}")
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook.metadata.pop("celltoolbar", None)
    return notebook
