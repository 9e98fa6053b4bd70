"""A class negotiates: an open-ended working group on ICT security for 6 to 60 students.

One command writes a folder with all that a class needs: ``python -m cyberdiplomacy.simulation --class 24 --out folder``.

``states`` (who is at the table, and how balanced that is), ``positions`` (what each state is known to have said),
``paragraphs`` (the draft text), ``roster`` (who plays whom), ``rules`` (procedure and timetable), ``tally`` (the votes of
the class), ``debrief`` (the class beside the real votes), ``pages`` (the folder).
"""

from .errors import SimulationError

__all__ = ["SimulationError"]
