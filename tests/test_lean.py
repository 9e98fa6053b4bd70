"""The light pages: what the stylesheet keeps, what a page loads, and that everything the theme could do still works."""

import re

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from conftest import WITH_EXPLORERS

from cyberdiplomacy import lean
from cyberdiplomacy.lean import icons, stylesheet, tables

# The stylesheet


def pruned(css: str, page: str, scripted=()) -> str:
    return stylesheet.prune([css], stylesheet.collect([page], scripted))


@pytest.mark.parametrize(
    "selector,kept",
    [
        ("p.note", True),
        ("div.note", False),
        ("p .x, p.note", True),
        ("main > p.note:hover::before", True),
        ("main > .gone", False),
        ("p:not(.gone)", True),
        (":is(.gone, .note)", True),
        (":is(.gone, .lost)", False),
        ("p[lang]", True),
        ("p[title]", False),
        ("#top", True),
        ("#bottom", False),
        (".shown", True),  # a script gives this class
        (":root", True),
        ("*", True),
        (".fa-solid", False),
    ],
)
def test_a_rule_stays_if_an_element_can_have_it(selector, kept):
    page = '<html><main id="top"><p class="note" lang="en"><i class="fa-solid"></i></p></main></html>'
    assert bool(pruned(selector + " { color: red }", page, ["shown"])) == kept


def test_only_the_selectors_that_match_stay_of_a_list():
    css = "p, .gone, main p { margin : 0  auto !important }"
    assert pruned(css, "<main><p>") == "p,main p{margin:0 auto!important}"


def test_conditions_stay_around_what_stays_and_webfonts_go():
    css = """@charset "UTF-8"; /*! by somebody */ /* a remark */ @font-face { font-family: F; src: url(f.woff2) }
    @media print { .gone { color: red } p { color: black } } @media (min-width: 9em) { .gone { color: red } }"""
    assert pruned(css, "<p>") == "/*! by somebody */\n@media print{p{color:black}}"


def test_variables_and_animations_stay_where_something_reads_them():
    css = """p { --a: 1px; --b: var(--a); --c: 2px; --d: 0; margin: var(--b); animation: turn 2s }
    @keyframes turn { to { rotate: 1turn } } @keyframes fall { to { top: 9em } }"""
    made = pruned(css, '<p style="top: var(--d)">')
    assert "--a:" in made and "--b:" in made and "--d:" in made and "--c:" not in made
    assert "@keyframes turn" in made and "fall" not in made


def test_no_webfont_and_no_font_awesome_is_left(book):
    made = (book / "_static" / "book.css").read_text("utf-8")
    assert "@font-face" not in made and "woff" not in made and ".fa-spin" not in made
    assert not [*(book / "_static").rglob("*.woff2"), *(book / "_static").rglob("fontawesome*")]


def test_the_stylesheet_is_made_again_only_when_something_of_it_changed(tmp_path, monkeypatch):
    static = tmp_path / "html" / "_static"
    static.mkdir(parents=True)
    made, prune = [], stylesheet.prune
    monkeypatch.setattr(stylesheet, "prune", lambda *given, **named: made.append(1) or prune(*given, **named))

    def build(page: str) -> str:
        (static / "theme.css").write_text(".a { color: red } .b { color: blue }")
        (static.parent / "index.html").write_text(f'<link href="_static/book.css" rel="stylesheet"/>{page}')
        lean.lighten(static.parent, ["theme.css"])
        assert re.search(r"book\.css\?v=\w{8}", (static.parent / "index.html").read_text())
        return (static / "book.css").read_text()

    first = build('<p class="a"></p>')
    assert ".a{" in first and ".b{" not in first
    assert build('<p class="a"></p>') == first and len(made) == 1
    assert ".b{" in build('<p class="b"></p>') and len(made) == 2


# Tables and pictures on a phone


