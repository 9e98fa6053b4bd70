"""The whole book as one PDF, printed by Chromium from the built pages: ``python -m cyberdiplomacy.pdf``.

The pages become one document: a title page, contents with page numbers, the chapters with each explorer's first picture
and its sentence, the answers to all questions, the bibliography. It is printed twice: the first print tells on which
page each heading stands.
"""

import copy
import hashlib
import logging
import os
import platform
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

from .. import downloads

LOOK = Path(__file__).with_name("print.css")
BROWSERS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)  # fmt: skip
# Lists for a screen: files, and a gallery of pictures that the chapters hold.
NOT_PRINTED = ("genindex.html", "search.html", "py-modindex.html", "chapters/downloads.html", "chapters/explorers.html")
SECTIONS = 16  # a page with more of them (a letter or a table each) is one line of the contents
# What only works on a screen.
DROPPED = (
    "script, style, .headerlink, .prev-next-area, .explorer-controls, .explorer-data, .explorer-find, .explorer-mark, "
    ".explorer-marks, .explorer-ring, details:has(> .reference-wide), .cell.tag_hide-input > details, button"
)


class PdfError(RuntimeError):
    """The PDF can't be made; the message says what is missing and how to get it."""


def find_browser() -> str | None:
    """The path of Chromium, Chrome or Edge on this machine, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def has_chinese_font() -> bool:
    """Whether this machine can print Chinese characters. Windows and macOS bring a font; Linux is asked."""
    if platform.system() != "Linux" or not shutil.which("fc-list"):
        return True
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True).stdout.strip())


# ---- which pages


def pages(site: Path) -> list[str]:
    """The built pages in the order of the book, without those that are only lists or files."""
    from bs4 import BeautifulSoup

    index = site / "index.html"
    if not index.exists():
        raise PdfError(f"There is no built book in {site}. Build it first: make book.")
    found = ["index.html"]
    for link in BeautifulSoup(index.read_text("utf-8"), "html.parser").select("nav.bd-links a.internal[href]"):
        name = urlsplit(link["href"]).path
        if name and name not in ("#", *found, *NOT_PRINTED) and (site / name).is_file():
            found.append(name)
    return found


def state(site: Path) -> str:
    """A fingerprint of the pages that a PDF would be made from."""
    total = hashlib.sha256(LOOK.read_bytes())
    for name in pages(site):
        total.update(name.encode() + b"\0" + (site / name).read_bytes())
    return total.hexdigest()


def _note(site: Path) -> Path:
    return site.parent / "pdf-made-from.txt"


def drop_if_old(site: Path) -> None:
    """Take away a PDF of other pages than these."""
    made = site / downloads.FOLDER / downloads.PDF
    note = _note(site)
    if made.exists() and not (note.exists() and note.read_text("utf-8") == state(site)):
        made.unlink()


# ---- one document


class _Print:
    """The pages as one document."""

    def __init__(self, site: Path):
        from bs4 import BeautifulSoup

        self.site = site
        self.names = pages(site)
        self.new = lambda text: BeautifulSoup(text, "html.parser")
        soups = {name: self.new((site / name).read_text("utf-8")) for name in self.names}
        self.title = soups["index.html"].select_one("h1").get_text().rstrip("#").strip()
        self.articles = {
            name: soup.select_one("article.bd-article") or soup.select_one("article") for name, soup in soups.items()
        }
        self.answers: list[tuple[str, list]] = []
        for name, article in self.articles.items():
            self._clean(name, article)

    def slug(self, name: str) -> str:
        return re.sub(r"\W+", "-", Path(name).stem)

    def _clean(self, name: str, article) -> None:
        for tag in article.select(DROPPED):
            tag.decompose()
        slug = self.slug(name)
        for tag in article.find_all(True):
            for key in ("id", "for", "aria-labelledby", "aria-describedby"):
                if tag.get(key):
                    tag[key] = f"{slug}--{tag[key]}"
            for key, value in list(tag.attrs.items()):
                if isinstance(value, str) and "url(#" in value:
                    tag[key] = value.replace("url(#", f"url(#{slug}--")
            if tag.name == "use" and (key := "xlink:href" if tag.get("xlink:href") else "href") in tag.attrs:
                tag[key] = tag[key].replace("#", f"#{slug}--", 1)
            if tag.name == "a" and tag.get("href"):
                self._link(name, tag)
            if tag.name == "img" and not urlsplit(tag.get("src", "")).scheme:
                tag["src"] = (self.site / name).parent.joinpath(unquote(tag["src"])).resolve().as_uri()
        heading = article.select_one("h1")
        heading["id"] = f"{slug}--top"
        moved = self._questions(article) + self._solutions(article)
        if moved:
            self.answers.append((heading.get_text().strip(), moved))
        for cell in article.select(".cell"):
            if not cell.get_text(strip=True) and not cell.select("svg, img"):
                cell.decompose()
        for details in article.select("details"):
            details["open"] = ""

    def _link(self, name: str, link) -> None:
        parts = urlsplit(link["href"])
        if parts.scheme or parts.netloc:
            return
        target = name
        if parts.path:
            target = os.path.normpath(os.path.join(os.path.dirname(name), unquote(parts.path))).replace(os.sep, "/")
        if target not in self.names:
            link.unwrap()
        else:
            link["href"] = f"#{self.slug(target)}--{parts.fragment or 'top'}"

    def _questions(self, article) -> list:
        """Leave the options of each question on its page; return the questions with their feedback."""
        moved = []
        for box in article.select(".admonition.check"):
            full = copy.copy(box)
            for tag in full.select("[id]"):
                del tag["id"]
            full["class"] = "answer"
            for details in full.select("details"):
                told = details.select_one(".sd-summary-content") or details
                label = details.summary.get_text(" ", strip=True) if details.summary else ""
                told.name, told["class"] = "div", "feedback"
                details.replace_with(told)
                told.insert(0, self.new(f"<p class='option'>{_escape(label)}</p>"))
            moved.append(full)
            for details in box.select("details"):
                label = details.summary.get_text(" ", strip=True) if details.summary else ""
                details.replace_with(self.new(f"<p class='option'>{_escape(label)}</p>"))
        return moved

    def _solutions(self, article) -> list:
        """Take solutions, and cells that show one, out of an article."""
        moved = []
        for box in article.select(".solution, .cell.tag_hide-cell"):
            box.extract()
            for summary in box.select("summary"):
                summary.decompose()
            for details in box.select("details"):
                details.unwrap()
            moved.append(box)
        return moved

    def html(self, numbers: dict[str, int]) -> str:
        """The document; ``numbers`` gives the page of each heading, once it is known."""
        parts, contents = [], []
        for name in self.names:
            article = self.articles[name]
            few = len(article.select("h2")) <= SECTIONS
            for heading in article.select("h1, h2" if few else "h1"):
                target = heading.get("id") or (heading.find_parent("section") or {}).get("id")
                if target:
                    contents.append((int(heading.name[1]), heading.get_text().strip(), target))
            parts.append(f"<article class='{self.slug(name)}'>{article.decode_contents()}</article>")
        answers = ["<article><h1 id='answers--top'>Answers</h1>"]
        contents.append((1, "Answers", "answers--top"))
        for title, moved in self.answers:
            answers.append(f"<h2>{_escape(title)}</h2>" + "".join(map(str, moved)))
        parts.append("".join(answers) + "</article>")
        lines = "".join(
            f"<li class='level{level}'><a href='#{target}'><span>{_escape(text)}</span>"
            f"<span class='at'>{numbers.get(target, '')}</span></a></li>"
            for level, text, target in contents
        )
        return (
            f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{_escape(self.title)}</title>"
            f"<style>{LOOK.read_text('utf-8')}</style></head><body>"
            f"<header class='cover'><p class='cover-title'>{_escape(self.title)}</p><p>An open course</p>"
            "<p class='small'>Text and compiled tables: CC BY 4.0. Code: BSD-3-Clause. Pictures move in the pages and in JupyterLab; "
            "here each stands as it is first shown, with the sentence that says what it shows.</p></header>"
            f"<nav class='contents'><h1 id='contents--top'>Contents</h1><ol>{lines}</ol></nav>{''.join(parts)}</body></html>"
        )


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# ---- printing


def _print(browser: str, document: str, target: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        page = Path(name) / "book.html"
        page.write_text(document, "utf-8")
        command = [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
            f"--user-data-dir={name}/profile", "--no-pdf-header-footer", "--generate-pdf-document-outline",
            f"--print-to-pdf={target}", page.as_uri(),
        ]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=300)
        except subprocess.TimeoutExpired:
            raise PdfError("Chromium did not finish printing within five minutes.") from None
        if done.returncode or not target.exists():
            raise PdfError(f"Chromium could not print the book:\n{done.stderr[-1500:]}")


def _numbers(path: Path) -> dict[str, int]:
    """On which page each place stands that a link leads to."""
    import pypdf

    reader = pypdf.PdfReader(path)
    return {
        name.lstrip("/"): reader.get_destination_page_number(to) + 1 for name, to in reader.named_destinations.items()
    }


def make(site: Path) -> Path:
    """Print a built book, put the PDF beside its pages, link it from the downloads page; return its path.

    Raises PdfError when the book, the browser, a font or pypdf is missing.
    """
    try:
        import pypdf
    except ImportError:
        raise PdfError('pypdf is not installed. Run: python -m pip install -e ".[pdf]"') from None
    logging.getLogger("pypdf").setLevel(logging.ERROR)  # it remarks on how Chromium counts objects
    browser = find_browser()
    if browser is None:
        raise PdfError(
            "There is no Chromium, Chrome or Edge on this machine. On Debian or Ubuntu: apt-get install chromium."
        )
    if not has_chinese_font():
        raise PdfError(
            "This machine has no font with Chinese characters, so that they would print as empty boxes. "
            "On Debian or Ubuntu: apt-get install fonts-noto-cjk."
        )
    book = _Print(site)
    target = site / downloads.FOLDER / downloads.PDF
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        first = Path(name) / "first.pdf"
        _print(browser, book.html({}), first)
        numbers = _numbers(first)
        _print(browser, book.html(numbers), first)
        if _numbers(first) != numbers:  # the numbers themselves moved a heading to another page
            _print(browser, book.html(_numbers(first)), first)
        writer = pypdf.PdfWriter(clone_from=first)
        writer.add_metadata(
            {"/Title": book.title, "/Author": "The course's contributors", "/Subject": "An open course"}
        )
        writer.write(target)
    _note(site).write_text(state(site), "utf-8")
    downloads.link_pdf(site)
    return target
