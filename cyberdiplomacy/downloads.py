"""What a reader takes along: the course, its data, its notebooks, as files beside the built pages.

The zips are the same, byte for byte, whenever and wherever the same files are packed. They hold what the patterns below
name and nothing else: no solution of an assignment, no test, nothing of the machine that packed them.
"""

import html
import json
import re
import shutil
import zipfile
from pathlib import Path

import nbformat

from .exercises.blank import blank

FOLDER = "_downloads"
COURSE, DATA, PDF = "china-cyber-diplomacy-course.zip", "china-cyber-diplomacy-data.zip", "china-cyber-diplomacy.pdf"
TOP = "china-cyber-diplomacy"  # the folder that the course unpacks to

# The files of the course that a student needs, and those that rebuild the book from the unpacked folder.
PATTERNS = (
    "LICENSE", "requirements.txt", "pyproject.toml", "_config.yml", "_toc.yml", "references.bib", "index.ipynb", "welcome.ipynb",
    "chapters/*.ipynb", "chapters/*.md", "chapters/images/*",
    "data/*.csv", "data/datapackage.json",
    "lab/pyproject.toml", "lab/settings/*.json", "lab/cyberdiplomacy/*.json", "lab/cyberdiplomacy/static/*.js",
    *(f"cyberdiplomacy/**/*.{kind}" for kind in ("py", "js", "css", "svg", "html", "j2")),
)  # fmt: skip
NOT = "cyberdiplomacy/grading/"  # for who grades a class

README = """# China's Cyber Diplomacy: the course to take along

The chapters as notebooks, their data, and the package that draws the pictures. You need Python 3.11 or newer.
In this folder, once, with a network:

    python3 -m venv .venv
    .venv/bin/python -m pip install -r requirements.txt

On Windows write `py` for `python3` and `.venv\\Scripts\\` for `.venv/bin/`. From then on no network is needed:

    .venv/bin/jupyter lab welcome.ipynb

The notebook that opens says where to click. `chapters/` holds the chapters, `exercises/` the assignments as given to
students (hand yours in as your instructor says), `data/` the tables with their sources (`datapackage.json`).

To build the pages from this folder: `.venv/bin/jupyter-book build . -n -W --keep-going`.

Code: BSD-3-Clause (`LICENSE`). Text and compiled tables: CC BY 4.0. Each table names its sources and licence in
`data/datapackage.json`.
"""


class DownloadError(RuntimeError):
    """A download can't be made; the message says which, and what is missing."""


def course(root: Path) -> dict[str, bytes]:
    """The files of the course by their path in the unpacked folder."""
    files = {"README.md": README.encode()}
    for pattern in PATTERNS:
        for path in root.glob(pattern):
            name = path.relative_to(root).as_posix()
            if path.is_file() and not path.name.startswith(".") and not name.startswith(NOT):
                files[name] = path.read_bytes()
    for path in sorted(root.glob("exercises/source/*/*.ipynb")):  # in a course that was taken along there is no source
        if path.stem == path.parent.name:
            files[f"exercises/{path.name}"] = _assignment(path)
    for path in root.glob("exercises/*.ipynb"):
        files.setdefault(f"exercises/{path.name}", path.read_bytes())
    for name in ("index.ipynb", "requirements.txt", "data/datapackage.json", "chapters/1-theory.ipynb"):
        if name not in files:
            raise DownloadError(f"The course can't be packed: {root / name} is missing.")
    return {name: _plain(name, held) for name, held in files.items()}


def _assignment(path: Path) -> bytes:
    try:
        return nbformat.writes(blank(nbformat.read(path, as_version=4))).encode()
    except (ValueError, nbformat.reader.NotJSONError) as error:
        raise DownloadError(f"{path}: no students' copy can be made. {error}") from error


