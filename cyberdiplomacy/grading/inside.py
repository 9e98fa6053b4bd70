"""Run one submission's cells, inside the sandbox, and hand out the named answers as plain JSON.

This is the only module of the package that runs a student's code, in a process of its own which knows no key, no
other submission and no network. Whatever the code does to this process, it can only change what is handed out as
its own answers; these are compared elsewhere.

Standard input: one JSON object {"cells": [{"name", "source"}], "names": [...], "limits": {...}}.
Standard output: one JSON object a line: {"at": n} before cell n, {"cell": n, "answers", "faults", "text", "error",
"pictures"} after it, and {"end": true} at last. Answers go out after every cell, so a later crash loses none.
"""

from __future__ import annotations

import base64
import contextlib
import io
import json
import os
import shutil
import signal
import sys
import time
from pathlib import Path

from . import seccomp

TEXT = 20_000  # characters kept of one cell's output
PICTURES = 3  # figures kept of one cell
PICTURE, ALL_PICTURES = 2_500_000, 6_000_000  # characters of one figure, and of all, well within what may be sent
ANSWER = 50_000  # characters of one answer as JSON


class OutOfTime(BaseException):
    """A cell ran longer than it may. Not an Exception, so that a plain `except Exception` doesn't catch it."""


class Bounded(io.TextIOBase):
    """A text stream that keeps the beginning of what is written and lets the rest go."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.left = TEXT
        self.lost = 0

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, text: str) -> int:
        """Keep what there is room for; count the rest."""
        piece = text[: self.left]
        if piece:
            self.kept.append(piece)
            self.left -= len(piece)
        self.lost += len(text) - len(piece)
        return len(text)

    def text(self) -> str:
        """What was kept, with a line that says how much was not."""
        tail = f"\n[{self.lost} more characters were not kept]" if self.lost else ""
        return "".join(self.kept) + tail


def _confine(limits: dict) -> None:
    """Set the limits that the system enforces: processor time, memory, processes, file size, no core file."""
    try:
        import resource
    except ImportError:  # Windows has none; there the sandbox is missing too, and the report says so
        return
    wanted = {
        "RLIMIT_CPU": limits["seconds"] + 5,
        "RLIMIT_AS": limits["address_space"],
        "RLIMIT_FSIZE": limits["file_bytes"],
        "RLIMIT_NPROC": limits["processes"],
        "RLIMIT_NOFILE": 256,
        "RLIMIT_CORE": 0,
    }
    if not limits["confined"]:
        del wanted["RLIMIT_NPROC"]  # outside a sandbox it would count all processes of the instructor
    for name, value in wanted.items():
        resource.setrlimit(getattr(resource, name), (value, value))
    if limits["confined"]:
        seccomp.forbid()


def _channel():
    """A private stream to the reader; the code's own standard streams lead nowhere."""
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    sys.stdin = open(os.devnull)  # noqa: SIM115  (stays open as long as the process)

    def send(message: dict) -> None:
        view = memoryview(json.dumps(message, ensure_ascii=True, allow_nan=False).encode() + b"\n")
        while view:
            view = view[out.write(view) :]

    return send


def _font_cache() -> None:
    """Give matplotlib a writable copy of the font list, so that it need not look for fonts again."""
    made, wanted = os.environ.get("COURSE_FONT_CACHE"), os.environ.get("MPLCONFIGDIR")
    if made and wanted and Path(made).is_dir():
        shutil.copytree(made, wanted, dirs_exist_ok=True)


