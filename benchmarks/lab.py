"""JupyterLab with a live kernel: explore() beside ipywidgets.interact, with the same matplotlib function."""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from .chromium import open_browser

ROUNDS = 20  # new frames; the same are then asked for again

CELL = """%matplotlib inline
import ipywidgets, matplotlib.pyplot as plt, warnings
from cyberdiplomacy import explore
def draw(n):
    fig, ax = plt.subplots()
    for k in range(6):
        ax.plot([(i * (k + 1) + n) % 17 for i in range(30)], label=str(k))
    ax.set_title(f"state {n}")
    plt.close(fig)
    return fig
"""
ASK = {
    "interact": "ipywidgets.interact(draw, n=ipywidgets.IntSlider(min=0, max=60, value=0));",
    "explore": "explore(draw, n=range(61))",
}

# Time from a key press on the slider to the next change of the output's picture.
TIMING = """([cell, key]) => new Promise((done, fail) => {
  const area = cell.querySelector(".jp-Cell-outputWrapper");
  const handle = cell.querySelector(".noUi-handle");
  const shown = () => { const p = area.querySelector("svg:not(.jp-icon3), img"); return p && (p.currentSrc || p.outerHTML); };
  const before = shown();
  const start = performance.now();
  const watch = new MutationObserver(() => {
    const now = shown();
    if (!now || now === before) return;
    watch.disconnect();
    requestAnimationFrame(() => done(performance.now() - start));
  });
  watch.observe(area, { subtree: true, childList: true, attributes: true, characterData: true });
  setTimeout(() => fail(new Error("the picture did not change")), 10000);
  handle.focus();
  handle.dispatchEvent(new KeyboardEvent("keydown", { key, keyCode: key === "ArrowRight" ? 39 : 37, bubbles: true }));
})"""


def measure():
    """Lines that tell how many times faster explore() is than interact: for a new frame and for one seen before."""
    with tempfile.TemporaryDirectory() as folder, open_browser() as browser:
        cells = [nbformat.v4.new_code_cell(CELL)] + [nbformat.v4.new_code_cell(code) for code in ASK.values()]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), Path(folder) / "bench.ipynb")
        log = Path(folder) / "log"
        command = [
            sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0",
            "--IdentityProvider.token=", f"--ServerApp.root_dir={folder}",
        ]  # fmt: skip
        with log.open("w") as out:
            server = subprocess.Popen(
                command, stdout=out, stderr=out, env=os.environ | {"JUPYTER_CONFIG_DIR": folder, "JUPYTER_DATA_DIR": folder}
            )
        try:
            while not (found := re.search(r"http://127\.0\.0\.1:\d+/", log.read_text())):
                time.sleep(0.2)
            tab = browser.new_page(viewport={"width": 1200, "height": 2600})
            tab.goto(found[0] + "lab/tree/bench.ipynb?reset")
            tab.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', timeout=60_000)
            tab.click('.lm-MenuBar-itemLabel:text-is("Run")')
            tab.click('.lm-Menu-itemLabel:text-is("Run All Cells")')
            tab.wait_for_function("document.querySelectorAll('.noUi-handle').length === 2", timeout=60_000)
            tab.wait_for_timeout(2000)
            code = [cell for cell in tab.locator(".jp-CodeCell").all()]
            new, seen = {}, {}
            for name, cell in zip(ASK, code[1:], strict=True):
                handle = cell.element_handle()
                new[name] = [_press(tab, handle, "ArrowRight") for _ in range(ROUNDS)]
                seen[name] = [_press(tab, handle, "ArrowLeft") for _ in range(ROUNDS)]
        finally:
            server.terminate()
            server.wait(20)
    for what, times, bound in (("a new frame", new, 1.8), ("a frame seen before", seen, 5)):
        slow, fast = statistics.median(times["interact"]), statistics.median(times["explore"])
        yield (
            f"JupyterLab, {what}: interact {slow:.0f} ms, explore {fast:.0f} ms: {slow / fast:.1f} times faster "
            f"(bound: {bound})"
        )


def _press(tab, cell, key: str) -> float:
    took = tab.evaluate(TIMING, [cell, key])
    tab.wait_for_timeout(60)  # let the kernel come to rest
    return took
