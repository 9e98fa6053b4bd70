"""Every page under the eyes of axe-core; in a file of its own, which a second process can take."""

import pytest
from axe import violations
from conftest import TEXTS


@pytest.mark.parametrize("page", TEXTS)
def test_axe_finds_nothing_on_a_page_with_all_that_opens_open(visit, page):
    tab = visit("http", page, reduced_motion="reduce")
    # Of the tables of explorers and of the catalogue, which are alike and have hundreds of rows, the first few.
    tab.evaluate("""() => {
      const alike = ["figure.explorer details", ".reference details"].map((kind) => [...document.querySelectorAll(kind)]);
      document.querySelectorAll("details").forEach((one) => (one.open = !alike.some((all) => all.indexOf(one) > 3)));
    }""")
    assert violations(tab) == []
