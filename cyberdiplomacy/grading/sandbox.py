"""Run one submission apart from everything else, and take nothing from it but plain answers.

With bubblewrap (Linux) the code sees a read-only Python, the course's package and tables, and an empty folder of
its own: no network, no course folder, no key, no other submission, no process but its own. Its time, memory,
processes, files and output are bounded. ``run`` is a pure function of one submission, so it can run anywhere.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

import psutil

from .. import data
from . import seccomp

PACKAGE = Path(__file__).resolve().parents[1]
MOST_TEXT, MOST_NOTE = 25_000, 1_000  # characters taken of a cell's output, of an error or a fault
_running: set[subprocess.Popen] = set()


class NoSandbox(RuntimeError):
    """This system can't run submissions apart; the message says why and what to do."""


@dataclass(frozen=True)
class Limits:
    """What one submission may use: seconds of the processor (a cell, and all), and bytes.

    ``patience``: how many times as long it may take by the clock. The processor's time is the same on a busy machine, so
    that nobody's answers depend on what else runs; the clock ends what only waits.
    """

    cell_seconds: int = 30
    seconds: int = 120
    patience: int = 3
    memory: int = 1_500 * 2**20
    address_space: int = 4 * 2**30
    processes: int = 64
    file_bytes: int = 16 * 2**20
    folder_bytes: int = 64 * 2**20
    output_bytes: int = 12 * 2**20


@dataclass
class Cell:
    """What came of one code cell: its printed text, its error (or None), its figures (PNG, base64)."""

    text: str = ""
    error: str | None = None
    pictures: list[str] = field(default_factory=list)
    ran: bool = False


@dataclass
class Run:
    """What came of one submission.

    ``answers``: question → plain value (None where there is none); ``faults``: question → why its value was refused;
    ``cells``: one Cell a code cell; ``stopped``: why the run ended early, or None; ``student``: the id that the
    notebook names, or None; ``confined``: whether it ran in a sandbox; ``began``: whether its first cell was reached.
    """

    answers: dict
    faults: dict
    cells: list[Cell]
    stopped: str | None = None
    student: str | None = None
    seconds: float = 0.0
    confined: bool = True
    began: bool = False


def _base_folders() -> list[str]:
    """The folders of Python itself that the code needs, outermost first, none inside another."""
    wanted = sorted({os.path.realpath(p) for p in (sys.prefix, sys.base_prefix, sys.exec_prefix)} | {sys.prefix})
    return [p for p in wanted if not any(p != q and p.startswith(q.rstrip("/") + "/") for q in wanted)]


@functools.cache
def _fonts() -> str:
    """Matplotlib's folder with the font list, made if need be."""
    import matplotlib.font_manager  # noqa: F401  (makes the list)

    return matplotlib.get_cachedir()


def hides(course: Path) -> None:
    """Raise NoSandbox when a course folder lies where the code can read it, as beside a Python in the same folder."""
    for seen in ("/usr", *_base_folders(), str(PACKAGE), str(data.folder())):
        if course.resolve().is_relative_to(Path(seen).resolve()):
            raise NoSandbox(
                f"The course folder {course} lies in {seen}, which students' code can read, with the solutions in it. "
                "Move the course folder, or make Python's environment anew in a folder of its own (python -m venv .venv)."
            )


def _mounts() -> list[str]:
    """What the sandbox sees, as arguments of bwrap."""
    seen: list[str] = []
    for path in ("/usr", "/etc/ld.so.cache", "/etc/fonts", "/etc/alternatives", "/etc/localtime"):
        seen += ["--ro-bind-try", path, path]
    for path in ("/bin", "/sbin", "/lib", "/lib32", "/lib64"):
        if os.path.islink(path):
            seen += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            seen += ["--ro-bind", path, path]
    for path in _base_folders():
        if not path.startswith("/usr/") and path != "/usr":
            # Folders on the way are made open to all: bubblewrap's own are closed to all but their maker.
            for parent in reversed(Path(path).parents[:-1]):
                seen += ["--perms", "0755", "--dir", str(parent)]
            seen += ["--ro-bind", path, path]
    return seen + [
        *("--perms", "0755", "--dir", "/course"),
        *("--ro-bind", str(PACKAGE), "/course/cyberdiplomacy", "--ro-bind", str(data.folder()), "/course/data"),
        *("--ro-bind", _fonts(), "/fonts", "--symlink", "/course/data", "/data"),  # where ../data leads from /tmp
    ]


