"""Light pages: the book's pages with one stylesheet and one script instead of all that the theme brings.

An untouched page of Jupyter Book loads some three megabytes, most of them icons, fonts and rules that the book does not
use. With this extension a page loads ``book.css``, made at the end of each build from all stylesheets that the theme and
the extensions ask for (``stylesheet``) and from the course's own icons (``icons``), and ``page.js``, which does what the
scripts in ``REPLACED`` did. Any other script that an extension asks for is loaded as before. Switched off with
``cyberdiplomacy_lean: false``, as the measurements do.
"""

import hashlib
import re
import shutil
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from . import icons, stylesheet, tables

HERE = Path(__file__).resolve().parent
THEME = ("basic.css", "styles/pydata-sphinx-theme.css")  # the theme's page template names them itself
# What page.js does now, and what only the page of the search needs, which its template names.
REPLACED = {
    "bootstrap.js", "clipboard.min.js", "copybutton.js", "design-tabs.js", "doctools.js", "documentation_options.js", "fontawesome.js",
    "pydata-sphinx-theme.js", "sphinx-book-theme.js", "sphinx_highlight.js", "togglebutton.js",
}  # fmt: skip
LEFT_OVER = ("scripts", "styles", "vendor", "locales", "images", "webpack-macros.html", "sbt-webpack-macros.html")
# What scripts put into a page, or do to its elements, that no built page shows.
SCRIPTED = """
<dialog class="bd-sidebar-primary bd-sidebar bd-sidebar-secondary bd-toc" open></dialog><dialog id="pst-search-dialog" open></dialog>
<button class="copybtn success toggle-button toggle-button-hidden visually-hidden"></button>
<div class="admonition toggle toggle-hidden"></div><div class="dropdown-menu show" data-bs-popper></div><body class="scrolled"></body>
<div class="bd-sidebar-primary pst-sidebar-hidden"></div><a class="active" aria-current="true"></a><li class="toc-entry active"></li>
<span class="highlighted"></span><tspan class="highlighted"></tspan><rect class="highlighted"></rect><p class="highlight-link"><a></a></p>
<div id="search-results"><h2></h2><p class="search-summary"></p><ul class="search"><li class="kind-title"><a></a><p class="context"></p></li></ul></div>
<span class="explorer-mark" lang></span><circle class="explorer-ring"></circle><details open></details><table></table>
"""
STATES = (
    "data-theme",
    "data-mode",
    "open",
    "hidden",
    "disabled",
    "tabindex",
    "aria-expanded",
    "aria-current",
    "target",
)
_LINK = re.compile(r'(_static/book\.css)(?:\?v=\w+)?(?=")')


def _prepare(app: Sphinx, config: Config) -> None:
    if config.cyberdiplomacy_lean:
        config.templates_path.append(str(HERE / "templates"))
        config.html_static_path.append(str(HERE / "page.js"))
        app.add_js_file("page.js", loading_method="defer")


def _name(file) -> str:
    return str(getattr(file, "filename", None) or "").removeprefix("_static/")


def _choose(app: Sphinx, pagename, templatename, context, doctree) -> None:
    """Leave the scripts that nothing replaces, note which stylesheets the page would have loaded, let its tables stack."""
    if app.config.cyberdiplomacy_lean:
        context["body"] = tables.label(context.get("body", ""))
        context["script_files"][:] = [
            file for file in context["script_files"] if _name(file) and Path(_name(file)).name not in REPLACED
        ]
        app.cyberdiplomacy_styles.update(dict.fromkeys(filter(None, map(_name, context["css_files"]))))


def _finish(app: Sphinx, failure: Exception | None) -> None:
    if failure is None and app.builder.name == "html" and app.config.cyberdiplomacy_lean:
        lighten(Path(app.outdir), [*THEME, *app.cyberdiplomacy_styles])


def _digest(texts: list[str]) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def lighten(site: Path, styles: list[str]) -> None:
    """Write ``book.css`` from these stylesheets, link it from all pages, and take away what no page asks for any more."""
    static = site / "_static"
    pages = {path: path.read_text("utf-8") for path in site.rglob("*.html") if static not in path.parents}
    theirs = [(static / name).read_text("utf-8") for name in styles]
    own = [icons.stylesheet(), (HERE / "page.css").read_text("utf-8")]
    book, note = static / "book.css", site.parent / "book.css.from"  # and from what it was made
    code = (path.read_text("utf-8") for path in sorted(HERE.glob("*.py")))  # another version makes another stylesheet
    source = _digest([*(_LINK.sub(r"\1", page) for page in pages.values()), *theirs, *own, *code])
    if book.exists() and note.exists() and note.read_text("utf-8") == source:
        made = book.read_text("utf-8")
    else:
        made = stylesheet.prune(theirs, stylesheet.collect([*pages.values(), SCRIPTED], STATES), own=own)
        book.write_text(made, "utf-8")
        note.write_text(source, "utf-8")
    version = _digest([made])[:8]  # a browser that has an older one asks again
    for path, page in pages.items():
        linked = _LINK.sub(rf"\1?v={version}", page)
        if linked != page:
            path.write_text(linked, "utf-8")
    for name in {*LEFT_OVER, *styles, *(REPLACED - {"doctools.js", "documentation_options.js", "sphinx_highlight.js"})}:
        path = static / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def setup(app: Sphinx) -> dict:
    """Register the extension (called by Sphinx)."""
    app.cyberdiplomacy_styles = {}
    app.add_config_value("cyberdiplomacy_lean", True, "html", bool)
    app.connect("config-inited", _prepare)
    app.connect("html-page-context", _choose, priority=900)  # after all extensions have asked for their files
    app.connect("build-finished", _finish, priority=900)  # after the extensions that copy their files only now
    return {"parallel_read_safe": True, "parallel_write_safe": False}
