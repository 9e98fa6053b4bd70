"""nbgrader's settings for this course folder, for its own commands and its formgrader."""

from pathlib import Path

from cyberdiplomacy.grading.release import settings

get_config().merge(settings(Path(__file__).resolve().parent))  # noqa: F821  (nbgrader gives it)
