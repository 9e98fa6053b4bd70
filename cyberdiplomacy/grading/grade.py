"""Grade a class: run every submission apart, compare, record, and give every name on the list a row."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ..exercises import assignment as assignments
from ..exercises import variants
from ..exercises.forms import fold
from . import compare, gradebook, key, release, repair, sandbox
from .classlist import Student
from .folders import Folders
from .intake import visible

GRADED, REPAIRED, SET_ASIDE = "graded", "repaired", "set aside"
FAILED, SUSPECT, MISSING = "failed", "suspect", "missing"
COPIED = 200  # characters of an essay or of code that two students can't have in common by chance


@dataclass
class Job:
    """One submission to run: all that step one needs, so that it can run on any machine."""

    student: str
    assignment: str
    data: bytes
    release: dict
    limits: sandbox.Limits
    confined: bool = True


@dataclass
class Outcome:
    """What step one gave: the submission and its run, or why there is none."""

    student: str
    submission: repair.Submission | None = None
    run: sandbox.Run | None = None
    reason: str | None = None


@dataclass
class Row:
    """One name on the class list: status, points (None when nothing could be graded) and the reason."""

    student: Student
    status: str
    points: int | None = None
    of: int = 0
    marks: dict[str, compare.Mark] = field(default_factory=dict)
    reason: str = ""
    file: str = ""
    confined: bool = True


def step_one(job: Job) -> Outcome:
    """Run one submission, untrusted. A pure function: the same job gives the same answers, anywhere."""
    import nbformat

    known = assignments.find(job.assignment)
    try:
        submission = repair.read(job.data, known, nbformat.from_dict(job.release), job.student)
    except repair.Unreadable as reason:
        return Outcome(job.student, reason=str(reason))
    except Exception as error:  # one bad file never stops the rest
        return Outcome(job.student, reason=f"the file can't be read ({type(error).__name__})")
    try:
        if job.confined:
            sandbox.require()
        run = sandbox.run(submission.code, list(known.questions), job.limits, job.confined)
    except Exception as error:
        return Outcome(job.student, submission, reason=f"it could not be run ({type(error).__name__}: {error})")
    return Outcome(job.student, submission, run)


def run_all(jobs: list[Job], workers: int | None = None, scheduler: str | None = None) -> Iterator[Outcome]:
    """Outcomes of all jobs, in the order in which they end. On this machine's cores, or on a Dask cluster."""
    if scheduler:
        yield from _on_cluster(jobs, scheduler)
        return
    pool = ThreadPoolExecutor(workers or os.cpu_count() or 1)  # each thread waits for a process of its own
    try:
        for future in as_completed([pool.submit(step_one, job) for job in jobs]):
            yield future.result()
    finally:  # after Ctrl+C nothing new begins and nothing runs on
        pool.shutdown(wait=False, cancel_futures=True)
        sandbox.end_all()
        pool.shutdown()


def _on_cluster(jobs: list[Job], scheduler: str) -> Iterator[Outcome]:
    from dask.distributed import Client
    from dask.distributed import as_completed as as_completed_there

    try:
        client = Client(scheduler, timeout="5s")
    except (OSError, ValueError) as error:
        raise ConnectionError(
            f"No Dask scheduler answers at {scheduler} ({error}). Start one with “dask scheduler” and workers with "
            "“dask worker”, on machines that have this course installed, and name its address."
        ) from None
    with client:
        futures = client.map(step_one, jobs, pure=False, retries=1)
        owner = {future.key: job.student for future, job in zip(futures, jobs, strict=True)}
        for future in as_completed_there(futures):
            if future.status == "finished":
                yield future.result()
            else:
                yield Outcome(owner[future.key], reason=f"the cluster could not run it ({future.exception()})")


