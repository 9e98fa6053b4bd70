"""The Sphinx extension of the book: what the static pages need beyond Jupyter Book itself.

* Kernels learn that a book is built, so that explorers draw all their frames.
* Executed notebooks are kept under a digest of the package and the data: a change there runs them again.
* Explorers get their script and their look; nothing on a page asks another host for anything.
"""

import hashlib
import os
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from . import data
from .explorer import BUILDING_A_BOOK

PACKAGE = Path(__file__).resolve().parent

# Jupyter Book loads these for launch buttons and comments, which this book has not. They declare a script's address on
# another host on every page, twice (an error in the console).
UNUSED = ("sphinx_thebe", "sphinx_comments")


def digest() -> str:
    """A short fingerprint of all that a notebook's output depends on besides the notebook: package and tables."""
    total = hashlib.sha256()
    for folder, pattern in ((PACKAGE, "*.py"), (PACKAGE / "static", "*.*"), (data.folder(), "*.*")):
        for path in sorted(folder.glob(pattern)):
            total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]


def _prepare(app: Sphinx, config: Config) -> None:
    os.environ[BUILDING_A_BOOK] = "1"
    config.cyberdiplomacy_digest = digest()
    config.nb_execution_cache_path = str(Path(app.outdir).parent / ".jupyter_cache" / config.cyberdiplomacy_digest)
    config.html_static_path.append(str(PACKAGE / "static"))
    config.html_css_files.append("course.css")
    config.html_favicon = str(PACKAGE / "static" / "favicon.svg")
    config.html_context.setdefault("default_mode", "auto")  # unset, the theme logs an error on every page
    config.html_theme_options["navbar_persistent"] = []  # a second search box above the one in the sidebar
    for listeners in list(app.events.listeners.values()):
        for listener in list(listeners):
            if listener.handler.__module__.split(".")[0] in UNUSED:
                app.disconnect(listener.id)


def _finish_page(app: Sphinx, pagename, templatename, context, doctree) -> None:
    # docutils gives the entries of a bibliography a role that ARIA 1.1 has given up, inside a role="list".
    context["body"] = context.get("body", "").replace('role="doc-biblioentry"', 'role="listitem"')
    context["css_files"][:] = [css for css in context["css_files"] if "sphinx-thebe" not in str(css.filename)]
    if 'class="explorer"' in context["body"]:
        app.add_css_file("explorer.css")
        app.add_js_file("explorer.js", loading_method="defer")


def setup(app: Sphinx) -> dict:
    """Register the extension (called by Sphinx)."""
    app.add_config_value("cyberdiplomacy_digest", "", "env")  # another digest: every page is read again
    app.connect("config-inited", _prepare, priority=1)  # before MyST-NB reads where the cache is
    app.connect("html-page-context", _finish_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
