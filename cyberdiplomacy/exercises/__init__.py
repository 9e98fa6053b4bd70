"""Graded exercises as a student meets them: their own values, and a check of an answer's form.

Nothing in this package knows an answer. The key is made by running the instructor's notebook.
"""

from .work import begin, check

__all__ = ["begin", "check"]