def grade(
    name: str,
    students: list[Student],
    root: Path,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    confined: bool = True,
    accept: dict[str, str] | None = None,
    limits: sandbox.Limits | None = None,
    progress: Callable[[Iterable, int], Iterable] = lambda items, _: items,
) -> list[Row]:
    """Grade what was collected of an assignment; one Row for each student, in the list's order.

    ``accept``: student id → the id they worked under by mistake, which then counts as theirs. Raises NoSandbox where
    submissions can't run apart (unless ``confined`` is False), SourceError when the source or release isn't whole.
    """
    known = assignments.find(name)
    if confined and not scheduler:
        sandbox.require()
    if confined:
        sandbox.hides(root)
    for other in (accept or {}).values():
        variants.tidy(other)
    answers = key.make(name, root)
    given = release.released(name, root)
    sent = collected(name, root)["students"]
    jobs = []
    rows: dict[str, Row] = {}
    for student in students:
        entry = sent.get(student.id)
        path = Folders(root).submitted(student.id, name) / f"{name}.ipynb"
        if entry is None:
            rows[student.id] = Row(student, MISSING, reason="nothing was handed in")
        elif entry["reason"]:
            rows[student.id] = Row(student, FAILED, reason=f"{entry['file']} {entry['reason']}", file=entry["file"])
        elif not path.exists():
            rows[student.id] = Row(
                student, FAILED, reason="the collected file is gone: collect again", file=entry["file"]
            )
        else:
            jobs.append(Job(student.id, name, path.read_bytes(), dict(given), limits or sandbox.Limits(), confined))
    by_id = {student.id: student for student in students}
    stub = next(cell.source for cell in given.cells if key.grade_id(cell) == "essay").strip()
    outcomes: dict[str, Outcome] = {}
    with gradebook.Book(root) as book:
        book.enrol(students)
        for student in students:  # so that a grading that is broken off leaves no older mark standing
            book.withdraw(known, student.id)
        for outcome in progress(run_all(jobs, workers, scheduler), len(jobs)):
            outcomes[outcome.student] = outcome
            entry, student = sent[outcome.student], by_id[outcome.student]
            try:
                row, worked = _row(known, student, outcome, answers, entry, accept or {}, by_id)
                if worked is not None:
                    made = gradebook.notebook(given, outcome.submission, outcome.run, row.marks)
                    when = datetime.fromisoformat(entry["time"])
                    book.write(known, student.id, row.marks, made, outcome.submission.essay, stub, when)
            except Exception as error:  # one odd submission never stops the rest
                book.undo()
                reason = f"it ran, but could not be recorded ({type(error).__name__}: {str(error)[:200]})"
                row = Row(student, FAILED, reason=reason, file=entry["file"])
            rows[student.id] = row
    _flag_copies(rows, outcomes, stub, given)
    return [rows[student.id] for student in students]


def collected(name: str, root: Path) -> dict:
    """What was collected of an assignment: ``students`` (id → file, time, reason, notes, doubt) and ``set_aside``.

    Raises SourceError when nothing was.
    """
    path = Folders(root).collected(name)
    if not path.exists():
        raise key.SourceError(
            f"Nothing has been collected for {name}: run “python -m cyberdiplomacy.grading collect {name} ‹zip or folder›”."
        )
    return json.loads(path.read_text("utf-8"))


def _row(known, student: Student, outcome: Outcome, answers, entry, accept, by_id) -> tuple[Row, dict | None]:
    """The row of one submission, and its marks (None when nothing was graded)."""
    if outcome.run is None:
        doubt = [entry["doubt"]] if entry.get("doubt") else []
        reason = "; ".join([outcome.reason or "it could not be run", *doubt, *entry["notes"]])
        return Row(student, FAILED, reason=reason, file=entry["file"]), None
    run, submission = outcome.run, outcome.submission
    count = len(known.variants)
    own = variants.number(known.name, accept.get(student.id, student.id), count)
    result = compare.marks(known, answers[own], run.answers, run.faults)
    notes = [*submission.notes, *entry["notes"]]
    status = REPAIRED if submission.notes else GRADED
    if student.id in accept:
        notes.append(f"graded by the values of the id “{accept[student.id]}”, as the instructor accepted")
    said = visible(run.student or submission.declared or "")
    if run.stopped:
        status = FAILED
        notes.insert(0, f"the run was stopped: {run.stopped}; answers given before that count")
    for doubt in filter(None, (entry.get("doubt"), _other_id(known, student, said, own, by_id))):
        status = SUSPECT
        notes.insert(0, doubt)
    points = sum(mark.points for mark in result.values())
    of = sum(mark.of for mark in result.values())
    row = Row(student, status, points, of, result, "; ".join(notes), entry["file"], run.confined)
    return row, result


def _other_id(known, student: Student, said: str | None, own: int, by_id) -> str | None:
    """What is doubtful about the id in a notebook, or None."""
    try:
        number = variants.number(known.name, said, len(known.variants)) if said else own
    except ValueError:
        return None
    if number == own or fold(said) == fold(student.id):
        return None
    other = next((s for s in by_id.values() if fold(s.id) == fold(said)), None)
    whom = f"“{said}”, which is {other.name}" if other else f"“{said}”, which is no one's on the list"
    return (
        f"the notebook was worked under the id {whom}, with other values; it was graded by this student's own. "
        f"If it was a slip: grade again with --accept {shlex.quote(f'{student.id}={said}')}"
    )


def _flag_copies(rows: dict[str, Row], outcomes: dict[str, Outcome], stub: str, given) -> None:
    """Mark as suspect what two students have word for word in common; their points stay for a person to judge."""
    template = {cell.source.strip() for cell in given.cells}
    essays: dict[str, list[str]] = {}
    for student, outcome in sorted(outcomes.items()):
        if outcome.run is None:
            continue
        essay = outcome.submission.essay
        if len(essay) >= COPIED and essay != stub and essay not in template:
            essays.setdefault(fold(essay), []).append(student)
    for group in essays.values():
        for student in group if len(group) > 1 else []:
            others = ", ".join(other for other in group if other != student)
            row = rows[student]
            row.status = row.status if row.status == FAILED else SUSPECT
            row.reason = "; ".join(filter(None, [f"the essay is word for word that of {others}", row.reason]))
