"""Data, figures and explorers of the course *China's Cyber Diplomacy*.

``data`` opens the tables, one module a subject draws the figures, and ``explore`` makes a figure move.
"""

from .data import load, source
from .explorer import explore

__all__ = ["explore", "load", "source"]
