"""The reference pages, made from the tables: glossary, data catalogue, claims by verdict, explorers.

Each function gives a page as HTML for Jupyter and for the book. Links lead to notebooks, as JupyterLab needs them; the
book's extension turns them into links to pages, puts the thumbnails in, and copies the tables that the catalogue offers.
"""

import html
import itertools

import pandas as pd

from . import data, verdicts
from .data import load
from .verdicts import NAMES, PAGES, Page

MEANS = {
    "supported": "The open evidence of the course fits the claim.",
    "mixed": "A part of the evidence fits the claim, and a part does not.",
    "depends on measure": "Fair measures give different answers.",
    "not testable with open data": "Nobody could decide it from what is public.",
}
ROWS, LONG = 3, 80  # of a preview: rows, and characters of a cell


def _text(value) -> str:
    return "" if pd.isna(value) else html.escape(str(value))


def _link(text: str, url: str | None) -> str:
    """A text (HTML), with its address where it has one."""
    return text if url is None or pd.isna(url) else f'<a href="{html.escape(url, quote=True)}">{text}</a>'


def _table(header: list[str], rows: list[list[str]]) -> str:
    """A table of cells that are HTML already. The class is pandas': the book's theme then gives it its own look."""
    head = "".join(f'<th scope="col">{text}</th>' for text in header)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<table class="dataframe"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _page(plain: list[str], parts: list[str]) -> Page:
    return Page("\n".join(plain), html=f'<div class="reference">{"".join(parts)}</div>')


def section(label: str) -> tuple[str, str]:
    """What a section is called and its address, from its label: ``claim-p5`` or ``chapter-theory``.

    Raises ValueError for a label that no section has.
    """
    kind, _, name = label.partition("-")
    if kind == "chapter" and name in NAMES:
        return f"Chapter {NAMES[name]}", f"{PAGES[name]}#{label}"
    chapters = load("claims").set_index("claim")["chapter"]
    if kind == "claim" and name.upper() in chapters:
        return name.upper(), f"{PAGES[chapters[name.upper()]]}#{label}"
    raise ValueError(f"No section has the label {label!r}.")


# Glossary


def glossary() -> Page:
    """All terms from A to Z, each with Chinese, pinyin, definition, the section of its first use, and source."""
    rows = sorted(load("glossary").itertuples(index=False), key=lambda row: row.english.casefold())
    letters = {letter: list(some) for letter, some in itertools.groupby(rows, lambda row: row.english[0].upper())}
    jumps = " ".join(f'<a href="#letter-{letter.lower()}">{letter}</a>' for letter in letters)
    parts = [f'<nav class="reference-jumps" aria-label="Letters">{jumps}</nav>']
    for letter, some in letters.items():
        parts.append(f'<h2 id="letter-{letter.lower()}">{letter}</h2><dl>{"".join(map(_entry, some))}</dl>')
    return _page([f"{row.english} {row.chinese} ({row.pinyin}): {row.definition}" for row in rows], parts)


def _entry(row) -> str:
    name, address = section(row.section)
    source = _link(_text(row.source_title), row.source_url)
    more = "".join(f", {_text(part)}" for part in (row.source_publisher, row.source_date) if not pd.isna(part))
    return (
        f'<dt id="term-{row.term}"><dfn>{_text(row.english)}</dfn> <span lang="zh-Hans">{_text(row.chinese)}</span> '
        f'<i lang="zh-Latn-pinyin">{_text(row.pinyin)}</i></dt><dd><p>{_text(row.definition)}</p>'
        f'<p class="reference-from">First used: {_link(name, address)}. Source: {source}{more}.</p></dd>'
    )


# Data catalogue


def catalogue() -> Page:
    """Every table: what it is, where from, its licence, its columns, its first rows, and its file."""
    tables = sorted((data.resource(name) for name in data.names()), key=lambda one: one["title"].casefold())
    jumps = "".join(f'<li><a href="#table-{one["name"]}">{_text(one["title"])}</a></li>' for one in tables)
    parts = [f'<nav class="reference-list" aria-label="Tables"><ul>{jumps}</ul></nav>', *map(_resource, tables)]
    return _page([f"{one['name']}: {one['title']}. {one['description']}" for one in tables], parts)


