"""The reference pages: complete, made from the tables, and linked with the chapters."""

import json
import re
import tomllib
import unicodedata

import nbformat
import pytest
import yaml
from bs4 import BeautifulSoup
from conftest import ROOT

from cyberdiplomacy import book as extension
from cyberdiplomacy import data, reference, verdicts
from cyberdiplomacy.data import load

NOTEBOOKS = [ROOT / "index.ipynb", *sorted((ROOT / "chapters").glob("[1-4]-*.ipynb"))]
TO_GLOSSARY = re.compile(r"\[([^\]]+)\]\((?:chapters/)?glossary\.ipynb#term-([\w-]+)\)")
NAMES = ["glossary", "data", "claims", "explorers"]
MAKERS = [reference.glossary, reference.catalogue, reference.claims, reference.explorers]
EVERYDAY = {"flow"}  # words that the text uses before in their everyday sense
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


def soup_of(page) -> BeautifulSoup:
    return BeautifulSoup(page._repr_mimebundle_()["text/html"], "html.parser")


@pytest.fixture(scope="module")
def pages(book):
    """The built pages of the book, by name."""
    found = [book / "index.html", *sorted((book / "chapters").glob("*.html"))]
    return {path.stem: BeautifulSoup(path.read_text("utf-8"), "html.parser") for path in found}


def prose(path):
    """The prose of a notebook as ``(label of the section, line)``: no headings, directives, questions, or code.

    Ends where a chapter looks back (*Putting it together*): what is said there was said before.
    """
    label, fence = "", ""
    for cell in nbformat.read(path, as_version=4).cells:
        for line in cell.source.split("\n") if cell.cell_type == "markdown" else []:
            if found := re.match(r"\(((?:claim|chapter)-[\w-]+)\)=", line):
                label = found[1]
            elif line.startswith("## Putting it together"):
                return
            elif fence:
                fence = "" if line.strip() == fence else fence
            elif found := re.match(r"`{3,}|:{5}", line):
                fence = found[0]
            elif not line.startswith(("#", ":", "|")):
                yield label, line


# Glossary


def test_glossary_has_terms_in_three_forms():
    rows = load("glossary")
    assert len(rows) >= 60
    for row in rows.itertuples():
        assert HAN.search(row.chinese) and not re.search("[A-Za-z]", row.chinese), row.term
        assert not HAN.search(row.pinyin) and row.pinyin == unicodedata.normalize("NFC", row.pinyin), row.term
        marks = {mark for letter in row.pinyin for mark in unicodedata.normalize("NFD", letter)[1:]}
        assert marks & set("\u0300\u0301\u0304\u030c"), f"{row.term}: no tone mark in {row.pinyin}"
        assert 1 <= len(re.findall(r"[.?!](?= [A-Z安权]|$)", row.definition)) <= 2, f"{row.term}: {row.definition}"
    assert rows["english"].str.casefold().is_unique


def test_pinyin_has_a_syllable_for_each_character():
    """One vowel group a character, more or less: a slip such as a syllable left out is seen."""
    for row in load("glossary").itertuples():
        plain = "".join(c for c in unicodedata.normalize("NFD", row.pinyin.casefold()) if c.isalpha())
        syllables = len(re.findall(r"[aeiou]+", plain))
        assert abs(syllables - len(HAN.findall(row.chinese))) <= 1, f"{row.chinese}: {row.pinyin}"


def test_first_use_of_each_term_leads_to_its_entry():
    lines = [(label, line) for path in NOTEBOOKS for label, line in prose(path)]
    links = {}
    for at, (label, line) in enumerate(lines):
        for text, term in TO_GLOSSARY.findall(line):
            assert term not in links, f"{term}: a second link, in {label}"
            links[term] = label, text.strip("*"), at
    rows = load("glossary").set_index("term")
    assert set(links) == set(rows.index)
    early = []
    for term, (label, text, at) in links.items():
        assert label == rows.loc[term, "section"], f"{term} is first used in {label}"
        before = " ".join(line for _, line in lines[:at]) + lines[at][1].split(f"#term-{term})")[0].rpartition("[")[0]
        before = TO_GLOSSARY.sub(" ", before).replace("*The Study of China's Cyber Diplomacy*", "")
        earlier = re.search(rf".{{0,40}}(?<![\w-]){re.escape(text)}(?![\w-])", before)
        if earlier and term not in EVERYDAY:
            early.append(f"{term}: …{earlier[0]}")
    assert not early, "used before the link"


