"""The check of links, on a server of the tests' own; and that a link's death takes no source away."""

import csv
import http.server
import json
import re
import socket
import subprocess
import sys
import threading
import time

import nbformat
import pytest
from conftest import ROOT

from cyberdiplomacy import data, links

PACKAGE = json.loads((data.folder() / "datapackage.json").read_text("utf-8"))


class Host(http.server.BaseHTTPRequestHandler):
    asked: list = []
    flaky = 0

    def do_GET(self):
        Host.asked.append((self.command, self.path, time.monotonic()))
        path = self.path.split("?")[0]
        status = {"/gone": 410, "/missing": 404, "/robots": 403, "/broken": 503}.get(path, 200)
        if path == "/nohead" and self.command == "HEAD":
            status = 405
        if path == "/flaky":
            Host.flaky += 1
            status = 500 if Host.flaky < 3 else 200  # HEAD and GET of the first try fail
        if path in ("/old", "/loop", "/slash"):
            self.send_response(301)
            self.send_header("Location", {"/old": "/new", "/loop": "/loop", "/slash": "/slash/"}[path])
        else:
            self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET

    def log_message(self, *_):
        pass


@pytest.fixture
def host():
    """The address of a server; what it was asked is in ``Host.asked``."""
    Host.asked, Host.flaky = [], 0
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Host)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "path, state",
    {
        "/fine": "fine", "/nohead": "fine", "/flaky": "fine", "/slash": "fine", "/old": "moved", "/gone": "dead", "/missing": "dead",
        "/loop": "dead", "/robots": "refused", "/broken": "silent", "/fine?q=网络 外交": "fine",
    }.items(),
)  # fmt: skip
def test_what_became_of_an_address(host, path, state):
    found = links.check(host + path, timeout=5, pause=0.01)
    assert found["state"] == state, found
    assert found.get("to") == (host + "/new" if state == "moved" else None)


def test_head_is_asked_first_and_alone_where_it_is_answered(host):
    links.check(host + "/fine")
    assert [method for method, *_ in Host.asked] == ["HEAD"]


def test_a_host_that_never_answers_is_silent():
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        found = links.check(f"http://127.0.0.1:{deaf.getsockname()[1]}/", timeout=0.2, tries=2, pause=0.01)
    assert found["state"] == "silent" and "no answer" in found["why"]


def test_one_question_at_a_time_a_host_and_none_twice(host):
    known, addresses = {}, [f"{host}/{number}" for number in range(5)]
    links.check_all(addresses, known, wait=0.1)
    times = [when for *_, when in Host.asked]
    assert len(times) == 5 and min(b - a for a, b in zip(times, times[1:], strict=False)) >= 0.09
    known[addresses[0]]["when"] -= 40 * 86400  # found long ago: asked again
    links.check_all(addresses, known, wait=0)
    assert len(Host.asked) == 6


def test_without_a_network_nothing_is_called_dead(monkeypatch):
    monkeypatch.setattr(links, "check", lambda address, **_: {"state": "dead", "why": "no such host"})
    known = {}
    with pytest.raises(links.LinkError, match="no network"):
        links.check_all(["http://a.example/", "http://b.example/"], known)
    assert known == {}


def test_the_report_groups_links_and_says_where_each_stands():
    found = {
        "https://a.example/": ["chapters/1.ipynb", "data/x.csv, row 2"],
        "https://b.example/": ["references.bib, b"],
        "https://c.example/": ["c"],
    }
    known = {
        "https://a.example/": {"state": "dead", "why": "404"},
        "https://b.example/": {"state": "moved", "why": "200", "to": "https://b.example/new"},
    }
    text = links.report(found, known)
    assert "- dead: 1" in text and "- not checked yet: 1" in text
    assert "chapters/1.ipynb; data/x.csv, row 2" in text and "→ https://b.example/new" in text
    assert text.index("## Dead") < text.index("## Moved") and "## Fine" not in text