def _pictures() -> list[str]:
    """The open figures as PNG, base64, and none left open."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return []
    shown = []
    for number in pyplot.get_fignums()[:PICTURES]:
        shown.append(_png(pyplot.figure(number)))
    pyplot.close("all")
    return shown


def _png(figure) -> str:
    data = io.BytesIO()
    figure.savefig(data, format="png", dpi=72)
    return base64.b64encode(data.getvalue()).decode()


def _answers(space: dict, names: list[str], sent: dict, plain, refusal) -> tuple[dict, dict]:
    """Answers whose text changed since they were last sent, and what is wrong with those that have no plain form."""
    changed, faults = {}, {}
    for name in names:
        if name not in space and name in sent:
            continue  # deleted, as by %reset: what was answered stays answered
        value = space.get(name)
        try:
            text = json.dumps(plain(value), allow_nan=False)
            if len(text) > ANSWER:
                raise refusal("the answer is too large")
            fault = None
        except refusal as problem:
            text, fault = "null", str(problem)
        except BaseException as problem:  # the value's own code may do anything
            text, fault = "null", f"the answer could not be read ({type(problem).__name__})"
        if sent.get(name) != (text, fault):
            sent[name] = (text, fault)
            changed[name] = json.loads(text)
            faults[name] = fault
    return changed, faults


@contextlib.contextmanager
def _at_most(seconds: int, by_the_clock: int):
    """Within this, OutOfTime comes after so many seconds of the processor, or so many by the clock (not on Windows, which
    has no such alarms)."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def late(*_):
        raise OutOfTime

    alarms = ((signal.ITIMER_PROF, signal.SIGPROF, seconds), (signal.ITIMER_REAL, signal.SIGALRM, by_the_clock))
    for timer, number, length in alarms:
        signal.signal(number, late)
        signal.setitimer(timer, length)
    try:
        yield
    finally:
        for timer, _, _ in alarms:
            signal.setitimer(timer, 0)


def _run_cell(shell, source: str, limits: dict, figure: type) -> tuple[str | None, list[str]]:
    """Run one cell: its error in words (or None), and its figures. ``figure``: matplotlib's class of figures."""
    seconds, by_the_clock = limits["cell_seconds"], limits["cell_seconds"] * limits["patience"]
    late, pictures = f"stopped after {seconds} seconds of work, or {by_the_clock} of waiting", []
    try:
        with _at_most(seconds, by_the_clock):
            result = shell.run_cell(source, store_history=False)
            problem = result.error_before_exec or result.error_in_exec
            if isinstance(result.result, figure):
                pictures.append(_png(result.result))
            pictures += _pictures()
    except OutOfTime:
        return late, pictures
    except BaseException as error:  # of a figure; what the cell itself raises the shell has caught
        return type(error).__name__, pictures
    if isinstance(problem, OutOfTime):
        return late, pictures
    return (None if problem is None else f"{type(problem).__name__}: {str(problem)[:500]}"), pictures


def main() -> None:
    """Read the job, run its cells in order, send answers after each."""
    job = json.loads(sys.stdin.buffer.read())
    send = _channel()
    os.chdir(os.environ.get("HOME", "."))
    _font_cache()
    limits = job["limits"]

    import matplotlib

    matplotlib.use("Agg")
    from IPython.core.interactiveshell import InteractiveShell
    from matplotlib.figure import Figure
    from traitlets.config import Config

    import cyberdiplomacy  # noqa: F401  (before the limits, as every submission needs it)

    from ..exercises.forms import FormError, plain  # before the code, which may change the module

    settings = Config()
    settings.HistoryManager.enabled = False
    settings.InteractiveShell.colors = "nocolor"
    shell = InteractiveShell.instance(config=settings)
    # IPython would keep all that is printed a second time, without a bound, as history that nobody reads here.
    shell._tee = lambda channel: contextlib.nullcontext()
    for magic in ("matplotlib", "pylab"):  # without a notebook they fail, and with them the cell
        shell.register_magic_function(lambda line: None, "line", magic)
    _confine(limits)
    sent: dict = {}
    room = ALL_PICTURES
    started = time.monotonic()
    for number, cell in enumerate(job["cells"]):
        send({"at": number})
        stream = Bounded()
        sys.stdout = sys.stderr = stream
        error, pictures = _run_cell(shell, cell["source"], limits, Figure)
        kept = []
        for picture in pictures:  # figures never cost a student the answers that come after them
            if len(picture) <= min(PICTURE, room):
                kept.append(picture)
                room -= len(picture)
            else:
                stream.write("[a figure was too large to be kept]\n")
        student = shell.user_ns.get("STUDENT")
        changed, faults = _answers(shell.user_ns, job["names"], sent, plain, FormError)
        send(
            {
                "cell": number,
                "answers": changed,
                "faults": faults,
                "text": stream.text(),
                "error": error,
                "pictures": kept,
                "student": str(student) if type(student) in (str, int) else None,
            }
        )
    send({"end": True, "seconds": round(time.monotonic() - started, 3)})
    os._exit(0)  # nothing that the code left behind runs on


if __name__ == "__main__":
    main()
