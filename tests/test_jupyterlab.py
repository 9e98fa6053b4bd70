"""The notebooks in JupyterLab, in the browser, with a live kernel: an explorer, citations, links, hints."""

import json
import re
import shutil
import tomllib
import urllib.request

import pytest
from conftest import ROOT

from benchmarks.jupyterlab import run_all, serve


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab on a copy of the course; gives its address."""
    home = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "chapters", home / "chapters")
    for name in ("index.ipynb", "references.bib"):
        shutil.copy(ROOT / name, home / name)
    with serve(home, home) as address:
        yield address


def watch(tab) -> list[str]:
    """The errors of scripts in a tab from now on, without those that arise and end in JupyterLab's own (its toolbar of a
    cell asks, on a busy machine, for an editor that isn't there yet)."""
    errors = []

    def note(error) -> None:
        told = error.stack or str(error)
        places = re.findall(r"https?://\S+", told)
        if not places or any("/static/lab/" not in place for place in places):
            errors.append(told)

    tab.on("pageerror", note)
    return errors


def test_an_explorer_moves_with_a_live_kernel(lab, browser):
    tab = browser.new_page(viewport={"width": 1400, "height": 1000})
    errors = watch(tab)
    run_all(tab, lab, "chapters/1-theory.ipynb")
    box = tab.locator(".jp-OutputArea figure.explorer:has(form)").first
    box.wait_for(state="attached", timeout=90_000)
    box.scroll_into_view_if_needed()
    picture, caption = box.locator(".explorer-picture"), box.locator(".explorer-caption")
    before = picture.inner_html(), caption.inner_text()
    box.locator("select, input:checked").first.focus()
    tab.keyboard.press("ArrowDown")  # JupyterLab would go to the next cell
    tab.wait_for_function(
        "([box, old]) => box.querySelector('.explorer-picture').innerHTML !== old",
        arg=[box.element_handle(), before[0]],
        timeout=20_000,
    )
    assert caption.inner_text() != before[1]
    seats = tab.locator(".jp-OutputArea figure#seats")
    seats.scroll_into_view_if_needed(timeout=60_000)
    seats.locator(".explorer-find select").focus()
    tab.keyboard.type("Estonia")
    assert seats.locator(".explorer-mark").inner_text().startswith("Estonia")
    assert tab.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    assert errors == []
    tab.close()


def test_nobody_is_asked_about_news_from_another_host(lab):
    with urllib.request.urlopen(f"{lab}lab/api/settings/@jupyterlab/apputils-extension:notification") as reply:
        settings = json.load(reply)["schema"]["properties"]
    assert settings["fetchNews"]["default"] == "false" and settings["checkForUpdates"]["default"] is False


def test_a_page_in_markdown_opens_to_be_read(lab):
    with urllib.request.urlopen(f"{lab}lab/api/settings/@jupyterlab/docmanager-extension:plugin") as reply:
        settings = json.load(reply)["schema"]["properties"]
    assert settings["defaultViewers"]["default"] == {"markdown": "Markdown Preview"}


def test_citations_links_and_hints_help_a_student(lab, browser):
    tab = browser.new_page(viewport={"width": 1400, "height": 1000})
    errors = watch(tab)
    tab.goto(f"{lab}lab/tree/index.ipynb?reset")
    # Author and year, as in the book, from references.bib; the work itself as a hint.
    tab.locator(".course-citation").first.wait_for(timeout=60_000)
    tab.wait_for_function(
        "document.querySelectorAll(\"span[title='Citation Not Found']\").length === 0", timeout=20_000
    )
    tab.locator(".course-citation", has_text="Farrell and Newman (2019)").first.wait_for(state="attached")
    told = tab.locator(".course-citation").evaluate_all("all => all.map(one => [one.textContent, one.title])")
    assert "Farrell and Newman (2019)" in [text for text, _ in told]
    assert all(", 20" in text or "(20" in text or "(19" in text or ", 19" in text for text, _ in told)
    assert any("Weaponized Interdependence" in title for _, title in told)
    # A cell that is run before the one it needs: which one, in words.
    tab.evaluate(
        """async () => {
          const panel = window.jupyterapp.shell.currentWidget;
          await panel.sessionContext.ready;
          await panel.sessionContext.session.kernel.info;
          const cells = panel.content.widgets;
          panel.content.activeCellIndex = cells.findIndex((c) => c.model.sharedModel.getSource().startsWith("explore("));
          void window.jupyterapp.commands.execute("notebook:run-cell");
        }"""
    )
    hint = tab.locator(".course-hint")
    hint.wait_for(timeout=30_000)
    assert hint.inner_text().startswith("“explore” is made in the first code cell")
    # A link to another notebook opens it at that place.
    tab.locator("a.hover-link", has_text="Chapter 2, practice").first.click()
    tab.wait_for_function(
        "window.jupyterapp.shell.currentWidget.context?.path === 'chapters/2-practice.ipynb'", timeout=30_000
    )
    assert errors == []
    tab.close()


TOP = """([label]) => {
  const panel = window.jupyterapp.shell.currentWidget;
  const spot = panel.content?.node?.querySelector(`[id="${label}"]`);
  return spot ? Math.abs(spot.getBoundingClientRect().top - panel.content.node.getBoundingClientRect().top) < 120 : false;
}"""


def here(tab, path: str) -> None:
    tab.wait_for_function(
        "path => window.jupyterapp.shell.currentWidget.context?.path === path", arg=path, timeout=30_000
    )