def test_cells_of_a_wide_table_carry_the_names_of_their_columns():
    row = "<tr><th>1</th><td>a sentence that is far too long for a phone</td></tr>"
    head = "<thead><tr><th></th><th>Finding</th></tr></thead>"
    soup = BeautifulSoup(tables.label(f'<table class="dataframe">{head}<tbody>{row}</tbody></table>'), "html.parser")
    assert "stacks" in soup.table["class"] and soup.table["role"] == "table"
    assert soup.thead.find_all("td") and len(soup.thead.find_all("th")) == 1  # an empty header is no header
    assert soup.tbody.td["data-label"] == "Finding" and soup.tbody.td["role"] == "cell"
    narrow = '<table class="table"><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>'
    assert tables.label(narrow) == narrow


@pytest.mark.parametrize("page", WITH_EXPLORERS)
def test_text_of_pictures_is_large_enough_on_a_phone_and_keeps_apart(visit, page):
    tab = visit("file", page, viewport={"width": 360, "height": 740})
    least, wide, hits = tab.evaluate("""() => {
      let least = 99, wide = [], hits = [];
      for (const svg of document.querySelectorAll(".explorer-picture svg")) {
        const texts = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim());
        const boxes = texts.map((text) => text.getBoundingClientRect());
        texts.forEach((text, k) => {
          least = Math.min(least, parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a);
          if (boxes[k].left < 0 || boxes[k].right > innerWidth) wide.push(text.textContent);
          boxes.slice(k + 1).forEach((other, j) => {
            const across = Math.min(boxes[k].right, other.right) - Math.max(boxes[k].left, other.left);
            const down = Math.min(boxes[k].bottom, other.bottom) - Math.max(boxes[k].top, other.top);
            if (across > 1 && down > 4) hits.push(`${text.textContent} | ${texts[k + 1 + j].textContent}`);
          });
        });
      }
      return [least, wide, hits];
    }""")
    assert least >= 10 and wide == [] and hits == []


# The page


def test_a_chapter_loads_its_page_and_at_most_three_files(book, addresses, browser):
    """The stylesheet, the page's script, the explorers' script; logo and favicon are one more."""
    tab = browser.new_page()
    asked = []
    tab.on("request", lambda request: asked.append(request.url.split("?")[0].rsplit("/")[-1]))
    tab.goto(addresses["http"] + "chapters/1-theory.html", wait_until="networkidle")
    tab.close()
    assert sorted(set(asked) - {"favicon.svg"}) == ["1-theory.html", "book.css", "explorer.js", "page.js"]
    weight = sum((book / "_static" / name).stat().st_size for name in ("book.css", "explorer.js", "page.js"))
    assert weight < 130_000


def test_every_icon_of_the_pages_is_drawn(visit, book):
    for page in ("index.html", "chapters/1-theory.html", "search.html"):
        tab = visit("file", page)
        bare = tab.locator("[class*='fa-']").evaluate_all(
            """all => all.filter(one => getComputedStyle(one, "::before").maskImage === "none").map(one => one.outerHTML)"""
        )
        assert bare == [], page
    shown = tab.locator(".fa-magnifying-glass").last
    assert shown.evaluate("one => getComputedStyle(one, '::before').maskImage").startswith('url("data:image/svg+xml')
    assert set(icons.PLACES.values()) <= set(icons.LINES) | set(icons.FILLED)


PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "reduced_motion": "reduce"}


@pytest.mark.parametrize("which,inside", [("primary", "nav.bd-links"), ("secondary", "#pst-page-toc-nav")])
def test_a_sidebar_opens_on_a_phone_and_closes_again(visit, which, inside):
    tab = visit("file", "chapters/1-theory.html", **PHONE)
    button, dialog = tab.locator(f".{which}-toggle:visible"), tab.locator(f"#pst-{which}-sidebar-modal")
    assert not tab.locator(inside).is_visible() and button.get_attribute("aria-expanded") == "false"
    button.tap()
    assert dialog.locator(inside).is_visible() and button.get_attribute("aria-expanded") == "true"
    tab.keyboard.press("Escape")
    assert not tab.locator(inside).is_visible()
    assert button.evaluate("one => one === document.activeElement")
    button.tap()
    tab.touchscreen.tap(*((350, 700) if which == "primary" else (10, 700)))  # beside it
    assert not tab.locator(inside).is_visible()
    button.tap()
    link = tab.locator(f"{inside} a").nth(2)
    href = link.get_attribute("href")
    link.tap()
    tab.wait_for_url(re.compile(re.escape(href.removeprefix("../")) + "$"))
    assert not tab.locator(inside).is_visible()


