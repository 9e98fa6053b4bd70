"""What readers with a keyboard, a screen reader or a wish for stillness need, in the built pages."""

import pytest
from axe import WCAG, violations
from bs4 import BeautifulSoup
from conftest import PAGES, TEXTS, WITH_EXPLORERS

PHONE = {"width": 360, "height": 740}

# Every explorer after a reader moved it.
CHANGE = """() => {
  for (const figure of document.querySelectorAll("figure.explorer")) {
    for (const box of figure.querySelectorAll(".explorer-controls select, .explorer-controls input")) {
      if (box.type === "checkbox") box.checked = !box.checked;
      else if (box.type === "radio") box.checked = true;
      else if (box.type === "range") box.value = box.value === box.max ? box.min : box.max;
      else box.selectedIndex = (box.selectedIndex + 1) % box.options.length;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const finder = figure.querySelector(".explorer-find select");
    if (!finder) continue;
    finder.dispatchEvent(new Event("focus"));
    finder.selectedIndex = Math.min(1, finder.options.length - 1);
    finder.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const moved = Promise.all([...document.querySelectorAll("figure.explorer")].map(async (figure) => {
    while (figure.querySelector('script[type="application/gzip"]')) await new Promise((done) => setTimeout(done, 20));
    return figure.querySelector(".explorer-caption").textContent;
  }));
  return moved.then((captions) => {
    // The tables are alike, and some have hundreds of rows: the first is opened, and closed ones need no rows.
    const [first, ...others] = document.querySelectorAll(".explorer-data");
    first.open = true;
    others.forEach((one) => one.querySelector("tbody").replaceChildren());
    return captions;
  });
}"""


@pytest.mark.parametrize("page", WITH_EXPLORERS)
def test_axe_finds_nothing_in_explorers_that_were_moved(visit, page):
    tab = visit("file", page, reduced_motion="reduce")
    first = tab.locator(".explorer-caption").all_text_contents()
    moved = tab.evaluate(CHANGE)
    assert all(before != after for before, after in zip(first, moved, strict=True))
    assert violations(tab, context="figure.explorer") == []


def test_axe_finds_nothing_on_the_page_of_the_search(visit):
    tab = visit("http", "search.html?q=sovereignty", reduced_motion="reduce")
    tab.locator("#search-results li").first.wait_for()
    assert violations(tab, [*WCAG, "best-practice"]) == []


@pytest.mark.parametrize("page", ["index.html", "chapters/claims.html"])
def test_pages_follow_good_practice_on_a_phone_too(visit, page):
    tab = visit("file", page, reduced_motion="reduce", viewport=PHONE)
    assert violations(tab, [*WCAG, "best-practice"]) == []


@pytest.mark.parametrize("which", ["primary", "secondary", "search"])
def test_axe_finds_nothing_in_an_open_window(visit, which):
    tab = visit("file", "chapters/1-theory.html", reduced_motion="reduce", viewport=PHONE)
    tab.locator(".search-button:visible" if which == "search" else f".{which}-toggle:visible").click()
    assert violations(tab, [*WCAG, "best-practice"], "dialog[open]") == []


def test_every_picture_says_what_it_shows(book):
    for page in TEXTS:
        soup = BeautifulSoup((book / page).read_text("utf-8"), "html.parser")
        for figure in soup.select("figure.explorer"):
            label = figure.select_one(".explorer-picture svg[role=img]")["aria-label"]
            assert label == figure.select_one(".explorer-caption").get_text(), figure["id"]
            assert len(label.split()) >= 6 and label.rstrip().endswith((".", "?")), f"{figure['id']}: {label}"
        for image in soup.select("article img"):
            assert len(image.get("alt", "").split()) >= 4, f"{page}: {image}"
        for svg in soup.select("article svg"):
            named = (
                svg.get("aria-label")
                or svg.get("aria-hidden") == "true"
                or svg.find_parent(attrs={"aria-hidden": "true"})
            )
            assert named, f"{page}: {str(svg)[:200]}"


FOCUSABLE = """(all) => all.filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.tabIndex >= 0
  && !(one.type === "radio" && !one.checked)).map((one) => {
    const box = one.getBoundingClientRect();
    return [one.tabIndex, box.top + scrollY, box.bottom + scrollY, box.left];
  })"""


@pytest.mark.parametrize("page", PAGES)
def test_focus_goes_where_the_eye_goes_and_nothing_hangs_over_a_phones_edge(visit, page):
    """Down, and in a line to the right: nothing is put before what stands above it, and nothing jumps the queue."""
    tab = visit("file", page, viewport=PHONE, reduced_motion="reduce")
    assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for width in (PHONE["width"], 1280):
        tab.set_viewport_size({"width": width, "height": 740})
        places = tab.locator("article :is(a[href], button, input, select, summary, [tabindex])").evaluate_all(FOCUSABLE)
        assert all(index == 0 for index, *_ in places)
        if page in ("chapters/glossary.html", "chapters/data.html"):  # these have lists in columns
            continue
        for (_, top, bottom, left), (_, next_top, next_bottom, next_left) in zip(places, places[1:], strict=False):
            # In one line, or one within the other; the cells of a table's head may stand at different heights.
            inside = next_top < bottom and next_bottom > top - (32 if next_left > left else 0)
            assert inside or next_top >= bottom - 2, (page, width, (top, left), (next_top, next_left))


def test_tab_goes_through_a_page_in_order_and_shows_where_it_is(visit):
    tab = visit("file", "chapters/2-practice.html", viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.getAttribute('href')") == "#main-content"
    tab.locator("figure#resolution .explorer-controls select").first.focus()
    seen = []
    for _ in range(4):
        seen.append(
            tab.evaluate("""() => {
              const one = document.activeElement, look = getComputedStyle(one);
              const ring = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 1 || look.boxShadow !== "none";
              return [one.closest(".explorer-controls, .explorer-find, .explorer-data")?.classList[0], ring];
            }""")
        )
        tab.keyboard.press("Tab")
    places = [place for place, _ in seen]
    assert [place for k, place in enumerate(places) if place not in places[:k]] == [
        "explorer-controls",
        "explorer-find",
        "explorer-data",
    ]
    assert all(ring for _, ring in seen), seen


def test_nothing_moves_for_readers_who_want_stillness(visit):
    moving = """() => [...document.querySelectorAll("*")].filter((one) => ["", "::before", "::after"].some((part) => {
      const look = getComputedStyle(one, part || null);
      return parseFloat(look.transitionDuration) > 0 || look.animationName !== "none" || look.scrollBehavior === "smooth";
    })).length"""
    still = visit("file", "index.html", reduced_motion="reduce")
    assert still.evaluate(moving) == 0
    lively = visit("file", "index.html", reduced_motion="no-preference")
    assert lively.evaluate(moving) > 0  # else this test would see nothing
