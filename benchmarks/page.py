"""The built pages: time from a change of a control to the painted frame, and the size of a page."""

import statistics
from pathlib import Path

from .chromium import open_browser

HTML = Path(__file__).resolve().parent.parent / "_build" / "html"
ROUNDS = 60

# The change comes at an even spread of moments between two frames, as a reader's does. From a change to the moment after the next frame was painted: a task queued inside requestAnimationFrame runs after the
# paint. The work itself (script, style and layout) is measured too, and an empty change beside it, which is the floor.
TIMING = """async ([id, rounds]) => {
  const figure = document.getElementById(id);
  const box = figure.querySelector("select, input[type=range], input[type=radio]");
  const radios = [...figure.querySelectorAll("input[type=radio]")];
  const count = box.tagName === "SELECT" ? box.options.length : box.type === "range" ? Number(box.max) + 1 : 0;
  const painted = () => new Promise((done) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(performance.now());
    channel.port2.postMessage(0);
  }));
  const times = { change: [], empty: [], work: [] };
  for (let i = 1; i <= rounds; i++) {
    await painted();
    await new Promise((done) => setTimeout(done, (17 * i) / rounds));
    let start = performance.now();
    times.empty.push((await painted()) - start);
    await painted();
    await new Promise((done) => setTimeout(done, (17 * i) / rounds));
    start = performance.now();
    if (count) {
      box.value = String(i % count);
      box.dispatchEvent(new Event("input", { bubbles: true }));
    } else {
      radios[i % radios.length].checked = true;
      radios[i % radios.length].dispatchEvent(new Event("input", { bubbles: true }));
    }
    figure.getBoundingClientRect();
    times.work.push(performance.now() - start);
    times.change.push((await painted()) - start);
  }
  return times;
}"""


def measure():
    """Lines that tell, for each page with explorers, times in milliseconds and sizes against their bounds."""
    with open_browser() as browser:
        for path in sorted(HTML.rglob("*.html")):
            if "_static" in path.parts or 'class="explorer"' not in path.read_text("utf-8"):
                continue
            tab = browser.new_page()
            tab.goto(path.as_uri())
            every = {"change": [], "empty": [], "work": []}
            for figure in tab.locator("figure.explorer").all():
                figure.scroll_into_view_if_needed()
                tab.wait_for_function(
                    "f => !f.querySelector('script[type=\"application/gzip\"]')", arg=figure.element_handle()
                )
                for kind, times in tab.evaluate(TIMING, [figure.get_attribute("id"), ROUNDS]).items():
                    every[kind] += times
            tab.close()
            change = sorted(every["change"])
            median, late = statistics.median(change), change[int(0.95 * len(change))]
            floor, work = statistics.median(every["empty"]), statistics.median(every["work"])
            name = path.relative_to(HTML)
            yield (
                f"{name}: change to paint, median {median:.1f} ms ({median / 17:.2f} of 17), 95% {late:.1f} ms "
                f"({late / 34:.2f} of 34); an empty frame takes {floor:.1f} ms, the change itself {work:.1f} ms"
            )
            size = path.stat().st_size
            yield f"{name}: {size / 1e6:.2f} MB, {size / 1.5e6:.2f} of 1.5 MB"
