"""Tell the instructor: the report of a grading, and marks as Moodle's and Canvas's gradebooks take them."""

from __future__ import annotations

import csv
import html
import io
import re
from collections import Counter
from pathlib import Path

from ..exercises.assignment import Assignment
from .grade import MISSING, SET_ASIDE, Row

WARNING = "This class was graded WITHOUT a sandbox: students' code ran with the instructor's rights."


def _safe(text: str) -> str:
    """A text that a spreadsheet doesn't take for a formula, also where “;” divides columns or signs are wide."""
    return re.sub(r"(^|[;\t\r\n])(?=[=+\-@＝＋－＠\t\r])", r"\1'", text)


def write_csv(path: Path, header: list[str], rows: list[list]) -> None:
    """Write a CSV file in UTF-8 with a mark that makes Excel read it so."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([["" if v is None else _safe(v) if isinstance(v, str) else v for v in row] for row in rows])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.getvalue(), "utf-8-sig")


def write(known: Assignment, rows: list[Row], aside: list[tuple[str, str]], folder: Path) -> tuple[Path, Path]:
    """Write the report of a grading as CSV and as a page; return both paths."""
    questions = list(known.questions)
    header = ["id", "name", "status", "points", "of", *questions, "reason", "file", "sandbox"]
    table = [
        [
            *(r.student.id, r.student.name, r.status, r.points, r.of or None),
            *(r.marks[q].points if q in r.marks else None for q in questions),
            *(r.reason, r.file, "" if r.status == MISSING else "yes" if r.confined else "NO"),
        ]
        for r in rows
    ]
    table += [["", "", SET_ASIDE, None, None, *[None] * len(questions), why, name, ""] for name, why in aside]
    csv_path, page_path = folder / f"{known.name}.csv", folder / f"{known.name}.html"
    write_csv(csv_path, header, table)
    page_path.write_text(_page(known, rows, aside, header, table), "utf-8")
    return csv_path, page_path


def summary(rows: list[Row]) -> str:
    """How many rows of each status, in words."""
    counts = Counter(row.status for row in rows)
    return ", ".join(f"{count} {status}" for status, count in counts.most_common())


def _page(known: Assignment, rows: list[Row], aside, header, table) -> str:
    unsafe = any(not row.confined for row in rows)
    cells = "".join(
        "<tr>" + "".join(f"<td>{html.escape('' if v is None else str(v))}</td>" for v in line) + "</tr>"
        for line in table
    )
    heads = "".join(f'<th scope="col">{html.escape(h)}</th>' for h in header)
    right = []
    for name, question in known.questions.items():
        ran = [row.marks[name] for row in rows if name in row.marks]
        if ran:
            share = round(100 * sum(mark.points == mark.of for mark in ran) / len(ran))
            right.append(f"<li>{name} ({question.points} points): {share} % right</li>")
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(known.title)}: report</title>
<style>body{{font:16px/1.5 system-ui,sans-serif;margin:2rem;color:#1b1b1b;background:#fff}}table{{border-collapse:collapse}}
td,th{{border:1px solid #bbb;padding:.25rem .5rem;text-align:left;vertical-align:top}}
td:first-child,td:nth-child(3){{white-space:nowrap}}td:nth-last-child(2){{min-width:11rem;overflow-wrap:anywhere}}td:nth-last-child(3){{min-width:14rem}}
.warn{{background:#fde7e7;padding:1rem}}
</style></head><body><h1>{html.escape(known.title)}: report</h1>
{f'<p class="warn"><strong>{WARNING}</strong></p>' if unsafe else ""}
<p>{len(rows)} names on the list: {html.escape(summary(rows))}. Files set aside: {len(aside)}. Points are those of the
questions; essays are marked by hand.</p><ul>{"".join(right)}</ul>
<table><caption>Every name, and every file that is no one's</caption><thead><tr>{heads}</tr></thead><tbody>{cells}</tbody>
</table></body></html>"""


def for_lms(kind: str, known: Assignment, rows: list[tuple], path: Path) -> None:
    """Write marks for an LMS. ``rows``: (Student, total points or None) each; a total of None is left empty.

    Moodle lets the instructor map a column to a user field, “ID number” or “Email address”, and any other column to
    a grade item (docs.moodle.org/405/en/Grade_import). Canvas wants the columns Student, ID, SIS User ID, SIS Login
    ID, Section, then one named as the assignment, and a row “Points Possible”; it finds a person by ID, SIS User ID,
    SIS Login ID and name, in this order (lib/gradebook_importer.rb of instructure/canvas-lms).
    """
    title = known.title
    if kind == "moodle":
        header = ["ID number", "First name", "Last name", "Email address", title]
        write_csv(path, header, [[s.id, s.first_name, s.last_name, s.email, total] for s, total in rows])
    elif kind == "canvas":
        header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title]
        table = [["    Points Possible", None, None, None, None, known.points]]
        table += [[f"{s.last_name}, {s.first_name}", s.lms_id, s.id, s.email or s.id, None, t] for s, t in rows]
        write_csv(path, header, table)
    else:
        header = ["id", "first_name", "last_name", "email", "points", "of"]
        table = [[s.id, s.first_name, s.last_name, s.email, t, known.points] for s, t in rows]
        write_csv(path, header, table)
