"""What the tests share: the built book, a server for it, and the machine's own Chromium."""

import base64
import functools
import gzip
import http.server
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import settings

from benchmarks import chromium

settings.register_profile("course", deadline=None)  # a slow machine is no wrong result
settings.load_profile("course")

ROOT = Path(__file__).resolve().parent.parent


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


@pytest.fixture(scope="session")
def book() -> Path:
    """The folder of the built book."""
    build_book(ROOT)
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


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def addresses(book):
    """Where the book is: ``{"http": "http://127.0.0.1:…/", "file": "file:///…/"}``."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=book))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield {"http": f"http://127.0.0.1:{server.server_port}/", "file": book.as_uri() + "/"}
    server.shutdown()