def test_on_a_wide_screen_the_sidebar_goes_and_comes(visit):
    tab = visit("file", "chapters/1-theory.html", viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    button, bar = tab.locator(".primary-toggle:visible"), tab.locator("#pst-primary-sidebar nav.bd-links")
    for shown in (False, True):
        button.click()
        assert bar.is_visible() == shown and button.get_attribute("aria-expanded") == str(shown).lower()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_are_chosen_kept_and_follow_the_system(visit, scheme):
    other = {"light": "dark", "dark": "light"}[scheme]
    tab = visit("file", "chapters/1-theory.html", color_scheme=scheme)
    html, button = tab.locator("html"), tab.locator(".theme-switch-button:visible")
    assert (html.get_attribute("data-mode"), html.get_attribute("data-theme")) == ("auto", scheme)
    tab.emulate_media(color_scheme=other)
    tab.wait_for_function("theme => document.documentElement.dataset.theme === theme", arg=other)
    tab.emulate_media(color_scheme=scheme)
    tab.wait_for_function("theme => document.documentElement.dataset.theme === theme", arg=scheme)
    button.click()
    assert (html.get_attribute("data-mode"), html.get_attribute("data-theme")) == (other, other)
    assert other in button.get_attribute("aria-label")
    tab.goto(tab.url.replace("1-theory", "glossary"))
    assert (html.get_attribute("data-mode"), html.get_attribute("data-theme")) == (other, other)
    tab.locator(".theme-switch-button:visible").click()
    assert (html.get_attribute("data-mode"), html.get_attribute("data-theme")) == (scheme, scheme)
    tab.locator(".theme-switch-button:visible").click()
    assert html.get_attribute("data-mode") == "auto"


@pytest.mark.parametrize("way", ["http", "file"])
def test_search_finds_and_marks_what_was_found(visit, way):
    tab = visit(way, "chapters/1-theory.html")
    tab.keyboard.press("Control+k")
    tab.keyboard.type("sovereignty")
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile(r"search\.html\?q=sovereignty"))
    found = tab.locator("#search-results li a")
    found.first.wait_for()
    chapter = found.filter(has_text="Practice").first
    chapter.wait_for()
    chapter.click()
    tab.locator("article span.highlighted").first.wait_for(state="attached")
    assert tab.locator("article span.highlighted").first.text_content().casefold() == "sovereignty"
    tab.keyboard.press("Escape")
    assert tab.locator("article span.highlighted").count() == 0


def test_the_search_window_closes_by_key_and_by_a_click_beside(visit):
    tab = visit("file", "index.html", viewport={"width": 1280, "height": 800})
    dialog = tab.locator("#pst-search-dialog")
    tab.locator(".search-button-field").click()
    assert dialog.is_visible() and tab.evaluate("document.activeElement.name") == "q"
    tab.keyboard.press("Escape")
    assert not dialog.is_visible()
    tab.keyboard.press("Control+k")
    tab.mouse.click(20, 780)
    assert not dialog.is_visible()


def test_contents_follow_the_reader(visit):
    tab = visit("file", "chapters/1-theory.html", viewport={"width": 1280, "height": 800})
    links = tab.locator("#pst-page-toc-nav a")
    assert links.count() >= 8
    for k in (2, 5, 1):
        links.nth(k).click()
        tab.wait_for_function(
            "k => document.querySelectorAll('#pst-page-toc-nav a')[k].getAttribute('aria-current') === 'true'", arg=k
        )
        assert tab.locator("#pst-page-toc-nav a.active").count() == 1
    assert "scrolled" in tab.locator("body").get_attribute("class")


