"""What the course finds on each of the thirty claims, in one table and line by line."""

import html

import pandas as pd

from .data import load

NAMES = {
    "index": "Start page", "theory": "1 Theory", "practice": "2 Practice", "problems": "3 Problems",
    "ways-forward": "4 Ways forward",
}  # fmt: skip
VERDICTS = ("supported", "mixed", "depends on measure", "not testable with open data")
# Where each stands, from a chapter: in JupyterLab as it is, in the book as a page (see cyberdiplomacy.book).
PAGES = {"index": "../index.ipynb", "theory": "1-theory.ipynb", "practice": "2-practice.ipynb",
         "problems": "3-problems.ipynb", "ways-forward": "4-ways-forward.ipynb"}  # fmt: skip


class Page:
    """Words for a page: Jupyter and the book show them set, and ``str`` gives them plain."""

    def __init__(self, plain: str, **kinds: str):
        self.plain, self.kinds = plain, kinds

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        return {"text/plain": self.plain} | {f"text/{kind}": text for kind, text in self.kinds.items()}

    def __str__(self) -> str:
        return self.plain

    __repr__ = __str__


def table() -> pd.DataFrame:
    """The thirty claims in their order: ``claim``, ``chapter``, ``text``, ``verdict``, ``evidence``, ``link`` (from a
    chapter's notebook to the claim's section)."""
    rows = load("claims").merge(load("verdicts"), on="claim", how="left", validate="one_to_one")
    link = [
        f"{PAGES[chapter]}#claim-{claim.lower()}" for claim, chapter in zip(rows["claim"], rows["chapter"], strict=True)
    ]
    return rows.assign(link=link)


def counts() -> pd.DataFrame:
    """How many claims have which verdict, by chapter."""
    rows = table()
    held = pd.crosstab(rows["chapter"], rows["verdict"])
    held = held.reindex(index=list(PAGES), columns=list(VERDICTS), fill_value=0).rename_axis(index=None, columns=None)
    return held.rename(index=NAMES)


def all_claims() -> Page:
    """The thirty claims as a table for a page, each with a link to its section."""
    rows = table()
    cell = '<td style="text-align: start; vertical-align: top; padding: .3em .6em">'
    body = "".join(
        f'<tr>{cell}<a href="{row.link}">{row.claim}</a> {html.escape(row.text)}</td>'
        f"{cell}<strong>{row.verdict.capitalize()}.</strong> {html.escape(row.evidence)}</td></tr>"
        for row in rows.itertuples()
    )
    head = "".join(f'<th scope="col" style="text-align: start">{text}</th>' for text in ("The thesis says", "We found"))
    plain = "\n".join(f"{row.claim}: {row.verdict}. {row.evidence}" for row in rows.itertuples())
    # The class is pandas': the book's theme then gives the table its own look, in light and in dark.
    return Page(plain, html=f'<table class="dataframe"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>')


def verdict(claim: str) -> Page:
    """The verdict on one claim, in a line.

    Raises ValueError for a claim that isn't one of the thirty.
    """
    rows = table().set_index("claim")
    if claim not in rows.index:
        raise ValueError(f"There is no claim {claim!r}. The claims are: {', '.join(rows.index)}.")
    row = rows.loc[claim]
    line = f"Our verdict on {claim}: {row['verdict']}."
    return Page(f"{line} {row['evidence']}", markdown=f"**{line}** {row['evidence']}")
