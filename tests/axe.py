"""What axe-core, the accessibility checker, finds on a page."""

import pytest

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def violations(tab, tags=WCAG, context=None) -> list:
    """What axe finds in light, and what of it concerns colours in dark: where each violation is, and why."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    told = []
    for theme, rules in (
        ("light", tags),
        ("dark", {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}),
    ):
        tab.evaluate("theme => (document.documentElement.dataset.theme = theme)", theme)
        # A colour on its way from black to white has too little contrast for a moment.
        tab.evaluate("Promise.allSettled(document.getAnimations().map(one => one.finished))")
        options = {"preload": False, "runOnly": rules, "resultTypes": ["violations"]}
        found = axe.run(tab, context, options=options).response["violations"]
        told += [
            (theme, rule["id"], node["html"][:160], node["failureSummary"]) for rule in found for node in rule["nodes"]
        ]
    return told
