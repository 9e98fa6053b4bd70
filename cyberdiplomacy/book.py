"""The Sphinx extension of the book: what the static pages need beyond Jupyter Book itself.

* Kernels learn that a book is built, so that explorers draw all their frames.
* Notebooks run as many at a time as there are cores.
* Executed notebooks are kept under a digest of the package and the data: a change there runs them again.
* Explorers get their script and their look; nothing on a page asks another host for anything.
* What notebooks give as HTML takes part in the book: its ids can be linked to, and its links to notebooks lead to pages.
* The list of explorers gets its thumbnails, and the catalogue's tables are copied into the book.
* Chinese words carry their language, which a screen reader needs to speak them.
* The downloads are packed, and their page lists them (``{downloads}``).
"""

import hashlib
import os
import re
import shutil
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

from . import data, downloads, execution, pdf
from .explorer import BUILDING_A_BOOK

PACKAGE = Path(__file__).resolve().parent
NO_OUTPUT = ("book.py", "execution.py", "downloads.py")  # files that no notebook's output depends on
DOWNLOADS = "chapters/downloads"  # the page

# Jupyter Book loads these for launch buttons and comments, which this book has not. They declare a script's address on
# another host on every page, twice (an error in the console).
UNUSED = ("sphinx_thebe", "sphinx_comments")

EXPLORERS = "chapters/explorers"  # the page that lists them

_LOG = logging.getLogger(__name__)
_PICTURE = re.compile(r'<figure class="explorer" id="([^"]+)">.*?(<svg.*?</svg>)', re.S)
_PLACE = re.compile(r'(<span class="reference-thumbnail" data-explorer="([^"]+)")>(?=</span>)')
_TO_NOTEBOOK = re.compile(r'(<a [^>]*href="(?![a-z]+:)(?!(?:\.\./)*_downloads/)[^"#]+)\.ipynb(?=[#"])')
_SOLUTION = re.compile(r"(Solution to)(<a [^>]*>) ")  # sphinx-exercise underlines the space
_CHINESE = re.compile(r"[《「『〔]*[\u3400-\u4dbf\u4e00-\u9fff][\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uff65]*")
# What is no text of the page, whole, and any other tag.
_NO_TEXT = re.compile(r"(<(script|style|svg|pre|code|option|textarea)\b.*?</\2>|<!--.*?-->|<[^>]*>)", re.S)


def mark_chinese(page: str) -> str:
    """HTML with ``lang="zh-Hans"`` around every run of Chinese characters in its text.

    Code, SVG, scripts, options of a list and attributes stay as they are, and so does what has its language already.
    """
    parts = _NO_TEXT.split(page)  # text, tag, name of a whole element or None, text, …
    before = ""
    for k, part in enumerate(parts):
        if k % 3 == 1:
            before = part
        elif k % 3 == 0 and ' lang="zh' not in before:
            parts[k] = _CHINESE.sub(r'<span lang="zh-Hans">\g<0></span>', part)
    return "".join(part for k, part in enumerate(parts) if k % 3 != 2)


def thumbnail(picture: str, name: str) -> str:
    """An explorer's picture made small: no words, no places of marks, no ids that another picture has; not read aloud."""
    picture = re.sub(r"<text\b.*?</text>", "", picture, flags=re.S)
    picture = re.sub(r' (?:role|aria-label|class|data-at)="[^"]*"', "", picture)
    picture = re.sub(r'( id="|href="#|url\(#)', rf"\g<1>{name}-", picture)
    return picture.replace("<svg ", '<svg aria-hidden="true" ', 1)


def digest() -> str:
    """A short fingerprint of all that a notebook's output depends on besides the notebook: package and tables."""
    total = hashlib.sha256()
    for folder, pattern in ((PACKAGE, "*.py"), (data.folder(), "*.*")):
        for path in sorted(folder.glob(pattern)):
            if path.name in NO_OUTPUT:
                continue
            total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]


def _prepare(app: Sphinx, config: Config) -> None:
    os.environ[BUILDING_A_BOOK] = "1"
    config.cyberdiplomacy_digest = digest()
    config.nb_execution_cache_path = str(Path(app.outdir).parent / ".jupyter_cache" / config.cyberdiplomacy_digest)
    config.html_static_path.append(str(PACKAGE / "static"))
    config.html_css_files += ["explorer.css", "course.css"]
    config.author = config.author.replace("The ", "the ", 1)  # in the foot of a page it stands after "By"
    config.html_favicon = str(PACKAGE / "static" / "favicon.svg")
    config.html_context.setdefault("default_mode", "auto")  # unset, the theme logs an error on every page
    config.html_theme_options["back_to_top_button"] = False  # this version of the theme never shows it
    config.html_theme_options["navbar_persistent"] = []  # a second search box above the one in the sidebar
    for listeners in list(app.events.listeners.values()):
        for listener in list(listeners):
            if listener.handler.__module__.split(".")[0] in UNUSED:
                app.disconnect(listener.id)