def test_an_entry_says_where_it_is_used_and_whose_it_is():
    soup = soup_of(reference.glossary())
    rows = load("glossary").set_index("term")
    assert [dt["id"].removeprefix("term-") for dt in soup.select("dt")] == sorted(
        rows.index, key=lambda term: rows.loc[term, "english"].casefold()
    )
    for dt in soup.select("dt"):
        row = rows.loc[dt["id"].removeprefix("term-")]
        assert dt.select_one('[lang="zh-Hans"]').text == row["chinese"] and row["pinyin"] in dt.text
        told = dt.find_next("dd")
        assert row["definition"] in told.text and row["source_title"] in told.text
        assert told.select_one("a")["href"].endswith("#" + row["section"])


def test_a_section_that_is_not_there_is_refused():
    assert reference.section("claim-p5") == ("P5", "2-practice.ipynb#claim-p5")
    assert reference.section("chapter-theory") == ("Chapter 1 Theory", "1-theory.ipynb#chapter-theory")
    for label in ("claim-x9", "chapter-none", "p5"):
        with pytest.raises(ValueError, match=label):
            reference.section(label)


# Data catalogue


def test_every_table_stands_in_the_catalogue():
    soup = soup_of(reference.catalogue())
    assert {h2["id"].removeprefix("table-") for h2 in soup.select("h2")} == set(data.names())
    for section in soup.select("section"):
        one = data.resource(section.h2["id"].removeprefix("table-"))
        columns, preview = section.select("table")
        assert one["description"] in section.text and one["licenses"][0]["title"] in section.text
        assert all(source["title"] in section.text for source in one["sources"]), one["name"]
        fields = one["schema"]["fields"]
        assert [row.select("td")[0].text for row in columns.select("tbody tr")] == [field["name"] for field in fields]
        assert all(field["description"] in columns.text for field in fields)
        assert len(preview.select("tbody tr")) == min(3, len(load(one["name"])))
        assert f"{len(load(one['name'])):,} rows" in section.text


def test_the_files_of_the_catalogue_are_in_the_book(book, pages):
    offered = pages["data"].select(".reference a[download]")
    assert len(offered) == len(data.names())
    for link in offered:
        held = (book / "chapters" / link["href"]).resolve()
        assert held.read_bytes() == (data.folder() / held.name).read_bytes(), link["href"]
    assert json.loads((book / "data" / "datapackage.json").read_text("utf-8"))["name"]


def test_a_table_can_be_kept_from_a_double_click(browser, book):
    tab = browser.new_page()
    tab.goto((book / "chapters" / "data.html").as_uri())
    with tab.expect_download() as download:
        tab.locator('a[href$="verdicts.csv"]').click()
    assert download.value.suggested_filename == "verdicts.csv"
    tab.close()


# Claims and explorers


def test_claims_stand_once_under_their_verdict():
    soup = soup_of(reference.claims())
    rows = verdicts.table().set_index("claim")
    for verdict, heading in zip(verdicts.VERDICTS, soup.select("h2"), strict=True):
        some = rows[rows["verdict"] == verdict]
        table = heading.find_next("table")
        assert [a.text for a in table.select("a")] == list(some.index)
        assert [a["href"] for a in table.select("a")] == list(some["link"])
        assert f"({len(some)} of 30)" in heading.text
    crossed = [a.text for a in soup.select_one("table").select("td a")]
    assert sorted(crossed) == sorted(rows.index)


def test_chapters_look_back_with_the_verdicts_of_the_table():
    """Under *Putting it together* the last column begins with the claim's verdict."""
    told = {}
    for path in NOTEBOOKS:
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown" and "## Putting it together" in cell.source:
                told |= dict(re.findall(r"^\| ([TPGS]\d+) .*\| ([^|]+?) \|$", cell.source, re.M))
    held = verdicts.table().set_index("claim")["verdict"]
    assert list(told) == [claim for claim in held.index if claim[0] != "I"]
    assert not {claim: text for claim, text in told.items() if not text.startswith(held[claim])}


