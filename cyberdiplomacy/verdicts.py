"""What the course finds on each of the thirty claims, in one table and line by line."""

import html

import pandas as pd

from .data import load

VERDICTS = ("supported", "mixed", "depends on measure", "not testable with open data")
PAGES = {"index": "../index.html", "theory": "1-theory.html", "practice": "2-practice.html", "problems": "3-problems.html",
         "ways-forward": "4-ways-forward.html"}  # fmt: skip


class Html(str):
    """Words for a page that Jupyter shows as they are, and as plain text where it can't."""

    plain = ""

    def _repr_html_(self) -> str:
        return str(self)

    def __repr__(self) -> str:
        return self.plain


def table() -> pd.DataFrame:
    """The thirty claims in their order: ``claim``, ``chapter``, ``text``, ``verdict``, ``evidence``, ``link`` (from a
    chapter's page to the claim's section)."""
    rows = load("claims").merge(load("verdicts"), on="claim", how="left", validate="one_to_one")
    link = [
        f"{PAGES[chapter]}#claim-{claim.lower()}" for claim, chapter in zip(rows["claim"], rows["chapter"], strict=True)
    ]
    return rows.assign(link=link)


def counts() -> pd.DataFrame:
    """How many claims have which verdict, by chapter."""
    rows = table()
    held = pd.crosstab(rows["chapter"], rows["verdict"])
    return held.reindex(index=list(PAGES), columns=list(VERDICTS), fill_value=0).rename_axis(index=None, columns=None)


def all_claims() -> Html:
    """The thirty claims as a table for a page, each with a link to its section."""
    rows = table()
    head = "".join(f'<th scope="col">{text}</th>' for text in ("Claim", "The thesis says", "Verdict", "Evidence"))
    body = "".join(
        f'<tr><td><a href="{row.link}">{row.claim}</a></td><td>{html.escape(row.text)}</td><td>{row.verdict}</td>'
        f"<td>{html.escape(row.evidence)}</td></tr>"
        for row in rows.itertuples()
    )
    out = Html(
        '<div class="explorer-table" tabindex="0" role="region" aria-label="The thirty claims" style="max-height: none">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
    out.plain = "\n".join(f"{row.claim}: {row.verdict}. {row.evidence}" for row in rows.itertuples())
    return out


def verdict(claim: str) -> Html:
    """The verdict on one claim, in a line.

    Raises ValueError for a claim that isn't one of the thirty.
    """
    rows = table().set_index("claim")
    if claim not in rows.index:
        raise ValueError(f"There is no claim {claim!r}. The claims are: {', '.join(rows.index)}.")
    row = rows.loc[claim]
    out = Html(f"<p><strong>Our verdict on {claim}: {row['verdict']}.</strong> {html.escape(row['evidence'])}</p>")
    out.plain = f"Our verdict on {claim}: {row['verdict']}. {row['evidence']}"
    return out
