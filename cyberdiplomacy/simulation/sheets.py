"""Reads the CSV files that people make: as spreadsheets save them, in UTF-8 or GB 18030, with commas or semicolons."""

import csv
import io
from pathlib import Path

from .errors import SimulationError


def read(path: str | Path, wanted: tuple[str, ...], what: str) -> list[tuple[int, dict[str, str]]]:
    """Rows of a CSV file with the number of their line, empty rows left out.

    wanted: the columns it must have, in any order; others are passed by. what: what the file is, for messages.

    Raises SimulationError for a file that is missing, is no text, or lacks a column.
    """
    path = Path(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = "There is no such file" if isinstance(error, FileNotFoundError) else error.strerror
        raise SimulationError(f"{what} {path}: {reason}. Check the name and the folder.") from None
    text = _decode(raw)
    if text is None or "\0" in text:
        raise SimulationError(f"{what} {path} is no text file. Save it in the spreadsheet as CSV (UTF-8).")
    first = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count))
    header = [cell.strip().casefold() for cell in next(rows, [])]
    if missing := [column for column in wanted if column not in header]:
        raise SimulationError(
            f"{what} {path} lacks the column {missing[0]!r}: its first line is {first.strip()[:80]!r}. "
            f"Give it the columns {','.join(wanted)}."
        )
    found = []
    for cells in rows:
        values = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        if any(values.values()):
            found.append((rows.line_num, {column: values.get(column, "") for column in wanted}))
    return found


def _decode(raw: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