def _command(limits: Limits) -> list[str]:
    """The command that runs ``inside`` in a sandbox.

    Started by root, bubblewrap sets up the view (only root may read root's Python), then an unprivileged user with
    an id of its own takes over, so that the count of processes binds and no two submissions share it. Either way the
    innermost layer is a user namespace in which no further one can be made.
    """
    apart = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
    view = [
        *("--die-with-parent", "--new-session", "--hostname", "course"),
        # First the code's own folder: the course itself may lie under /tmp, and a later mount would hide it.
        *("--size", str(limits.folder_bytes), "--perms", "1777", "--tmpfs", "/tmp"),
        *_mounts(),
        *("--proc", "/proc", "--dev", "/dev", "--size", str(2**20), "--perms", "1777", "--tmpfs", "/dev/shm"),
        *("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"),
    ]
    python = [sys.executable, "-m", "cyberdiplomacy.grading.inside"]
    if os.geteuid() == 0:
        user = str(random.SystemRandom().randrange(2**20, 2**31 - 1))
        drop = ["setpriv", "--reuid", user, "--regid", user, "--clear-groups"]
        inner = ["bwrap", "--unshare-user", "--disable-userns", "--dev-bind", "/", "/", "--chdir", "/tmp"]
        return ["bwrap", *apart, *view, *drop, *inner, *python]
    return ["bwrap", "--unshare-user", "--disable-userns", *apart, *view, *python]


def _filter(stack: contextlib.ExitStack) -> int:
    """An open file with the filter of system calls, for bubblewrap to put on its own process too."""
    reading, writing = os.pipe()
    stack.callback(os.close, reading)
    with os.fdopen(writing, "wb") as file:
        file.write(seccomp.program())
    return reading


def _environment(confined: bool, home: str) -> dict[str, str]:
    """The environment of the code: nothing of the instructor's."""
    one_thread = {name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")}
    where = {"PYTHONPATH": "/course", "CYBERDIPLOMACY_DATA": "/course/data", "COURSE_FONT_CACHE": "/fonts"}
    if not confined:
        where = {
            "PYTHONPATH": str(PACKAGE.parent),
            "CYBERDIPLOMACY_DATA": str(data.folder()),
            "COURSE_FONT_CACHE": _fonts(),
        }
        where |= {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "PATH") if name in os.environ}
    return {
        **({"PATH": "/usr/bin:/bin"} if confined else {}),
        **{"HOME": home, "MPLCONFIGDIR": f"{home}/.matplotlib", "IPYTHONDIR": f"{home}/.ipython"},
        **{"LANG": "C.UTF-8", "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"},
        **one_thread,
        **where,
    }


@functools.cache
def why_not() -> str | None:
    """Why submissions can't run in a sandbox here, with what to do; None when they can."""
    if not sys.platform.startswith("linux"):
        return (
            "Grading runs students' code in a sandbox, bubblewrap, which exists for Linux only. "
            "On Windows use WSL 2 (wsl --install), on a Mac a Linux machine or container."
        )
    for program in ("bwrap", "setpriv"):
        if shutil.which(program) is None:
            package = "bubblewrap" if program == "bwrap" else "util-linux"
            return f"Grading needs the program {program}: install it with “sudo apt-get install {package}”."
    tried = run([{"name": "try", "source": "q1 = 6 * 7"}], ["q1"])
    if tried.answers.get("q1") != 42:
        return (
            f"The sandbox, bubblewrap, doesn't start here ({tried.stopped}). It needs user namespaces: ask who runs "
            "this machine to allow them (on Ubuntu 24.04: an AppArmor profile for bwrap, or "
            "“sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0”)."
        )
    return None


def require() -> None:
    """Raise NoSandbox unless submissions can run in a sandbox here."""
    if reason := why_not():
        raise NoSandbox(reason)


