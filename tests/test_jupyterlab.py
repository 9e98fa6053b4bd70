"""An explorer of Chapter 1 in JupyterLab, in the browser, with a live kernel."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request

import pytest
from conftest import ROOT


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab on a copy of the course; gives its address."""
    home = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "chapters", home / "chapters")
    environment = os.environ | {"JUPYTER_CONFIG_DIR": str(home / "config"), "JUPYTER_DATA_DIR": str(home / "user")}
    environment.pop("CYBERDIPLOMACY_BOOK", None)
    log = (home / "log").open("w+")
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0",
        "--IdentityProvider.token=", f"--ServerApp.root_dir={home}", "--LabApp.news_url=", "--LabApp.expose_app_in_browser=True", "--LabApp.check_for_updates_class="
        "jupyterlab.handlers.announcements.NeverCheckForUpdate",
    ]  # fmt: skip
    server = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=home)
    try:
        for _ in range(300):
            found = re.search(r"http://127\.0\.0\.1:\d+/", (home / "log").read_text())
            if found and server.poll() is None:
                try:
                    urllib.request.urlopen(found[0] + "api/status", timeout=2)
                    break
                except OSError:
                    pass
            time.sleep(0.2)
        else:
            pytest.fail("JupyterLab did not start:\n" + (home / "log").read_text()[-3000:])
        yield found[0]
    finally:
        server.terminate()
        server.wait(20)


def test_an_explorer_moves_with_a_live_kernel(lab, browser):
    tab = browser.new_page(viewport={"width": 1400, "height": 1000})
    errors = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.goto(lab + "lab/tree/chapters/1-theory.ipynb?reset")
    tab.wait_for_selector(".jp-Notebook", timeout=60_000)
    tab.wait_for_selector('.jp-NotebookPanel .jp-Notebook-ExecutionIndicator[data-status="idle"]', timeout=60_000)
    # JupyterLab shows a kernel as idle before it is connected; cells run before that are never answered.
    tab.evaluate(
        """async () => {
          const context = window.jupyterapp.shell.currentWidget.sessionContext;
          await context.ready;
          await context.session.kernel.info;
        }"""
    )
    tab.evaluate("void window.jupyterapp.commands.execute('notebook:run-all-cells')")
    box = tab.locator(".jupyter-widgets.explorer").first
    box.wait_for(state="attached", timeout=90_000)
    box.scroll_into_view_if_needed()
    select = box.locator("select, input[type=radio]").first
    picture, caption = box.locator(".explorer-picture"), box.locator(".explorer-caption")
    before = picture.inner_html(), caption.inner_text()
    if select.evaluate("s => s.tagName") == "SELECT":
        select.select_option(index=1)
    else:
        box.locator("input[type=radio]").nth(1).click()
    tab.wait_for_function(
        "([box, old]) => box.querySelector('.explorer-picture').innerHTML !== old",
        arg=[box.element_handle(), before[0]],
        timeout=20_000,
    )
    assert caption.inner_text() != before[1]
    assert tab.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    assert errors == []
    tab.close()