def test_every_explorer_of_the_book_is_listed_with_a_picture(pages):
    held = {
        figure["id"]: name
        for name, soup in pages.items()
        for figure in soup.select("figure.explorer")
    }  # fmt: skip
    listed = {}
    for item in pages["explorers"].select(".reference-explorers li"):
        page, _, name = item.a["href"].partition("#")
        listed[name] = page.removesuffix(".html").rpartition("/")[2]
        assert item.select_one(f'[data-explorer="{name}"] svg').find(["path", "rect", "circle", "use", "line"]), name
        assert item.p.text.endswith(".")
    assert listed == held
    ids = [tag["id"] for tag in pages["explorers"].find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_the_list_of_explorers_is_light(book):
    assert (book / "chapters" / "explorers.html").stat().st_size <= 400_000


def test_a_thumbnail_has_no_words_and_ids_of_its_own():
    picture = (
        '<svg xmlns="x" viewBox="0 0 1 1" role="img" aria-label="Said">\n<defs><path id="m1" d="M0 0"/></defs>'
        '<text x="1">Word</text><g class="explorer-marks"><path data-at="1 2" d="M1 1" clip-path="url(#m1)"/></g>'
        '<use href="#m1"/></svg>'
    )
    small = extension.thumbnail(picture, "seats")
    assert small.startswith('<svg aria-hidden="true"') and "slice" not in small  # the whole picture, not its middle
    assert not re.search("Word|Said|data-at|role|explorer-marks", small)
    assert 'id="seats-m1"' in small and 'href="#seats-m1"' in small and "url(#seats-m1)" in small


@pytest.mark.parametrize("maker", MAKERS)
def test_a_page_says_the_same_in_plain_text(maker):
    page = maker()
    assert len(str(page).splitlines()) >= 30 and "<" not in str(page).replace("<=", "")


def test_links_of_pages_made_from_tables_lead_to_pages(pages):
    for name in [*NAMES, "4-ways-forward"]:
        links = [a["href"] for a in pages[name].select("article a[href]")]
        assert links and not [href for href in links if re.match(r"(?!\w+:).*\.ipynb(#|$)", href)], name


# Language


def test_chinese_words_are_marked_and_nothing_else():
    mark = extension.mark_chinese
    assert mark("<p>Power (话语权, or 权力) 1</p>") == (
        '<p>Power (<span lang="zh-Hans">话语权</span>, or <span lang="zh-Hans">权力</span>) 1</p>'
    )
    assert mark("《中国》、与“一带一路”") == (
        '<span lang="zh-Hans">《中国》、与</span>“<span lang="zh-Hans">一带一路</span>”'
    )
    kept = (
        '<a title="网络">x</a><code>网络</code><pre>网络</pre><svg><text>网络</text></svg><script>"网络"</script>'
        '<option>网络</option><span lang="zh-Hans">网络</span><!-- 网络 -->'
    )
    assert mark(kept) == kept


def test_every_chinese_word_of_the_book_has_its_language(pages):
    seen = 0
    for name, soup in pages.items():
        for text in soup.find_all(string=HAN):
            if type(text).__name__ != "NavigableString" or text.find_parent(
                ["script", "svg", "code", "pre", "option", "style"]
            ):
                continue
            holder = text.find_parent(lang=True)
            assert holder and holder["lang"] == "zh-Hans", f"{name}: {text[:60]}"
            seen += 1
    assert seen > 300


def test_chinese_in_a_changed_picture_has_its_language(browser, book):
    """What the script writes after a move: the tables of definitions quote Chinese."""
    tab = browser.new_page()
    tab.goto((book / "chapters" / "1-theory.html").as_uri())
    figure = tab.locator("figure#definitions")
    figure.scroll_into_view_if_needed()
    figure.locator("summary").click()
    figure.get_by_label("Chinese", exact=True).check()
    figure.locator("tbody [lang=zh-Hans]").first.wait_for()
    bare = figure.evaluate(
        """figure => {
          const walk = document.createTreeWalker(figure.querySelector("table"), NodeFilter.SHOW_TEXT), found = [];
          while (walk.nextNode()) if (/\\p{Script=Han}/u.test(walk.currentNode.data)
            && !walk.currentNode.parentElement.closest("[lang^=zh]")) found.push(walk.currentNode.data);
          return found;
        }"""
    )
    assert bare == []
    tab.close()


# Citation and licence


def test_citation_and_licences_agree():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    about = (ROOT / "chapters" / "about.md").read_text("utf-8")
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    assert cited["cff-version"] == "1.2.0" and cited["message"]
    assert cited["authors"] == [{"name": config["author"]}]
    assert cited["title"].startswith(config["title"]) and str(cited["version"]) == project["version"]
    best = cited["preferred-citation"]
    line = f"{config['author']} ({best['year']}). *{best['title']}*. Version {best['version']}."
    assert line in about
    assert set(cited["license"]) == {"CC-BY-4.0", project["license"]} and project["license"] == "BSD-3-Clause"
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("BSD 3-Clause License")
    assert "MIT" not in (ROOT / "README.md").read_text("utf-8")
    assert "BSD 3-Clause" in about and "CC BY 4.0" in about


def test_the_author_stands_in_a_sentence(book):
    for page in ("index.html", "search.html"):
        foot = BeautifulSoup((book / page).read_text("utf-8"), "html.parser").select_one(".component-author")
        assert " ".join(foot.get_text().split()) == "By the course's contributors"
