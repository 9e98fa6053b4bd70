"""JupyterLab with a live kernel: explore() beside ipywidgets.interact, with the same matplotlib function."""

import statistics
import tempfile
from pathlib import Path

import nbformat

from .chromium import open_browser
from .jupyterlab import run_all, serve

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
TIMING = """([cell, key, to]) => new Promise((done, fail) => {
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
  const slider = cell.querySelector("input[type=range]");
  if (slider) {
    slider.value = to ?? Number(slider.value) + (key === "ArrowRight" ? 1 : -1);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    return;
  }
  handle.focus();
  handle.dispatchEvent(new KeyboardEvent("keydown", { key, keyCode: key === "ArrowRight" ? 39 : 37, bubbles: true }));
})"""


def measure():
    """Lines that tell how many times faster explore() is than interact: for a new frame and for one seen before."""
    with tempfile.TemporaryDirectory() as name, open_browser() as browser:
        folder = Path(name)
        cells = [nbformat.v4.new_code_cell(CELL)] + [nbformat.v4.new_code_cell(code) for code in ASK.values()]
        spec = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}  # else JupyterLab asks which
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=spec), folder / "bench.ipynb")
        with serve(folder, folder) as address:
            tab = browser.new_page(viewport={"width": 1200, "height": 2600})
            run_all(tab, address, "bench.ipynb")
            tab.wait_for_function(
                "document.querySelectorAll('.noUi-handle, .jp-OutputArea input[type=range]').length === 2",
                timeout=60_000,
            )
            tab.wait_for_timeout(2000)
            new, seen = {}, {}
            for name, cell in zip(ASK, tab.locator(".jp-CodeCell").all()[1:], strict=True):
                handle = cell.element_handle()
                new[name] = [_press(tab, handle, "ArrowRight") for _ in range(ROUNDS)]
                seen[name] = [_press(tab, handle, "ArrowLeft") for _ in range(ROUNDS)]
            # To and fro: no frame can be guessed. For interact a new frame costs the same wherever it is.
            far = [ROUNDS + 2 + (i // 2 if i % 2 else 36 - i // 2) for i in range(ROUNDS)]
            jump = {"interact": new["interact"], "explore": [_press(tab, handle, "", to) for to in far]}
    for what, times, bound in (
        ("the next frame", new, 1.8),
        ("a frame far away", jump, 1.8),
        ("a frame seen before", seen, 5),
    ):
        slow, fast = statistics.median(times["interact"]), statistics.median(times["explore"])
        yield (
            f"JupyterLab, {what}: interact {slow:.0f} ms, explore {fast:.0f} ms: {slow / fast:.1f} times faster "
            f"(bound: {bound})"
        )


def _press(tab, cell, key: str, to: int | None = None) -> float:
    took = tab.evaluate(TIMING, [cell, key, to])
    tab.wait_for_timeout(60)  # let the kernel come to rest
    return took
