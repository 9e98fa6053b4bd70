"""The instructor's commands: ``python -m cyberdiplomacy.grading --help``."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from ..exercises import assignment as assignments
from . import folders


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m cyberdiplomacy.grading", description="Give out, collect and grade the course's assignments."
    )
    parser.add_argument("--course", type=Path, help="the course folder (default: exercises/ of this course)")
    commands = parser.add_subparsers(dest="command", required=True)

    def add(name: str, text: str, one: bool = True) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        if one:
            command.add_argument("assignment", choices=list(assignments.MODULES))
        return command

    def with_class(command: argparse.ArgumentParser) -> None:
        command.add_argument(
            "--class", dest="roll", type=Path, help="class list (CSV; default: class.csv in the course)"
        )

    one = commands.add_parser("release", help="make the students' notebooks, as a folder and a zip to upload")
    one.add_argument("assignment", nargs="*", help="which (default: all)")
    one = add("collect", "take in an LMS's export zip, or a folder of what students sent")
    one.add_argument("source", type=Path)
    with_class(one)
    one = add("grade", "run and grade what was collected")
    with_class(one)
    one.add_argument("--jobs", type=int, help="submissions at a time (default: one a core)")
    one.add_argument("--scheduler", help="address of a Dask scheduler, tcp://…: run there instead")
    one.add_argument(
        "--accept", action="append", default=[], metavar="ID=OTHER", help="let work under a wrong id count"
    )
    one.add_argument("--no-sandbox", action="store_true", help="run students' code with YOUR rights (see the guide)")
    one = commands.add_parser("essays", help="mark the essays: opens nbgrader's formgrader in the browser")
    one.add_argument("--port", type=int, default=8890)
    one.add_argument("--no-browser", action="store_true")
    one = add("feedback", "write a feedback page for each student")
    with_class(one)
    one = add("marks", "write the marks, questions and essay together, as CSV for an LMS")
    with_class(one)
    one.add_argument("--for", dest="kind", choices=["moodle", "canvas", "plain"], default="plain")
    one.add_argument("--questions-only", action="store_true", help="leave the essays out, marked or not")
    one = add("key", "print the answers of every variant, or of one student")
    one.add_argument("--student")
    return parser


def _bar(items, total: int):
    """A progress bar over items."""
    from tqdm import tqdm

    return tqdm(items, total=total, unit="submission", disable=not sys.stderr.isatty())


def _students(args, root: Path):
    from . import classlist

    return classlist.read(args.roll or root / "class.csv")


def release(args, root: Path) -> None:
    """Make the students' notebooks."""
    from . import release as releasing

    for name in args.assignment or assignments.MODULES:
        made = releasing.make(name, root)
        print(f"{name}: folder {folders.Folders(root).release(name).parent}, to upload: {made}")


def collect(args, root: Path) -> None:
    """Take in what students sent."""
    from . import intake

    students = _students(args, root)
    found = intake.collect(args.source, args.assignment, students)
    manifest_path = folders.Folders(root).collected(args.assignment)
    entries = {}
    for student in students:
        target = folders.Folders(root).submitted(student.id, args.assignment)
        shutil.rmtree(target, ignore_errors=True)
        file = found.chosen.get(student.id)
        if file is None:
            continue
        entry = {"file": file.name, "time": file.time.isoformat(timespec="seconds"), "reason": file.reason}
        entries[student.id] = entry | {"notes": found.notes.get(student.id, []), "doubt": found.doubts.get(student.id)}
        if not file.reason and file.data is not None:
            target.mkdir(parents=True)
            (target / f"{args.assignment}.ipynb").write_bytes(file.data)
    manifest_path.parent.mkdir(parents=True, exist_ok=True)
    manifest = {"students": entries, "set_aside": found.set_aside}
    manifest_path.write_text(json.dumps(manifest, ensure_ascii=False, indent=1), "utf-8")
    missing = [s.id for s in students if s.id not in entries]
    print(f"{len(entries)} of {len(students)} names have handed in; missing: {', '.join(missing) or 'none'}.")
    for name, why in found.set_aside:
        print(f"set aside: {name}: {why}")


def grade(args, root: Path) -> None:
    """Run and grade what was collected."""
    from . import grade as grading
    from . import report

    accept = {}
    for pair in args.accept:
        student, equals, other = pair.partition("=")
        if not equals or not other:
            raise ValueError(f"--accept wants ID=OTHER, for example --accept 20261234=20261243, and got “{pair}”.")
        accept[student] = other
    students = _students(args, root)
    if unknown := set(accept) - {s.id for s in students}:
        raise ValueError(f"--accept names ids that are not on the class list: {', '.join(sorted(unknown))}.")
    if args.no_sandbox:
        print(f"WARNING. {report.WARNING}", file=sys.stderr)
    rows = grading.grade(
        args.assignment,
        students,
        root,
        workers=args.jobs,
        scheduler=args.scheduler,
        confined=not args.no_sandbox,
        accept=accept,
        progress=_bar,
    )
    aside = grading.collected(args.assignment, root)["set_aside"]
    known = assignments.find(args.assignment)
    table, page = report.write(known, rows, [tuple(one) for one in aside], folders.Folders(root).reports)
    print(f"{len(rows)} names: {report.summary(rows)}.")
    for row in rows:
        if row.status != grading.GRADED:
            print(f"{row.status}: {row.student.id} {row.student.name}: {row.reason}")
    print(f"Report: {page} and {table}")


