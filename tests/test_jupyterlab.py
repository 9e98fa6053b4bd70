"""An explorer of Chapter 1 in JupyterLab, in the browser, with a live kernel."""

import shutil

import pytest
from conftest import ROOT

from benchmarks.jupyterlab import run_all, serve


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab on a copy of the course; gives its address."""
    home = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "chapters", home / "chapters")
    with serve(home, home) as address:
        yield address


def test_an_explorer_moves_with_a_live_kernel(lab, browser):
    tab = browser.new_page(viewport={"width": 1400, "height": 1000})
    errors = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    run_all(tab, lab, "chapters/1-theory.ipynb")
    box = tab.locator(".jp-OutputArea figure.explorer:has(form)").first
    box.wait_for(state="attached", timeout=90_000)
    box.scroll_into_view_if_needed()
    picture, caption = box.locator(".explorer-picture"), box.locator(".explorer-caption")
    before = picture.inner_html(), caption.inner_text()
    box.locator("select, input:checked").first.focus()
    tab.keyboard.press("ArrowDown")  # JupyterLab would go to the next cell
    tab.wait_for_function(
        "([box, old]) => box.querySelector('.explorer-picture').innerHTML !== old",
        arg=[box.element_handle(), before[0]],
        timeout=20_000,
    )
    assert caption.inner_text() != before[1]
    seats = tab.locator(".jp-OutputArea figure#seats")
    seats.scroll_into_view_if_needed(timeout=60_000)
    seats.locator(".explorer-find select").focus()
    tab.keyboard.type("Estonia")
    assert seats.locator(".explorer-mark").inner_text().startswith("Estonia")
    assert tab.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    assert errors == []
    tab.close()
