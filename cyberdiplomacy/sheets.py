"""Reads the CSV files that people make, as spreadsheets save them: class lists, the tally of a simulation."""

import csv
import io
from pathlib import Path

ENCODINGS = ("utf-8-sig", "gb18030")


def read(
    path: str | Path,
    wanted: tuple[str, ...],
    what: str,
    error: type[ValueError],
    *,
    optional: tuple[str, ...] = (),
    encodings: tuple[str, ...] = ENCODINGS,
) -> list[tuple[int, dict[str, str]]]:
    """Rows of a CSV file with the number of their line, empty rows left out; commas, semicolons or tabs between cells.

    wanted: the columns it must have, in any order; optional: those it may have (else empty); others are passed by.
    what: what the file is, for messages. encodings: tried in this order.

    Raises ``error`` for a file that is missing, is no text, or lacks a column.
    """
    path = Path(path)
    try:
        raw = path.read_bytes()
    except OSError as problem:
        reason = "There is no such file" if isinstance(problem, FileNotFoundError) else problem.strerror
        raise error(
            f"{what} {path}: {reason}. Check the name and the folder; its columns are {','.join(wanted + optional)}."
        ) from None
    text = _decode(raw, encodings)
    if text is None or "\0" in text:
        raise error(f"{what} {path} is no text file in UTF-8. Save it in the spreadsheet as CSV (UTF-8).")
    first = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count))
    header = [cell.strip().casefold() for cell in next(rows, [])]
    if missing := [column for column in wanted if column not in header]:
        raise error(
            f"{what} {path} lacks the column {missing[0]!r}: its first line is {first.strip()[:80]!r}. "
            f"Missing: {', '.join(missing)}. Give it the columns {','.join(wanted)}."
        )
    found = []
    for cells in rows:
        values = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        if any(values.values()):
            found.append((rows.line_num, {column: values.get(column, "") for column in wanted + optional}))
    return found


def _decode(raw: bytes, encodings: tuple[str, ...]) -> str | None:
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
