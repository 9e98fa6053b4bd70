"""The built book in a real browser, from a server and from a double-click."""

import re
import shutil
import unicodedata
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from bs4 import BeautifulSoup
from conftest import PAGES, ROOT, WITH_EXPLORERS, build_book, unpack

from benchmarks import course

WAYS = ["http", "file"]


def state(figure) -> tuple[str, str]:
    return figure.locator(".explorer-picture").inner_html(), figure.locator(".explorer-caption").inner_text()


def wait_ready(tab, figure):
    figure.scroll_into_view_if_needed()
    tab.wait_for_function(
        "f => !f.querySelector('script[type=\"application/gzip\"]')", arg=figure.element_handle(), timeout=10_000
    )


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_quiet_and_asks_nobody(visit, way, page):
    tab = visit(way, page)
    assert tab.title()
    tab.mouse.wheel(0, 20_000)
    tab.wait_for_timeout(200)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("page", WITH_EXPLORERS)
def test_every_control_moves_picture_and_sentence(visit, way, page):
    tab = visit(way, page)
    figures = tab.locator("figure.explorer")
    assert figures.count() >= WITH_EXPLORERS[page]
    for figure in figures.all():
        name = figure.get_attribute("id")
        wait_ready(tab, figure)
        moved = 0
        for box in figure.locator(".explorer-controls select, .explorer-controls input").all():
            before = state(figure)
            kind = box.evaluate("box => box.type")
            if kind == "select-one":
                at = int(box.input_value())
                box.select_option(index=(at + 1) % box.locator("option").count())
            elif kind == "range":
                box.focus()
                tab.keyboard.press("ArrowLeft" if box.input_value() == box.get_attribute("max") else "ArrowRight")
            elif kind == "radio" and box.is_checked():
                continue
            else:
                box.click()
            after = state(figure)
            assert after[0] != before[0], f"{name}: {box} leaves the picture as it is"
            assert after[1] != before[1], f"{name}: {box} leaves the sentence as it is"
            label = figure.locator(".explorer-picture svg").get_attribute("aria-label")
            assert label == after[1], f"{name}: the alternative text is not the sentence"
            moved += 1
        assert moved, f"{name} has no control that moves it"


def read_explorers(path: Path) -> dict[str, tuple[int, dict]]:
    """Of each explorer of a built page: how many states its controls have, and its frames."""
    found = {}
    for figure in BeautifulSoup(path.read_text("utf-8"), "html.parser").select("figure.explorer"):
        packed = figure.select_one('script[type="application/gzip"]').string
        states = 1
        for choice in figure.select(".explorer-choice"):
            if slider := choice.select_one("input[type=range]"):
                states *= int(slider["max"]) + 1
            else:
                states *= len(choice.select("option, input[type=radio]")) or 2
        found[figure["id"]] = states, unpack(packed)
    return found


@pytest.mark.parametrize("page", WITH_EXPLORERS)
def test_every_state_has_a_frame_of_its_own(book, page):
    for name, (states, frames) in read_explorers(book / page).items():
        assert len(frames) == states, name
        for svg, sentence, header, rows, source, _ in frames.values():
            assert svg.startswith("<svg") and sentence and header and source, name
            # A choice may find nothing, and says so.
            empty = any(words in sentence for words in (" 0 events", "No act in our list", "none in our list"))
            assert rows or empty, f"{name}: {sentence}"
            assert "nan" not in sentence.lower().split() and "None" not in sentence, sentence


@pytest.mark.parametrize("page", WITH_EXPLORERS)
def test_no_text_of_a_picture_is_cut_off(visit, book, page):
    """In every frame, every text lies inside the picture, in the browser's own font."""
    tab = visit("file", page, viewport={"width": 360, "height": 740})
    tab.set_content('<div id="here" style="width: 330px; font-family: sans-serif"></div>')
    for name, (_, frames) in read_explorers(book / page).items():
        cut = tab.evaluate(
            """svgs => svgs.flatMap((svg) => {
              const here = document.getElementById("here");
              here.innerHTML = svg;
              const box = here.firstElementChild.getBoundingClientRect();
              return [...here.querySelectorAll("text")].filter((text) => {
                const own = text.getBoundingClientRect();
                return own.left < box.left - 1 || own.right > box.right + 1 || own.top < box.top - 1
                  || own.bottom > box.bottom + 1;
              }).map((text) => text.textContent);
            })""",
            [frame[0] for frame in frames.values()],
        )
        assert not cut, f"{name}: {sorted(set(cut))}"