def test_addresses_are_found_where_they_stand(tmp_path):
    (tmp_path / "chapters").mkdir()
    (tmp_path / "data").mkdir()
    cell = nbformat.v4.new_markdown_cell("[a](https://a.example/x_(y)) and <https://b.example/>.")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "chapters" / "1.ipynb")
    (tmp_path / "references.bib").write_text('@misc{key,\n    doi = "10.1/x",\n    url = "https://c.example/a"\n}\n')
    fields = [{"name": "source_url"}]
    (tmp_path / "data" / "datapackage.json").write_text(
        json.dumps(
            {
                "resources": [
                    {
                        "name": "t",
                        "path": "t.csv",
                        "schema": {"fields": fields},
                        "sources": [{"path": "https://d.example"}],
                    }
                ]
            }
        )
    )
    (tmp_path / "data" / "t.csv").write_text("source_url\nhttps://a.example/x_(y)\n")
    assert links.places(tmp_path) == {
        "https://a.example/x_(y)": ["chapters/1.ipynb", "data/t.csv, row 2"],
        "https://b.example/": ["chapters/1.ipynb"],
        "https://doi.org/10.1/x": ["references.bib, key"],
        "https://c.example/a": ["references.bib, key"],
        "https://d.example": ["data/datapackage.json, t"],
    }


def test_the_command_reports_without_asking(tmp_path):
    (tmp_path / "references.bib").touch()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "datapackage.json").write_text('{"resources": []}')
    command = [sys.executable, "-m", "cyberdiplomacy.links", "--report"]
    done = subprocess.run(command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "_build" / "links.md").exists() and "0 dead" in done.stdout


# ---- title, publisher, date: a reader finds the work when its link is gone


def bibliography():
    """Each entry of references.bib: its key and its fields."""
    text = (ROOT / "references.bib").read_text("utf-8")
    for entry in re.finditer(r"@\w+\{([^,]+),(.*?)\n\}", text, re.S):
        yield entry[1], dict(re.findall(r'^\s*(\w+)\s*=\s*"(.*)",?$', entry[2], re.M))


def lacks(fields: dict) -> list[str]:
    """What a work's entry lacks. A body that signs a text has published it."""
    published = any(
        fields.get(k)
        for k in ("journal", "booktitle", "publisher", "institution", "organization", "howpublished", "school")
    )
    body = fields.get("author", "").startswith("{")
    tests = {
        "author": fields.get("author") or fields.get("editor"), "title": fields.get("title"), "year": fields.get("year"),
        "publisher": published or body,
    }  # fmt: skip
    return [name for name, there in tests.items() if not there]


def test_every_work_is_found_without_its_link():
    entries = dict(bibliography())
    assert len(entries) > 200
    assert {key: lacks(fields) for key, fields in entries.items() if lacks(fields)} == {}
    assert lacks({"author": "Su, Shumin", "title": "x", "year": "2015"}) == ["publisher"]


@pytest.mark.parametrize("resource", PACKAGE["resources"], ids=lambda one: one["name"])
def test_every_source_of_a_table_is_found_without_its_link(resource):
    """Title and publisher, and a date: the source's own, or the day on which the table was made from it."""
    columns = [field["name"] for field in resource["schema"]["fields"]]
    assert all(source.get("title") for source in resource["sources"])
    if "source_url" not in columns:
        return
    made = resource.get("compiled") or resource.get("retrieved", "")
    assert not made or re.fullmatch(r"20\d\d-\d\d-\d\d", made)
    with (data.folder() / resource["path"]).open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=2):
            for column in columns:
                if column.endswith("source_url") or re.fullmatch(r"source\d_url", column):
                    assert not row[column] or row[column.replace("url", "title")], (
                        f"row {number}: {column} has no title"
                    )
            if row["source_title"]:
                assert row["source_publisher"], f"row {number}: no publisher"
                assert row["source_date"] or made, (
                    f"row {number}: no date, and the table does not say when it was compiled"
                )


def test_a_link_on_a_page_says_what_it_leads_to_and_whose_it_is():
    """[Title](https://…) (publisher, date), or in brackets [title](https://…), publisher: no address stands alone."""
    told = r"\[[^\]]{3,}\]\(https?://[^)\s]+\)(\s*\([^)]{3,}\)|, [A-Z][^)\];]{3,})"
    for path in [ROOT / "index.ipynb", *(ROOT / "chapters").glob("*.ipynb"), *(ROOT / "chapters").glob("*.md")]:
        text = path.read_text("utf-8")
        if path.suffix == ".ipynb":
            cells = nbformat.reads(text, as_version=4).cells
            text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
        left = re.sub(told, "", text)
        assert not re.findall(r"https?://\S+", left), f"{path.name}: a link without (publisher, date)"
