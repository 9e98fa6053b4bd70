"""What a chapter page loads, and when its largest piece is painted, beside the same book with the untouched theme.

The second book is built of the same executed notebooks with ``cyberdiplomacy_lean: false``: the theme's own stylesheets,
scripts and fonts, as Jupyter Book ships them.
"""

import gzip
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

from . import course
from .chromium import open_browser

BUILT = course.ROOT / "_build"
ROUNDS = 9  # of each page and each book, one after the other, so that what slows the machine slows both
LARGEST = """() => new Promise((done) => {
  new PerformanceObserver((seen) => done(seen.getEntries().at(-1).startTime))
    .observe({ type: "largest-contentful-paint", buffered: true });
})"""


def build_untouched(folder: Path) -> Path:
    """Build the book in ``folder`` with the theme as it is; return its pages."""
    course.copy(folder)
    shutil.copytree(BUILT / ".jupyter_cache", folder / "_build" / ".jupyter_cache")
    config = folder / "_config.yml"
    switched = config.read_text("utf-8").replace("  config:\n", "  config:\n    cyberdiplomacy_lean: false\n")
    config.write_text(switched, "utf-8")
    command = [Path(sys.executable).with_name("jupyter-book"), "build", ".", "-n", "-W", "--keep-going"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"The book with the untouched theme does not build:\n{done.stderr[-3000:]}")
    return folder / "_build" / "html"


def loaded(browser, address: str, page: str) -> set[str]:
    """The files that a page asks for while it loads, by their paths."""
    context = browser.new_context()
    tab, asked = context.new_page(), set()
    tab.on("request", lambda request: asked.add(unquote(urlsplit(request.url).path).lstrip("/")))
    tab.goto(address + page, wait_until="networkidle")
    context.close()
    return asked


def weigh(site: Path, files: set[str]) -> tuple[int, int]:
    """How many bytes these files have, as they are and each compressed with gzip."""
    held = [(site / name).read_bytes() for name in files if (site / name).is_file()]
    return sum(map(len, held)), sum(len(gzip.compress(one, 6)) for one in held)


def paint(browser, address: str, page: str) -> float:
    """When the largest piece of a page was painted, in milliseconds after the request, with nothing in the cache."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    tab = context.new_page()
    tab.goto(address + page, wait_until="load")
    tab.wait_for_timeout(300)
    time = tab.evaluate(LARGEST)
    context.close()
    return time


def compare(light: Path, untouched: Path):
    """Lines with the ratios of both books, a chapter each."""
    pages = sorted(str(path.relative_to(light)) for path in (light / "chapters").glob("[1-4]-*.html"))
    with open_browser() as browser, course.serve(light) as here, course.serve(untouched) as there:
        for page in pages:
            raw, packed = weigh(light, loaded(browser, here, page))
            raw_before, packed_before = weigh(untouched, loaded(browser, there, page))
            yield (
                f"{page}: loads {raw / 1e6:.2f} MB, {raw / raw_before:.2f} of the untouched theme's {raw_before / 1e6:.2f}; "
                f"gzipped {packed / 1e6:.2f} MB, {packed / packed_before:.2f} of {packed_before / 1e6:.2f}"
            )
            times, before = [], []
            for _ in range(ROUNDS):
                times.append(paint(browser, here, page))
                before.append(paint(browser, there, page))
            own, other = statistics.median(times), statistics.median(before)
            yield f"{page}: largest paint at {own:.0f} ms, {own / other:.2f} of the untouched theme's {other:.0f} ms"


def measure():
    """Lines that tell what each chapter page loads and when it is painted, each as a ratio."""
    with tempfile.TemporaryDirectory() as name:
        yield from compare(BUILT / "html", build_untouched(Path(name)))