def test_data_table_and_csv_follow_the_picture(visit):
    tab = visit("file", "index.html")
    figure = tab.locator("figure.explorer").first
    wait_ready(tab, figure)
    figure.locator("summary").click()
    before = figure.locator("table").inner_text()
    figure.locator("select, input").first.focus()
    tab.keyboard.press("ArrowDown")
    after = figure.locator("table").inner_text()
    assert after != before
    with tab.expect_download() as download:
        figure.locator("a[download]").click()
    lines = Path(download.value.path()).read_text("utf-8-sig").splitlines()
    assert len(lines) == figure.locator("tr").count()


IN_WINDOW = "(svg, [x, y]) => { const p = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM()); return [p.x, p.y]; }"


@pytest.mark.parametrize("name", ["resolution", "timeline", "instruments", "decisions", "platforms"])
def test_a_mark_can_be_found_by_keyboard_and_by_pointer(visit, name):
    tab = visit("file", "chapters/2-practice.html", viewport={"width": 360, "height": 800}, has_touch=True)
    figure = tab.locator(f"figure#{name}")
    wait_ready(tab, figure)
    finder, line = figure.locator(".explorer-find select"), figure.locator(".explorer-mark")
    finder.focus()
    for _ in range(3):
        tab.keyboard.press("ArrowDown")
    chosen = finder.input_value()
    assert chosen and line.inner_text().startswith(chosen)
    names = figure.locator("tbody td:first-child").all_text_contents()
    options = finder.locator("option")
    assert sorted(options.evaluate_all("all => all.slice(1).map(one => one.value)")) == sorted(names)
    plain = [
        unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
        for text in options.all_text_contents()[1:]
    ]
    starts = [text[:3].casefold() for text in plain]
    assert starts == sorted(starts)  # by date, or by the name of the state
    place = names.index(chosen)
    for cell in figure.locator("tbody tr").nth(place).locator("td").all_text_contents()[1:]:
        assert " ".join(cell.split()) in " ".join(line.inner_text().split())
    # The ring stands on the mark; a tap on another one, some way from all others, goes there and to its row.
    places = figure.locator(".explorer-marks [data-at]").evaluate_all(
        "paths => paths.flatMap(p => p.dataset.at.match(/\\S+ \\S+/g).map(pair => pair.split(' ').map(Number)))"
    )
    ring = figure.locator(".explorer-ring")
    assert [float(ring.get_attribute(c)) for c in ("cx", "cy")] == places[place]
    at = next(
        k
        for k, (x, y) in reversed([*enumerate(places)])
        if k != place and all(abs(x - a) + abs(y - b) > 3 for j, (a, b) in enumerate(places) if j != k)
    )
    svg = figure.locator(".explorer-picture svg")
    svg.evaluate("one => one.scrollIntoView({ block: 'center' })")  # clear of the header that stays in view
    tab.touchscreen.tap(*svg.evaluate(IN_WINDOW, places[at]))
    assert [float(ring.get_attribute(c)) for c in ("cx", "cy")] == places[at]
    assert line.inner_text().startswith(names[at])
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_state_stays_chosen_from_vote_to_vote(visit):
    tab = visit("file", "chapters/2-practice.html")
    figure = tab.locator("figure#resolution")
    wait_ready(tab, figure)
    finder, line = figure.locator(".explorer-find select"), figure.locator(".explorer-mark")
    finder.focus()
    tab.keyboard.type("Brazil")
    assert "Brazil" in line.inner_text() and "Vote: abstain" in line.inner_text()
    figure.locator("select").first.select_option(label="74/28 (2019): responsible behaviour")
    assert finder.input_value() == "Brazil" and "Vote: yes" in line.inner_text()
    figure.locator("select").first.select_option(label="60/45 (2005): information security")
    finder.focus()
    tab.keyboard.type("South Sudan")
    assert "South Sudan" not in line.inner_text()  # no member yet: not in the list
    figure.locator("select").first.select_option(label="71/28 (2016): information security")
    finder.select_option("South Sudan")
    figure.locator("select").first.select_option(label="60/45 (2005): information security")
    assert line.inner_text() == "South Sudan: not in this selection."