def essays(args, root: Path) -> None:
    """Open nbgrader's formgrader."""
    from . import release as releasing

    releasing.settings(root)  # nbgrader's tools on the path
    if not folders.Folders(root).gradebook.exists():
        raise ValueError(f"There is no gradebook in {root} yet: run “python -m cyberdiplomacy.grading grade” first.")
    command = [sys.executable, "-m", "jupyter", "lab", f"--ServerApp.root_dir={root}", f"--port={args.port}"]
    command += ["--ServerApp.jpserver_extensions=nbgrader.server_extensions.formgrader=True"]
    command += [f"--CourseDirectory.root={root}", "--CourseDirectory.course_id=cyberdiplomacy"]
    command += ["--LabApp.default_url=/formgrader/gradebook", "--ServerApp.port_retries=0"]
    # nbgrader's page names a script of another host, MathJax; the browser is told to take only this server's
    policy = "frame-ancestors 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'"
    headers = {"headers": {"Content-Security-Policy": policy}}
    command.append(f"--ServerApp.tornado_settings={headers}")
    command += ["--log-level=ERROR", "--LabApp.log_level=ERROR"]
    command += ["--no-browser"] if args.no_browser else []
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # as in a container
        command.append("--allow-root")
    print(f"The formgrader opens in the browser, on port {args.port}. End it with Ctrl+C.", flush=True)
    if subprocess.run(command, cwd=root, check=False).returncode:
        raise RuntimeError(
            f"The formgrader ended with an error. If port {args.port} is taken: essays --port {args.port + 1}"
        )


def feedback(args, root: Path) -> None:
    """Write a feedback page for each student."""
    from . import feedback as pages

    written = 0
    graded = pages.graded(args.assignment, _students(args, root), root)
    if not graded:
        raise ValueError(
            f"No work for {args.assignment} has been graded: run “python -m cyberdiplomacy.grading grade "
            f"{args.assignment}” first."
        )
    for student in _bar(graded, len(graded)):
        try:
            pages.write(args.assignment, student.id, root)
            written += 1
        except pages.NoFeedback as reason:
            print(reason, file=sys.stderr)
    print(f"{written} feedback pages in {root / 'feedback'}, one folder a student.")


def marks(args, root: Path) -> None:
    """Write the marks for an LMS."""
    from . import gradebook, report

    known = assignments.find(args.assignment)
    students = _students(args, root)
    reports = folders.Folders(root).reports
    if not (reports / f"{args.assignment}.csv").exists():
        raise ValueError(
            f"{args.assignment} hasn't been graded: run “python -m cyberdiplomacy.grading grade {args.assignment}” first."
        )
    rows, waiting = [], []
    with gradebook.Book(root) as book:
        for student in students:
            auto = book.questions(known, student.id)
            essay = 0.0 if args.questions_only else book.essay(known, student.id)
            if auto is not None and essay is None:
                waiting.append(student.id)
            rows.append((student, None if auto is None or essay is None else auto + essay))
    path = reports / f"{args.assignment}-{args.kind}.csv"
    report.for_lms(args.kind, known, rows, path)
    empty = [student.id for student, total in rows if total is None and student.id not in waiting]
    print(f"Written: {path}")
    if waiting:
        print(f"Left empty, as the essay isn't marked yet: {', '.join(waiting)}")
    if empty:
        print(f"Left empty, as nothing could be graded (see the report): {', '.join(empty)}")


def key(args, root: Path) -> None:
    """Print the key."""
    from ..exercises import variants
    from . import key as keys

    known = assignments.find(args.assignment)
    answers = keys.make(known.name, root)
    wanted = range(len(answers))
    if args.student:
        wanted = [variants.number(known.name, args.student, len(answers))]
    for number in wanted:
        print(f"variant {number}: {known.variants[number]}")
        for name, value in answers[number].items():
            print(f"  {name}: {value}")
    if not args.student:
        print("different answers:", keys.spread(known, answers), "of", len(answers))
        print("largest share of points in common:", round(keys.alike(known, answers), 2))


def main(arguments: list[str] | None = None) -> int:
    """Run one command; print what is wrong in words, and never a traceback, for what a person can mend."""
    args = _parser().parse_args(arguments)
    root = (args.course or folders.course()).resolve()
    try:
        globals()[args.command](args, root)
    except ModuleNotFoundError as error:
        print(
            f"Grading needs {error.name}: run “python -m pip install -e .[grade]” in the course's folder.",
            file=sys.stderr,
        )
        return 2
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    except (ValueError, RuntimeError, OSError) as error:
        if os.environ.get("COURSE_DEBUG"):
            raise
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