def settle(tab) -> None:
    """Wait until a notebook's cells are laid out: a link that is drawn anew under the pointer isn't clicked."""
    tab.evaluate(
        """() => new Promise((done) => {
          let last = setTimeout(done, 1000);
          new MutationObserver(() => {
            clearTimeout(last);
            last = setTimeout(done, 1000);
          }).observe(window.jupyterapp.shell.currentWidget.content.node, { childList: true, subtree: true });
        })"""
    )


def test_links_lead_to_their_place_from_text_and_from_outputs(lab, browser):
    tab = browser.new_page(viewport={"width": 1400, "height": 1000})
    errors = watch(tab)
    tab.goto(f"{lab}lab/tree/chapters/2-practice.ipynb?reset")
    tab.locator("#claim-p10").wait_for(state="attached", timeout=60_000)
    settle(tab)
    # To a claim of a notebook that isn't open yet, whose cells are still to be laid out.
    tab.locator("a.hover-link", has_text="T6").first.click(timeout=60_000)
    here(tab, "chapters/1-theory.ipynb")
    tab.wait_for_function(TOP, arg=["claim-t6"], timeout=20_000)
    settle(tab)
    # To a word: the glossary is the output of a cell, which runs.
    tab.locator("a[href*='glossary.ipynb']:visible").first.click()
    here(tab, "chapters/glossary.ipynb")
    tab.wait_for_function(TOP, arg=["term-cyber-diplomacy"], timeout=40_000)
    settle(tab)
    # From there, by a link in an output, back to a claim.
    shown = ".jp-NotebookPanel:not(.lm-mod-hidden)"
    back = tab.locator(f"{shown} .jp-OutputArea a[href*='2-practice.ipynb'][href*='#claim-p']").nth(3)
    claim = back.get_attribute("href").partition("#")[2]
    back.click()
    here(tab, "chapters/2-practice.ipynb")
    tab.wait_for_function(TOP, arg=[claim], timeout=20_000)
    # A citation opens its work beside JupyterLab.
    work = tab.locator(f"{shown} .course-citation[data-address^='http']").first
    work.scroll_into_view_if_needed()
    with tab.context.expect_page() as opened:
        work.press("Enter")
    opened.value.close()
    assert errors == []
    tab.close()


def test_a_saved_picture_is_there_when_its_kernel_has_gone(lab, browser):
    tab = browser.new_page(viewport={"width": 1400, "height": 1000})
    run_all(tab, lab, "index.ipynb")
    tab.locator(".jp-OutputArea figure.explorer:has(form)").nth(1).wait_for(state="attached", timeout=90_000)
    tab.evaluate(
        """async () => {
          const panel = window.jupyterapp.shell.currentWidget;
          await panel.context.save();
          await panel.sessionContext.shutdown();
        }"""
    )
    tab.goto(f"{lab}lab/tree/index.ipynb?reset")
    saved = tab.locator(".course-saved")
    saved.first.wait_for(timeout=60_000)
    assert saved.locator(".course-hint").first.inner_text().startswith("This picture was saved")
    assert saved.locator("figure svg").first.bounding_box()["height"] > 100
    assert tab.get_by_text("Error displaying widget").and_(tab.locator(":visible")).count() == 0
    # It runs again: the live picture takes its place.
    tab.evaluate("void window.jupyterapp.commands.execute('notebook:run-all-cells')")
    tab.locator(".jp-OutputArea figure.explorer:has(form)").first.wait_for(state="attached", timeout=90_000)
    tab.wait_for_function("document.querySelectorAll('.course-saved').length === 0", timeout=60_000)
    tab.close()


def test_a_hint_names_the_cell_and_only_where_it_helps(lab, browser):
    tab = browser.new_page()
    tab.goto(f"{lab}lab/tree/index.ipynb?reset")
    tab.wait_for_function("window.jupyterapp?.course", timeout=60_000)
    sources = [
        "from cyberdiplomacy import (\n    explore,\n    votes,\n)", "n, table = 1, votes.stand('CHN')", "print(table, later)",
        "def later():\n    pass", "print(nowhere == 1)", "for row in table: total += row",
    ]  # fmt: skip
    cells = [{"type": "code", "source": source} for source in sources]

    def hint(failed, name, value):
        return tab.evaluate(
            "([cells, at, name, value]) => window.jupyterapp.course.hint(cells, at, name, value)",
            [cells, failed, name, value],
        )

    assert "the first code cell" in hint(1, "NameError", "name 'votes' is not defined")
    assert "code cell 2" in hint(2, "NameError", "name 'table' is not defined")
    assert "code cell 4" in hint(2, "NameError", "name 'later' is not defined") and "further down" in hint(
        2, "NameError", "name 'later' is not defined"
    )
    assert hint(4, "NameError", "name 'nowhere' is not defined") is None
    assert hint(5, "NameError", "name 'total' is not defined") is None
    assert "requirements.txt" in hint(0, "ModuleNotFoundError", "No module named 'cyberdiplomacy'")
    assert hint(0, "ZeroDivisionError", "division by zero") is None
    tab.close()


def test_the_extension_is_installed_where_jupyterlab_looks():
    folder = ROOT / "lab"
    files = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["data-files"]
    where = {name: target for target, names in files.items() for name in names}
    assert where.pop("settings/cyberdiplomacy.json") == "share/jupyter/lab/settings/overrides.d"
    assert set(where) == {
        path.relative_to(folder).as_posix() for path in (folder / "cyberdiplomacy").rglob("*") if path.is_file()
    }
    assert all(target == f"share/jupyter/labextensions/{name.rpartition('/')[0]}" for name, target in where.items())
    assert "./lab" in (ROOT / "requirements.txt").read_text("utf-8")
