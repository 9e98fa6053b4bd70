"""A JupyterLab of one's own, for measurements and tests: started on a folder, driven in a browser, stopped."""

import contextlib
import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from cyberdiplomacy.explorer import BUILDING_A_BOOK

OPTIONS = [
    "--no-browser",
    "--allow-root",
    "--ip=127.0.0.1",
    "--port=0",
    "--IdentityProvider.token=",
    "--LabApp.expose_app_in_browser=True",
    f"--LabApp.extra_labextensions_path={Path(__file__).resolve().parent.parent / 'lab'}",  # as it is, not as installed
]


@contextlib.contextmanager
def serve(folder: Path, home: Path):
    """The address of a JupyterLab that shows ``folder``; its settings and its log are kept in ``home``.

    Raises RuntimeError with the end of the log if it doesn't start within a minute.
    """
    settings = {"JUPYTER_CONFIG_DIR": str(home / "config"), "JUPYTER_DATA_DIR": str(home / "user")}
    environment = {name: value for name, value in os.environ.items() if name != BUILDING_A_BOOK} | settings
    log = home / "jupyterlab.log"
    command = [sys.executable, "-m", "jupyterlab", *OPTIONS, f"--ServerApp.root_dir={folder}"]
    with log.open("w") as out:
        server = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
    try:
        yield _wait(server, log)
    finally:
        server.terminate()
        server.wait(20)


def _wait(server: subprocess.Popen, log: Path) -> str:
    for _ in range(300):
        found = re.search(r"http://127\.0\.0\.1:\d+/", log.read_text())
        if found and server.poll() is None:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(found[0] + "api/status", timeout=2)
                return found[0]
        time.sleep(0.2)
    raise RuntimeError("JupyterLab did not start:\n" + log.read_text()[-3000:])


def run_all(tab, address: str, notebook: str) -> None:
    """Open a notebook in a browser's tab and start to run all its cells."""
    tab.goto(f"{address}lab/tree/{notebook}?reset")
    tab.wait_for_selector(".jp-NotebookPanel .jp-Notebook-ExecutionIndicator", timeout=60_000)
    # JupyterLab shows a kernel as idle before it is connected; cells run before that are never answered.
    tab.evaluate(
        """async () => {
          const late = new Promise((_, fail) => setTimeout(() => fail(new Error("no kernel within a minute")), 60_000));
          const context = window.jupyterapp.shell.currentWidget.sessionContext;
          await Promise.race([context.ready, late]);
          await Promise.race([context.session.kernel.info, late]);
        }"""
    )
    tab.evaluate("void window.jupyterapp.commands.execute('notebook:run-all-cells')")