def run(cells: list[dict], names: list[str], limits: Limits | None = None, confined: bool = True) -> Run:
    """Run the code cells of one submission in order and return its plain answers.

    ``cells``: {"name", "source"} each; ``names``: the questions. With ``confined`` false the code runs as the
    instructor, with all their rights: only for code that is trusted.
    """
    limits = limits or Limits()
    done = Run(dict.fromkeys(names), {}, [Cell() for _ in cells], confined=confined)
    with contextlib.ExitStack() as stack:
        home = "/tmp" if confined else stack.enter_context(tempfile.TemporaryDirectory())
        command, filters = [sys.executable, "-m", "cyberdiplomacy.grading.inside"], []
        if confined:
            command = _command(limits)
            if os.geteuid() != 0:  # else bubblewrap's own process isn't the code's user, and out of its reach
                filters.append(_filter(stack))
                command[1:1] = ["--seccomp", str(filters[0])]
        started = time.monotonic()
        done.stopped = ""  # until {"end": true} arrives
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(confined, home),
            cwd="/" if confined else home,
            start_new_session=True,
            pass_fds=filters,
        )
        _running.add(process)
        stack.callback(_running.discard, process)
        stack.callback(_end, process)
        job = {"cells": cells, "names": names, "limits": asdict(limits) | {"confined": confined}}
        reader = threading.Thread(target=_read, args=(process, done, limits), daemon=True)
        complaint: list[bytes] = []
        listener = threading.Thread(target=lambda: complaint.append(process.stderr.read(4000)), daemon=True)
        reader.start()
        listener.start()
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(json.dumps(job).encode())
            process.stdin.close()
        _watch(process, reader, done, limits, started)
        _end(process)
        reader.join(5)
        listener.join(1)
        done.seconds = round(time.monotonic() - started, 2)
        if done.stopped == "" and not done.began:
            done.stopped = (complaint[0].decode(errors="replace").strip() if complaint else "")[:300]
        if done.stopped == "":
            done.stopped = "it ended its own process"
    return done


def _watch(process, reader, done: Run, limits: Limits, started: float) -> None:
    """Wait for the end, and stop a run that lasts too long or takes too much over all its processes."""
    seen = time.monotonic()
    while reader.is_alive():
        reader.join(0.05)
        now = time.monotonic()
        if now - started > limits.seconds * limits.patience:
            done.stopped = f"it took longer than {limits.seconds * limits.patience} seconds"
            return
        if now - seen > 0.15:
            seen = now
            used, count, busy = _used(process.pid)
            if busy > limits.seconds:
                done.stopped = f"it used more than {limits.seconds} seconds of the processor"
                return
            if count > limits.processes // 2:
                done.stopped = f"it started more than {limits.processes // 2} processes"
                return
            if used > limits.memory:
                done.stopped = f"it used more than {limits.memory // 2**20} MB of memory"
                return


def _used(pid: int) -> tuple[int, int, float]:
    """Of a process and all that it started: bytes in use, how many they are, and seconds of the processor so far."""
    used, count, busy = 0, 0, 0.0
    with contextlib.suppress(psutil.Error):
        top = psutil.Process(pid)
        for one in [top, *top.children(recursive=True)]:
            with contextlib.suppress(psutil.Error):
                used, count = used + one.memory_info().rss, count + 1
                busy += sum(one.cpu_times()[:4])  # its own, and those of its children that have ended
    return used, count, busy


def _end(process) -> None:
    """End a run and everything it started: with its first process the whole sandbox goes."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def end_all() -> None:
    """End every run that is under way, as when the instructor presses Ctrl+C."""
    for process in list(_running):
        _end(process)


def _read(process, done: Run, limits: Limits) -> None:
    """Take in what the run sends, line by line, never more than ``output_bytes``; a line that is no message ends it."""
    left = limits.output_bytes
    while line := process.stdout.readline(left + 1):
        left -= len(line)
        if left < 0:
            done.stopped = "it sent out more than it may"
            return
        if not line.endswith(b"\n"):
            return  # it was ended while it wrote
        try:
            text = json.dumps(json.loads(line), ensure_ascii=False)
            # without half signs, which no file can be written with
            if _take(json.loads(text.encode("utf-8", "replace")), done):
                return
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            done.stopped = "it wrote over the channel of the answers"
            return


def _take(message: dict, done: Run) -> bool:
    """One message of a run; whether it was the last. Everything in it is what the student's process says of itself."""
    done.began = True
    if message.get("end") is True:
        done.stopped = (
            None if all(cell.ran for cell in done.cells) else "it said that it had ended before its last cell"
        )
        return True
    if type(message.get("cell")) is not int or not 0 <= message["cell"] < len(done.cells):
        return False
    cell = done.cells[message["cell"]]
    cell.ran = True
    cell.text = str(message["text"])[:MOST_TEXT]
    cell.error = None if message["error"] is None else str(message["error"])[:MOST_NOTE]
    cell.pictures = [str(picture) for picture in message["pictures"][:4]]
    if isinstance(message.get("student"), str):
        done.student = message["student"][:200]
    for name, value in message["answers"].items():
        if name in done.answers:
            done.answers[name] = value
            fault = message["faults"].get(name)
            done.faults[name] = None if fault is None else str(fault)[:MOST_NOTE]
    return False
