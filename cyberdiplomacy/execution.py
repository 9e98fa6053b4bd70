"""Run the notebooks that a book needs and has not kept, as many at a time as the machine has cores.

MyST-NB runs them one after another, while it reads the pages; what it finds in its cache it does not run. So they are
run and kept there before it reads.
"""

import os
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import single_nb_execution
from sphinx.application import Sphinx
from sphinx.util import logging

_LOG = logging.getLogger(__name__)


def run_ahead(app: Sphinx, env, names: list[str]) -> None:
    """Run the notebooks among the pages ``names`` that the cache lacks, and keep what they give.

    A listener of Sphinx's event ``env-before-read-docs``. A notebook that fails is left to MyST-NB, which runs it once
    more and reports it as it is set to.
    """
    cache = get_cache(app.config.nb_execution_cache_path)
    paths = [path for name in names if (path := Path(env.doc2path(name))).suffix == ".ipynb"]
    wanted = {}
    for path in sorted(paths, key=lambda path: -path.stat().st_size):  # a long one that begins last is waited for
        notebook = nbformat.read(path, as_version=4)
        try:
            cache.match_cache_notebook(notebook)
        except KeyError:
            wanted[path] = notebook
    if len(wanted) < 2:  # nothing to gain
        return

    def run(path: Path):
        return single_nb_execution(wanted[path], str(path.parent), app.config.nb_execution_timeout, False)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        running = {pool.submit(run, path): path for path in wanted}
        for one in as_completed(running):
            path, result = running[one], one.result()
            if result.err is None:
                _LOG.info("%s: Executed notebook in %.2f seconds", path, result.time)
                record = CacheBundleIn(result.nb, str(path), data={"execution_seconds": result.time})
                cache.cache_notebook_bundle(record, check_validity=False, overwrite=True)
