"""What the tests share: the built book, a server for it, and the machine's own Chromium."""

import base64
import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from benchmarks import chromium, course

settings.register_profile("course", deadline=None)  # a slow machine is no wrong result
settings.load_profile("course")

ROOT = Path(__file__).resolve().parent.parent

CHAPTERS = [
    "chapters/1-theory.html",
    "chapters/2-practice.html",
    "chapters/3-problems.html",
    "chapters/4-ways-forward.html",
]
REFERENCE = [
    f"chapters/{name}.html"
    for name in (
        "glossary",
        "claims",
        "explorers",
        "data",
        "bibliography",
        "instructors",
        "cheatsheet",
        "downloads",
        "about",
    )
]
TEXTS = ["index.html", *CHAPTERS, *REFERENCE]
PAGES = [*TEXTS, "search.html"]
WITH_EXPLORERS = {
    "index.html": 2,
    "chapters/1-theory.html": 6,
    "chapters/2-practice.html": 7,
    "chapters/3-problems.html": 11,
    "chapters/4-ways-forward.html": 9,
}  # the least number on each


def unpack(packed: str) -> dict[str, list]:
    """The frames of an explorer by state, from what the page holds; as ``explorer.js`` reads them."""
    held = json.loads(gzip.decompress(base64.b64decode(packed)))
    frames = held["frames"]
    for frame in frames.values():
        if not isinstance(frame, str):
            frame[3] = [held["rows"][row] if isinstance(row, int) else row for row in frame[3]]
    return {state: frames[frame] if isinstance(frame, str) else frame for state, frame in frames.items()}


def build_book(folder: Path) -> str:
    """Build the book in ``folder`` with warnings as errors; returns what the build printed."""
    command = [Path(sys.executable).with_name("jupyter-book"), "build", ".", "-n", "-W", "--keep-going"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0 and (folder / "_build" / "html" / "index.html").exists(), (
        f"The book does not build:\n{done.stdout[-3000:]}\n{done.stderr[-6000:]}"
    )
    return done.stdout + done.stderr


# Files that begin before all others, because they take longest, and files that wait for the book that the first builds.
EARLY = (
    "test_book.py",
    "test_grading.py",
    "test_jupyterlab.py",
    "test_instructors.py",
    "test_simulation.py",
    "2-practice.ipynb",
)
LATE = (
    "test_axe.py",
    "test_accessibility.py",
    "test_downloads.py",
    "test_lean.py",
    "test_reference.py",
    "test_links.py",
    "test_svg.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the files so that two processes, which take one file at a time, end at about the same time."""

    def turn(item: pytest.Item) -> int:
        name = item.path.name
        return EARLY.index(name) - len(EARLY) if name in EARLY else 1 + LATE.index(name) if name in LATE else 0

    items.sort(key=turn)


@pytest.fixture(scope="session")
def book(tmp_path_factory, testrun_uid) -> Path:
    """The folder of the built book. One process builds it; another that wants it meanwhile waits."""
    shared = tmp_path_factory.getbasetemp().parent
    built = shared / f"book-of-{testrun_uid}"
    with FileLock(shared / "book.lock"):
        if not built.exists():
            build_book(ROOT)
            built.touch()
    return ROOT / "_build" / "html"


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium; without one the test is skipped, and fails where CI=true."""
    sync_api = pytest.importorskip("playwright.sync_api")
    path = chromium.find()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("There is no Chromium on this machine: install the package chromium.")
        pytest.skip("no Chromium on this machine")
    with sync_api.sync_playwright() as playwright:
        window = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        yield window
        window.close()


@pytest.fixture(scope="session")
def addresses(book):
    """Where the book is: ``{"http": "http://127.0.0.1:…/", "file": "file:///…/"}``."""
    with course.serve(book) as address:
        yield {"http": address, "file": book.as_uri() + "/"}


@pytest.fixture
def visit(browser, addresses):
    """Open a page; at the end of the test no error and no request to another host may have been seen."""
    seen, contexts = [], []

    def open_page(way: str, page: str, wait=True, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        tab = context.new_page()
        here = addresses[way]
        tab.on("console", lambda m: seen.append(f"console: {m.text}") if m.type == "error" else None)
        tab.on("pageerror", lambda e: seen.append(f"script: {e}"))
        if options.get("java_script_enabled", True):  # without scripts, the browser drops what the theme preloads
            # What a reader breaks off who goes on to another page is no failure; a file that isn't there is another.
            tab.on(
                "requestfailed",
                lambda r: None if r.failure == "net::ERR_ABORTED" else seen.append(f"failed: {r.url}: {r.failure}"),
            )
        tab.on(
            "request",
            lambda r: None if r.url.startswith((here, "data:", "blob:")) else seen.append(f"foreign: {r.url}"),
        )
        tab.goto(here + page, wait_until="load")
        return tab

    yield open_page
    for context in contexts:
        context.close()
    assert seen == []
