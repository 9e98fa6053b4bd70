"""Tables that read well on a phone: a row becomes a card, each cell under the name of its column.

The name is written into the page beside each cell (``data-label``), where the look of narrow screens finds it. A browser
takes rows laid out as blocks for plain text, so rows and cells say in words too what they are (``role``).
"""

import re

from bs4 import BeautifulSoup

_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?")
LONG = 36  # characters of a row that fits a phone as it is
_TABLE = re.compile(r'<table\b[^>]*\bclass="[^"]*\b(?:table|dataframe)\b.*?</table>', re.S)


def _one_head(heads: list) -> list:
    """The rows of a table's head. pandas writes the name of the index in a second one, which is empty but for it."""
    if len(heads) == 2:
        first, second = (row.find_all(["th", "td"]) for row in heads)
        named = [cell.get_text(strip=True) for cell in second]
        if len(first) == len(second) and all(
            not one.get_text(strip=True) or not name for one, name in zip(first, named, strict=True)
        ):
            for one, other, name in zip(first, second, named, strict=True):
                if name:
                    one.replace_with(other.extract())
            heads[1].extract()
            return heads[:1]
    return heads


def _label(found: re.Match) -> str:
    soup = BeautifulSoup(found[0], "html.parser")
    table = soup.table
    rows = table.select("tbody tr")
    heads = _one_head(table.select("thead tr"))
    for cell in table.select("tbody :is(th, td)"):
        if _DATE.fullmatch(cell.get_text(strip=True)):  # its hyphens are no places to break
            cell["class"] = [*cell.get("class", []), "short"]
    if len(heads) != 1 or max((len(row.get_text(" ", strip=True)) for row in rows), default=0) <= LONG:
        return str(soup)
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