@pytest.mark.parametrize("page", WITH_EXPLORERS)
def test_without_scripts_there_is_a_picture_with_words_and_no_dead_control(visit, page):
    tab = visit("file", page, java_script_enabled=False)
    for figure in tab.locator("figure.explorer").all():
        assert figure.locator("svg").is_visible()
        assert figure.locator(".explorer-caption").inner_text()
        assert not figure.locator(".explorer-controls").is_visible()
        assert figure.locator("a[download]").get_attribute("href").startswith("data:text/csv")


def test_twenty_quick_keys_end_in_the_last_state(visit):
    tab = visit("file", "index.html")
    figure = tab.locator("figure.explorer").filter(has=tab.locator("select")).first
    wait_ready(tab, figure)
    select = figure.locator("select").first
    select.select_option(index=0)
    select.focus()
    for _ in range(20):
        tab.keyboard.press("ArrowDown")
    at = int(select.input_value())
    assert at == min(20, select.locator("option").count() - 1)
    reached = state(figure)
    select.select_option(index=0)
    select.select_option(index=at)
    assert state(figure) == reached


@pytest.mark.parametrize("scheme,ground", [("light", "#ffffff"), ("dark", "#121212")])
def test_ink_of_pictures_follows_the_page(visit, scheme, ground):
    tab = visit("file", "index.html", color_scheme=scheme)
    colour = tab.locator("figure.explorer svg text").first.evaluate("t => getComputedStyle(t).fill")
    light = sum(map(int, re.findall(r"\d+", colour)[:3])) / 3
    assert (light < 100) if scheme == "light" else (light > 150), f"text {colour} on {ground}"


@pytest.mark.parametrize("page", WITH_EXPLORERS)
def test_a_page_with_all_its_explorers_is_small(book, page):
    own = (book / page).stat().st_size + sum(
        (book / "_static" / f).stat().st_size for f in ("explorer.js", "page.js", "book.css")
    )
    assert own <= 1_500_000


def test_links_inside_the_book_lead_somewhere(book):
    ids = {}
    pages = {path: BeautifulSoup(path.read_text("utf-8"), "html.parser") for path in book.rglob("*.html")}
    for path, soup in pages.items():
        if "_static" in path.parts:
            continue
        found = [tag["id"] for tag in soup.find_all(id=True)]
        ids[path] = set(found)
        explorers = [tag["id"] for tag in soup.select("figure.explorer")]
        assert len(explorers) == len(set(explorers)), f"{path.name}: an explorer's id stands twice"
    for path, soup in pages.items():
        if path not in ids:
            continue
        for link in soup.find_all("a", href=True):
            parts = urlsplit(link["href"])
            if parts.scheme or link["href"] in ("", "#"):
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.exists(), f"{path.name}: {link['href']} leads nowhere"
            if parts.fragment and target in ids:
                assert unquote(parts.fragment) in ids[target], f"{path.name}: {link['href']} has no such place"


def test_a_rebuild_runs_only_what_changed(book, tmp_path):
    copy = tmp_path / "course"
    course.copy(copy)
    shutil.copytree(ROOT / "_build" / ".jupyter_cache", copy / "_build" / ".jupyter_cache")
    index = copy / "index.ipynb"
    notebook = nbformat.read(index, as_version=4)
    next(cell for cell in notebook.cells if cell.cell_type == "code").source += "\n# changed"
    nbformat.write(notebook, index)
    executed = re.findall(r"(\S+\.ipynb): Executed notebook", build_book(copy))
    assert [Path(name).name for name in executed] == ["index.ipynb"]  # and none of those that are as they were
