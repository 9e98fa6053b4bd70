"""What a reader takes along: the zips, the notebooks, the page that lists them, and the printed book."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import unquote

import nbclient
import nbformat
import pytest
from bs4 import BeautifulSoup
from conftest import ROOT
from frictionless import Package

from cyberdiplomacy import downloads, pdf
from cyberdiplomacy.exercises.blank import blank

CHAPTERS = ["1-theory", "2-practice", "3-problems", "4-ways-forward"]
SOURCES = sorted((ROOT / "exercises" / "source").glob("*/*.ipynb"))


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """The folder with the downloads, made as the build makes them, and the course unpacked in ``unpacked``."""
    out = tmp_path_factory.mktemp("downloads")
    made = downloads.make(ROOT, out)
    assert {path.name for *_, path in made[:2]} == {downloads.COURSE, downloads.DATA}
    zipfile.ZipFile(out / downloads.COURSE).extractall(out / "unpacked")
    return out


def names(path: Path) -> set[str]:
    return set(zipfile.ZipFile(path).namelist())


def test_the_course_is_whole(packed):
    held = {name.removeprefix(downloads.TOP + "/") for name in names(packed / downloads.COURSE)}
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.split("\n")
    folders = ("chapters/", "data/", "lab/", "cyberdiplomacy/")
    wanted = {name for name in tracked if name.startswith(folders) and not name.startswith("cyberdiplomacy/grading/")}
    wanted |= {
        "README.md",
        "LICENSE",
        "requirements.txt",
        "pyproject.toml",
        "references.bib",
        "index.ipynb",
        "welcome.ipynb",
    }
    wanted |= {"_config.yml", "_toc.yml", *(f"exercises/{name}.ipynb" for name in CHAPTERS)}
    assert held == wanted  # nothing less, and nothing that git doesn't know


def test_the_course_is_small_and_names_no_machine(packed):
    assert (packed / downloads.COURSE).stat().st_size < 3_000_000
    for path in (packed / "unpacked").rglob("*"):
        if path.is_file() and path.suffix != ".png":
            text = path.read_text("utf-8")
            assert str(ROOT) not in text and not re.search(r"(?<![\w.])/(home|Users)/\w", text), path


def test_no_solution_goes_out(packed):
    assert len(SOURCES) >= 4
    held = "\n".join(path.read_text("utf-8") for path in (packed / "unpacked").rglob("*.ipynb"))
    package = "\n".join(path.read_text("utf-8") for path in (packed / "unpacked").rglob("*.py"))
    assert "BEGIN SOLUTION" not in held
    for source in SOURCES:
        solved = [cell.source for cell in nbformat.read(source, as_version=4).cells if "BEGIN SOLUTION" in cell.source]
        assert len(solved) >= 5
        for text in solved:
            for part in re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", text, re.S):
                whole = json.dumps(part.strip())[1:-1]
                assert whole not in held and part.strip() not in package, f"{source.stem}: {part[:80]}"


def test_assignments_are_blank_as_nbgrader_would_make_them():
    preprocessors = pytest.importorskip("nbgrader.preprocessors")
    from cyberdiplomacy.grading import release

    for path in SOURCES:
        source = nbformat.read(path, as_version=4)
        expected, _ = preprocessors.ClearSolutions(config=release.settings(ROOT)).preprocess(
            nbformat.read(path, as_version=4), {}
        )
        ours = blank(source)
        assert [cell.source for cell in ours.cells] == [cell.source for cell in expected.cells], path.stem
        assert any("BEGIN SOLUTION" in cell.source for cell in source.cells)  # the source itself stays as it is


def test_a_solution_without_end_is_not_given_out():
    cell = nbformat.v4.new_code_cell("### BEGIN SOLUTION\nx = 1")
    with pytest.raises(ValueError, match="no beginning or no end"):
        blank(nbformat.v4.new_notebook(cells=[cell]))


def test_the_data_are_a_valid_package(packed, tmp_path):
    zipfile.ZipFile(packed / downloads.DATA).extractall(tmp_path)
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "message"])[:5]
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in (ROOT / "data").iterdir()}


def test_the_same_files_make_the_same_zip(packed, tmp_path):
    downloads.make(ROOT, tmp_path)
    for name in (downloads.COURSE, downloads.DATA):
        assert (packed / name).read_bytes() == (tmp_path / name).read_bytes(), name


def test_the_unpacked_course_packs_itself_again(packed, tmp_path):
    """Who built the book from the unpacked folder offers the same course."""
    again = downloads.course(packed / "unpacked" / downloads.TOP)
    first = downloads.course(ROOT)
    assert again == first


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(downloads.DownloadError, match="index.ipynb is missing"):
        downloads.course(tmp_path)


@pytest.mark.parametrize("name", ["1-theory"])
def test_a_chapter_runs_in_the_unpacked_course_alone(packed, name, monkeypatch):
    top = packed / "unpacked" / downloads.TOP
    chapter = top / "chapters" / f"{name}.ipynb"
    chapter.write_bytes((packed / "notebooks" / f"{name}.ipynb").read_bytes())  # the single notebook, beside the course
    monkeypatch.setenv("PYTHONPATH", str(top))
    monkeypatch.delenv("CYBERDIPLOMACY_DATA", raising=False)
    notebook = nbformat.read(chapter, as_version=4)
    where = nbformat.v4.new_code_cell("import cyberdiplomacy; print(cyberdiplomacy.__file__)")
    notebook.cells.append(where)
    nbclient.NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(chapter.parent)}}).execute()
    assert notebook.cells[-1].outputs[0].text.strip() == str(top / "cyberdiplomacy" / "__init__.py")


# ---- the page


def test_the_page_lists_every_file_and_its_links_work(book):
    page = book / "chapters" / "downloads.html"
    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    rows = [row for row in soup.select("article tbody tr") if row.select("a[download]")]
    files = {(page.parent / unquote(row.a["href"])).resolve(): row.select("td")[-1].get_text() for row in rows}
    # Sphinx keeps a file that another page offers in a folder named by a digest; that page lists it.
    packed = [
        path for path in (book / downloads.FOLDER).rglob("*") if not re.fullmatch("[0-9a-f]{32}", path.parent.name)
    ]
    there = {path.resolve() for path in packed if path.is_file()}
    assert set(files) == there  # every file has a row, every row a file
    assert all(told == downloads.size(path) for path, told in files.items())
    titles = [row.a.get_text() for row in rows]
    assert titles[:2] == ["The whole course", "The data"] and len(set(titles)) == len(titles)
    assert ("not in this copy" in soup.get_text()) == (not (book / downloads.FOLDER / downloads.PDF).exists())


def test_the_page_offers_a_pdf_only_when_there_is_one(tmp_path):
    page, made = tmp_path / "html" / "chapters" / "downloads.html", tmp_path / "html" / downloads.FOLDER / downloads.PDF
    page.parent.mkdir(parents=True)
    made.parent.mkdir()
    page.write_text(downloads.table([], made.parent))
    downloads.link_pdf(tmp_path / "html")
    assert downloads.PDF not in page.read_text() and "make pdf" in page.read_text()
    made.write_bytes(b"x" * 2_000_000)
    downloads.link_pdf(tmp_path / "html")
    assert f'href="../{downloads.FOLDER}/{downloads.PDF}"' in page.read_text() and "2.0 MB" in page.read_text()
    made.unlink()
    downloads.link_pdf(tmp_path / "html")
    assert downloads.PDF not in page.read_text()


def test_a_pdf_of_other_pages_is_taken_away(tmp_path):
    site = tmp_path / "html"
    made = site / downloads.FOLDER / downloads.PDF
    made.parent.mkdir(parents=True)
    made.touch()
    (site / "index.html").write_text("<h1>One</h1>")
    (tmp_path / "pdf-made-from.txt").write_text(pdf.state(site))
    pdf.drop_if_old(site)
    assert made.exists()
    (site / "index.html").write_text("<h1>Two</h1>")
    pdf.drop_if_old(site)
    assert not made.exists()


# ---- the printed book


@pytest.fixture(scope="module")
def printed(book, tmp_path_factory):
    """The PDF, printed from a copy of the built pages; skipped without browser or font."""
    lacks = None if pdf.find_browser() else "There is no Chromium on this machine: install the package chromium."
    lacks = lacks or (
        None if pdf.has_chinese_font() else "There is no Chinese font: install the package fonts-noto-cjk."
    )
    if lacks:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(lacks)
    pypdf = pytest.importorskip("pypdf")
    site = tmp_path_factory.mktemp("site") / "html"
    for path in book.rglob("*"):
        if path.is_file() and "_static" not in path.parts and path.name != downloads.PDF:
            (site / path.relative_to(book)).parent.mkdir(parents=True, exist_ok=True)
            (site / path.relative_to(book)).symlink_to(path)
    page = site / "chapters" / "downloads.html"
    text = page.read_text("utf-8")
    page.unlink()
    page.write_text(text, "utf-8")
    command = [sys.executable, "-m", "cyberdiplomacy.pdf", str(site)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert f'href="../{downloads.FOLDER}/{downloads.PDF}"' in page.read_text("utf-8")
    return pypdf.PdfReader(site / downloads.FOLDER / downloads.PDF)


@pytest.fixture(scope="module")
def texts(printed):
    """The text of each printed page."""
    return [page.extract_text() for page in printed.pages]


@pytest.fixture(scope="module")
def places(printed):
    """On which page, counted from 0, each place stands that a link leads to."""
    return {
        name.lstrip("/"): printed.get_destination_page_number(to) for name, to in printed.named_destinations.items()
    }


def plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_the_pdf_holds_every_chapter_and_its_first_picture_s_sentence(book, texts, places):
    pages = [plain(text) for text in texts]
    contents = "".join(pages[1 : places["index--top"]])
    for name in ["index", *(f"chapters/{chapter}" for chapter in CHAPTERS)]:
        soup = BeautifulSoup((book / f"{name}.html").read_text("utf-8"), "html.parser")
        title = plain(soup.h1.get_text().rstrip("#"))
        sentence = plain(soup.select_one("figure.explorer .explorer-caption").get_text())
        at = [number for number, text in enumerate(pages, start=1) if title in text and number > places["index--top"]]
        assert at, f"{name}: its title is not printed"
        assert any(
            sentence in text or sentence in text + after for text, after in zip(pages, pages[1:] + [""], strict=True)
        ), name
        assert re.search(re.escape(title) + rf"{at[0]}\D", contents), (
            f"{name}: not in the contents with its page {at[0]}"
        )


def test_the_pdf_has_numbers_contents_and_answers_and_leads_nowhere_on_the_machine(printed, texts, places):
    assert printed.metadata.title == "China’s Cyber Diplomacy"
    for number in (4, 50, len(texts)):
        assert str(number) in (texts[number - 1].split()[0], texts[number - 1].split()[-1])
    assert "Contents" in texts[1] and "Answers" in "".join(texts[1 : places["index--top"]])
    actions = [note.get_object().get("/A", {}) for page in printed.pages for note in page.get("/Annots") or []]
    addresses = [str(action["/URI"]) for action in actions if "/URI" in action]
    assert addresses and not [address for address in addresses if not address.startswith("http")]
    assert printed.outline


def test_chinese_is_printed_and_the_cheat_sheet_is_one_page(printed, texts, places):
    assert "国家战略" in plain(texts[places["index--top"]] + texts[places["index--top"] + 1])
    fonts = [font.get_object() for page in printed.pages[:20] for font in page["/Resources"].get("/Font", {}).values()]
    names = {str(font.get("/BaseFont") or font["/FontDescriptor"].get_object()["/FontName"]) for font in fonts}
    assert any(re.search(r"CJK|Hei|Song|PingFang|YaHei|Han|Ming|Droid", name) for name in names), names
    tops = sorted(page for name, page in places.items() if name.endswith("--top"))
    sheet = places["cheatsheet--top"]
    assert tops[tops.index(sheet) + 1] - sheet == 1


def test_without_a_font_or_a_browser_the_command_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "find_browser", lambda: None)
    with pytest.raises(pdf.PdfError, match="apt-get install chromium"):
        pdf.make(tmp_path)
    monkeypatch.setattr(pdf, "find_browser", lambda: "chromium")
    monkeypatch.setattr(pdf, "has_chinese_font", lambda: False)
    with pytest.raises(pdf.PdfError, match="fonts-noto-cjk"):
        pdf.make(tmp_path)


def test_the_pdf_needs_a_built_book(tmp_path):
    with pytest.raises(pdf.PdfError, match="make book"):
        pdf.pages(tmp_path)
