"""Building the book: from nothing, and again with nothing changed, beside its notebooks run by themselves, in one run.

``python -m benchmarks.building`` prints only these. The notebooks run as the book needs them, with every frame drawn:
one after another, as MyST-NB runs them, and then two at a time.
"""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from cyberdiplomacy.explorer import BUILDING_A_BOOK

from . import course

COLD, AGAIN = 1.3, 0.1


def _run(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()


def _seconds(work) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def measure():
    """Lines that tell how long a cold build and one with nothing changed take, as shares of their bounds."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "course"
        course.copy(copy)
        command = [Path(sys.executable).with_name("jupyter-book"), "build", ".", "-n", "-W", "--keep-going"]
        environment = os.environ | {"PYTHONPATH": str(copy)}  # this copy's package, not the one installed

        def build() -> None:
            subprocess.run(command, cwd=copy, env=environment, capture_output=True, check=True)

        cold = _seconds(build)
        again = _seconds(build)
        notebooks = [copy / "index.ipynb", *sorted((copy / "chapters").glob("*.ipynb"))]
        before = {key: os.environ.get(key) for key in (BUILDING_A_BOOK, "PYTHONPATH")}
        os.environ.update({BUILDING_A_BOOK: "1", "PYTHONPATH": str(copy)})
        try:
            alone = _seconds(lambda: [_run(path) for path in notebooks])
            with ThreadPoolExecutor(2) as pool:
                pairs = _seconds(lambda: list(pool.map(_run, sorted(notebooks, key=lambda path: -path.stat().st_size))))
        finally:
            for key, value in before.items():
                os.environ.pop(key) if value is None else os.environ.update({key: value})
    yield (
        f"cold build: {cold:.0f} s, {cold / alone:.2f} of its notebooks' {alone:.0f} s one after another (bound {COLD}), "
        f"{cold / pairs:.2f} of their {pairs:.0f} s two at a time"
    )
    yield f"nothing changed: {again:.1f} s, {again / cold:.3f} of the cold build (bound {AGAIN})"


if __name__ == "__main__":
    for line in measure():
        print(line)
