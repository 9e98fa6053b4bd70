"""Tables that read well on a phone: a row becomes a card, each cell under the name of its column.

The name is written into the page beside each cell (``data-label``), where the look of narrow screens finds it. A browser
takes rows laid out as blocks for plain text, so rows and cells say in words too what they are (``role``).
"""

import re

from bs4 import BeautifulSoup

LONG = 36  # characters of a row that fits a phone as it is
_TABLE = re.compile(r'<table class="[^"]*\b(?:table|dataframe)\b.*?</table>', re.S)


def _label(found: re.Match) -> str:
    soup = BeautifulSoup(found[0], "html.parser")
    table = soup.table
    heads = table.select("thead tr")
    rows = table.select("tbody tr")
    if len(heads) != 1 or max((len(row.get_text(" ", strip=True)) for row in rows), default=0) <= LONG:
        return found[0]
    names = [cell.get_text(" ", strip=True) for cell in heads[0].find_all(["th", "td"])]
    table["class"] = [*table["class"], "stacks"]
    table["role"] = "table"
    for group in table.find_all(["thead", "tbody"]):
        group["role"] = "rowgroup"
    for row in [*heads, *rows]:
        row["role"] = "row"
        for name, cell in zip(names, row.find_all(["th", "td"]), strict=False):
            if row in rows:
                cell["role"] = "rowheader" if cell.name == "th" else "cell"
                cell["data-label"] = name
            else:
                cell["role"] = "columnheader"
    return str(soup)


def label(page: str) -> str:
    """HTML whose wide tables can stack: each cell of their body carries the name of its column.

    pandas heads its index with an empty header cell, which a screen reader would announce: it becomes a plain cell.
    """
    return _TABLE.sub(_label, page.replace("<th></th>", "<td></td>"))