def _plain(name: str, held: bytes) -> bytes:
    """A notebook without what a session in JupyterLab left in it; any other file as it is."""
    if not name.endswith(".ipynb"):
        return held
    notebook = nbformat.reads(held.decode(), as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code" and "nbval-check-output" not in cell.metadata.get("tags", []):
            cell.outputs, cell.execution_count = [], None
    return (nbformat.writes(notebook) + "\n").encode()


def data(root: Path) -> dict[str, bytes]:
    """The data package: its description and exactly the tables that it names."""
    described = json.loads((root / "data" / "datapackage.json").read_text("utf-8"))
    names = ["datapackage.json", *(resource["path"] for resource in described["resources"])]
    missing = [name for name in names if not (root / "data" / name).is_file()]
    if missing:
        raise DownloadError(f"The data can't be packed: data/{missing[0]} is missing.")
    return {name: (root / "data" / name).read_bytes() for name in names}


def pack(files: dict[str, bytes], target: Path, top: str = "") -> Path:
    """Write files to a zip that depends on nothing but their names and contents."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{top}/{name}" if top else name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, files[name], zipfile.ZIP_DEFLATED, compresslevel=9)
    return target


def make(root: Path, out: Path) -> list[tuple[str, str, Path]]:
    """Make all downloads but the PDF in ``out``: what each is, what it holds, and its path."""
    shutil.rmtree(out / "notebooks", ignore_errors=True)
    files = course(root)
    made = [
        ("The whole course", "chapters, data, assignments, package, README", pack(files, out / COURSE, TOP)),
        ("The data", "all tables and their description, a Frictionless Data Package", pack(data(root), out / DATA)),
    ]
    for name in sorted(files):
        if re.fullmatch(r"index\.ipynb|chapters/(\d-.*|cheatsheet)\.ipynb", name):
            path = out / "notebooks" / Path(name).name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[name])
            title = _title(nbformat.reads(files[name].decode(), as_version=4)) or path.stem
            where = "the unpacked folder" if name == "index.ipynb" else "the folder chapters of the unpacked course"
            made.append((title, f"notebook; put it into {where}", path))
    return made


def _title(notebook) -> str:
    lines = (line for cell in notebook.cells if cell.cell_type == "markdown" for line in cell.source.splitlines())
    return next((line[2:].strip() for line in lines if line.startswith("# ")), "")


def size(path: Path) -> str:
    """The size of a file as a reader would say it."""
    held = path.stat().st_size
    return f"{held / 1_000_000:.1f} MB" if held >= 950_000 else f"{max(1, round(held / 1000))} kB"


def row(title: str, what: str, path: Path, out: Path) -> str:
    """A row of the downloads page's table. Its link is relative, so that it works from a disk too."""
    address = f"../{FOLDER}/{path.relative_to(out).as_posix()}"
    return (
        f'<tr><td><a download href="{html.escape(address)}">{html.escape(title)}</a></td>'
        f'<td>{html.escape(what)}</td><td style="white-space: nowrap">{size(path)}</td></tr>'
    )


# The row of the PDF, which another command makes: between these the page says how, or links it.
PDF_BEGIN, PDF_END = "<!-- pdf -->", "<!-- /pdf -->"
NO_PDF = (
    '<tr><td>The whole book as a PDF</td><td colspan="2">not in this copy of the book; '
    "<code>make pdf</code> makes it and puts its link here</td></tr>"
)


def table(made: list[tuple[str, str, Path]], out: Path) -> str:
    """The table of the downloads page."""
    rows = "\n".join(row(*one, out) for one in made)
    return (
        '<table class="table"><thead><tr><th scope="col">File</th><th scope="col">What it holds</th>'
        f'<th scope="col">Size</th></tr></thead><tbody>\n{rows}\n{PDF_BEGIN}{NO_PDF}{PDF_END}\n</tbody></table>'
    )


def link_pdf(site: Path) -> None:
    """On the downloads page of a built book: a link to the PDF if it is there, and how to make it if not."""
    page, out = site / "chapters" / "downloads.html", site / FOLDER
    if not page.exists():
        raise DownloadError(f"There is no {page}. Build the book first.")
    path = out / PDF
    told = (
        row("The whole book as a PDF", "all chapters with their pictures, to print", path, out)
        if path.exists()
        else NO_PDF
    )
    before, _, rest = page.read_text("utf-8").partition(PDF_BEGIN)
    _, found, after = rest.partition(PDF_END)
    if not found:
        raise DownloadError(f"{page} has no place for the PDF's link. Build the book again.")
    page.write_text(f"{before}{PDF_BEGIN}{told}{PDF_END}{after}", "utf-8")