def _note_places(app: Sphinx, doctree: nodes.document) -> None:
    """Let links lead to ids in what a notebook gave as HTML."""
    places = app.env.metadata[app.env.docname].setdefault("myst_slugs", {})
    for raw in doctree.findall(nodes.raw):
        if "html" in raw.get("format", "") and 'class="reference"' in raw.astext():
            for name in re.findall(r'<\w+ id="([^"]+)"', raw.astext()):
                places.setdefault(name, (raw.line, name, ""))


def _rewrite(app: Sphinx, env) -> list[str]:
    """The list of explorers shows pictures of other pages, so it is written again whatever changed."""
    return [EXPLORERS] if EXPLORERS in env.found_docs else []


def _add_thumbnails(app: Sphinx, body: str) -> str:
    """The list of explorers with the first frame of each. One that is missing, here or there, is a warning."""
    pictures, pages = {}, {}
    for page in sorted(app.env.found_docs - {EXPLORERS}):
        for raw in app.env.get_doctree(page).findall(nodes.raw):
            for name, picture in _PICTURE.findall(raw.astext()):
                pictures[name], pages[name] = picture, page
    wanted = [name for _, name in _PLACE.findall(body)]
    for name in pictures.keys() - set(wanted):
        _LOG.warning(
            "explorer %r of %s is not in data/explorers.csv: add its title and what it shows", name, pages[name]
        )
    for name in set(wanted) - pictures.keys():
        _LOG.warning("explorer %r of data/explorers.csv is on no page: take its row out", name)
    return _PLACE.sub(lambda place: f"{place[1]}>{thumbnail(pictures.get(place[2], ''), place[2])}", body)


def _copy_tables(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.format == "html":
        target = Path(app.outdir) / "data"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(
            data.folder(), target, ignore=lambda _, names: [n for n in names if not n.endswith((".csv", ".json"))]
        )


def _finish_page(app: Sphinx, pagename, templatename, context, doctree) -> None:
    body = context.get("body", "")
    # docutils gives the entries of a bibliography a role that ARIA 1.1 has given up, inside a role="list".
    body = body.replace('role="doc-biblioentry"', 'role="listitem"')
    body = _SOLUTION.sub(r"\1 \2", body)
    if pagename == EXPLORERS:
        body = _add_thumbnails(app, body)
    context["body"] = mark_chinese(_TO_NOTEBOOK.sub(r"\1.html", body))
    context["css_files"][:] = [css for css in context["css_files"] if "sphinx-thebe" not in str(css.filename)]
    if 'class="explorer"' in context["body"]:
        app.add_js_file("explorer.js", loading_method="defer")


class Downloads(Directive):
    """``{downloads}``: packs the downloads beside the pages and lists them with their sizes."""

    def run(self) -> list[nodes.Node]:
        env = self.state.document.settings.env
        out = Path(env.app.outdir) / downloads.FOLDER
        made = downloads.make(Path(env.app.srcdir), out)
        return [nodes.raw("", downloads.table(made, out), format="html")]


def _pack_again(app: Sphinx, env, added, changed, removed) -> list[str]:
    """The downloads' page is read at each build: its files change when others do."""
    return [DOWNLOADS] if DOWNLOADS in env.found_docs else []


def _finish(app: Sphinx, failure: Exception | None) -> None:
    site = Path(app.outdir)
    if failure is None and app.builder.name == "html" and DOWNLOADS in app.env.found_docs:
        pdf.drop_if_old(site)
        downloads.link_pdf(site)


def setup(app: Sphinx) -> dict:
    """Register the extension (called by Sphinx)."""
    app.add_config_value("cyberdiplomacy_digest", "", "env")  # another digest: every page is read again
    app.connect("config-inited", _prepare, priority=1)  # before MyST-NB reads where the cache is
    app.connect("env-before-read-docs", execution.run_ahead)
    app.connect("doctree-read", _note_places, priority=900)  # after the page's own places are known
    app.connect("env-updated", _rewrite)
    app.connect("html-page-context", _finish_page)
    app.connect("build-finished", _copy_tables)
    app.add_directive("downloads", Downloads)
    app.connect("env-get-outdated", _pack_again)
    app.connect("build-finished", _finish, priority=950)  # when no extension changes a page any more
    return {"parallel_read_safe": True, "parallel_write_safe": True}