def test_a_solution_is_shut_opens_by_key_and_prints_open(visit):
    tab = visit("file", "chapters/1-theory.html")
    box = tab.locator(".solution").first
    button, text = box.locator(".toggle-button"), box.locator("p:not(.admonition-title)").first
    assert not text.is_visible() and button.get_attribute("aria-expanded") == "false"
    button.focus()
    tab.keyboard.press("Enter")
    assert text.is_visible() and button.get_attribute("aria-expanded") == "true"
    box.locator(".admonition-title").click(position={"x": 5, "y": 10})
    assert not text.is_visible()
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert text.is_visible()
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not text.is_visible()


def test_without_scripts_solutions_are_open_and_dead_buttons_hidden(visit):
    tab = visit("file", "chapters/1-theory.html", java_script_enabled=False)
    assert tab.locator(".solution p:not(.admonition-title)").first.is_visible()
    assert tab.locator(".pst-js-only:visible, .copybtn, .toggle-button").count() == 0
    assert tab.locator("nav.bd-links a").first.is_visible()


def test_code_is_copied(visit):
    tab = visit("http", "chapters/cheatsheet.html", permissions=["clipboard-read", "clipboard-write"])
    button = tab.locator(".copybtn").first
    button.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_function("document.querySelector('.copybtn + [role=status]').textContent === 'Copied'")
    copied = tab.evaluate("navigator.clipboard.readText()")
    assert copied == tab.locator("div.highlight pre").first.inner_text().rstrip("\n")


def test_the_menu_of_downloads_works_with_the_keyboard(visit):
    tab = visit("file", "chapters/1-theory.html")
    button = tab.locator(".dropdown > button")
    menu = tab.locator(".dropdown-menu")
    button.focus()
    tab.keyboard.press("Enter")
    assert menu.is_visible() and button.get_attribute("aria-expanded") == "true"
    tab.keyboard.press("ArrowDown")
    assert ".ipynb" in tab.evaluate("document.activeElement.textContent")
    tab.keyboard.press("Escape")
    assert not menu.is_visible() and button.evaluate("one => one === document.activeElement")


def test_the_page_fills_the_screen_and_leaves_it(visit):
    tab = visit("file", "chapters/1-theory.html")
    button = tab.locator("[onclick^=toggleFullScreen]")
    for full in (True, False):
        button.click()
        tab.wait_for_function("full => Boolean(document.fullscreenElement) === full", arg=full)


def test_previous_and_next_lead_through_the_chapters(visit):
    tab = visit("file", "chapters/1-theory.html")
    tab.locator(".prev-next-area .right-next").click()
    tab.wait_for_url(re.compile("2-practice.html$"))
    tab.locator(".prev-next-area .left-prev").click()
    tab.wait_for_url(re.compile("1-theory.html$"))


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_menu_of_downloads_opens_under_its_button_and_within_the_window(visit, width):
    tab = visit("file", "chapters/1-theory.html", viewport={"width": width, "height": 740}, reduced_motion="reduce")
    button = tab.locator(".article-header-buttons button.dropdown-toggle")
    button.click()
    menu, at = tab.locator(".article-header-buttons .dropdown-menu").bounding_box(), button.bounding_box()
    assert menu["x"] >= 0 and menu["x"] + menu["width"] <= width
    assert (
        menu["x"] <= at["x"] + at["width"] <= menu["x"] + menu["width"] + 1 and menu["y"] >= at["y"] + at["height"] - 1
    )


def test_a_table_of_pandas_has_one_head_and_stacks_and_keeps_its_dates_whole():
    frame = pd.DataFrame(
        {
            "Index": ["GCI", "EGDI"],
            "Maker": ["International Telecommunication Union", "United Nations"],
            "Since": ["2015-04", "2003-11-04"],
        }
    )
    made = BeautifulSoup(tables.label(frame.set_index("Index").to_html()), "html.parser")
    assert [cell.get_text() for cell in made.select("thead tr th")] == ["Index", "Maker", "Since"]
    assert len(made.select("thead tr")) == 1 and "stacks" in made.table["class"]
    assert [cell["data-label"] for cell in made.select("tbody tr")[0].find_all(["th", "td"])] == [
        "Index",
        "Maker",
        "Since",
    ]
    assert [cell.get_text() for cell in made.select(".short")] == ["2015-04", "2003-11-04"]