def _resource(one: dict) -> str:
    table, title = load(one["name"]), _text(one["title"])
    size = (data.folder() / one["path"]).stat().st_size
    sources = "; ".join(_link(_text(source["title"]), _address(source.get("path"))) for source in one["sources"])
    licences = "; ".join(_link(_text(held.get("title", held["name"])), held.get("path")) for held in one["licenses"])
    held = f"{len(table):,} rows, {len(table.columns)} columns" if len(table) > 1 else "one row"
    got = f", as of {_text(one['retrieved'])}" if "retrieved" in one else ""
    facts = [
        ("From", f"{sources}{got}. Credit: {_text(one['credit'])}."),
        ("Licence", f"{licences}."),
        ("Size", f"{held}, {max(1, round(size / 1000)):,} kB."),
        ("File", f'<a href="../data/{one["path"]}" download>{one["path"]}</a> (CSV, UTF-8); <code>load("{one["name"]}")</code> in JupyterLab.'),
    ]  # fmt: skip
    columns = data.describe(one["name"]).itertuples(index=False)
    described = [[f"<code>{row.name}</code>", row.type, _text(row.unit), _text(row.description)] for row in columns]
    first = [[_short(value) for value in row] for row in table.head(ROWS).itertuples(index=False)]
    return (
        f'<section><h2 id="table-{one["name"]}">{title}</h2><p>{_text(one["description"])}</p><dl class="reference-facts">'
        + "".join(f"<div><dt>{name}</dt><dd>{text}</dd></div>" for name, text in facts)
        + "</dl>"
        + _fold("Columns", title, _table(["Column", "Type", "Unit", "Meaning"], described))
        + _fold("First rows", title, _table([f"<code>{name}</code>" for name in table.columns], first))
        + "</section>"
    )


def _address(path: str | None) -> str | None:
    """Where a source is: a table of the course lies in the folder ``data``."""
    return path if path is None or "://" in path else f"../data/{path}"


def _short(value) -> str:
    text = "" if pd.isna(value) else str(value)
    return html.escape(text if len(text) <= LONG else text[: LONG - 1].rstrip() + "…")


def _fold(what: str, whose: str, inside: str) -> str:
    """Something wide that opens, and scrolls by itself: also by keyboard."""
    return (
        f'<details><summary>{what}<span class="reference-whose"> of {whose}</span></summary>'
        f'<div class="reference-wide" tabindex="0" role="region" aria-label="{what} of {whose}">{inside}</div></details>'
    )


# Claims


def claims() -> Page:
    """The thirty claims grouped by verdict, after a table of chapters and verdicts that leads to each."""
    rows = verdicts.table()

    def cell(chapter: str, verdict: str) -> str:
        some = rows[(rows["chapter"] == chapter) & (rows["verdict"] == verdict)]
        return ", ".join(f'<a href="#verdict-{claim.lower()}">{claim}</a>' for claim in some["claim"]) or "none"

    crossed = [[NAMES[chapter], *(cell(chapter, verdict) for verdict in verdicts.VERDICTS)] for chapter in PAGES]
    heads = [_link(verdict.capitalize(), f"#{_anchor(verdict)}") for verdict in verdicts.VERDICTS]
    parts = [_table(["Chapter", *heads], crossed)]
    for verdict in verdicts.VERDICTS:
        some = rows[rows["verdict"] == verdict]
        shown = [
            [f'<span id="verdict-{row.claim.lower()}">{_link(row.claim, row.link)}</span> {_text(row.text)}', _text(row.evidence)]
            for row in some.itertuples()
        ]  # fmt: skip
        heading = f'<h2 id="{_anchor(verdict)}">{verdict.capitalize()} ({len(some)} of {len(rows)})</h2>'
        parts.append(f"{heading}<p>{MEANS[verdict]}</p>" + _table(["The thesis says", "We found"], shown))
    return _page([f"{row.verdict}: {row.claim}. {row.text} {row.evidence}" for row in rows.itertuples()], parts)


def _anchor(verdict: str) -> str:
    return "verdict-" + verdict.replace(" ", "-")


# Explorers


def explorers() -> Page:
    """All explorers by chapter, each with what it shows and a place for its thumbnail."""
    rows = load("explorers")
    parts, plain = [], []
    for chapter, page in PAGES.items():
        some = rows[rows["chapter"] == chapter]
        parts.append(f'<h2 id="explorers-{chapter}">{NAMES[chapter]}</h2><ul class="reference-explorers">')
        for row in some.itertuples():
            parts.append(
                f'<li><a href="{page}#{row.explorer}"><span class="reference-thumbnail" data-explorer="{row.explorer}">'
                f"</span>{_text(row.title)}</a><p>{_text(row.shows)}</p></li>"
            )
            plain.append(f"{NAMES[chapter]}: {row.title}. {row.shows}")
        parts.append("</ul>")
    return _page(plain, parts)
