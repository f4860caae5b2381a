"""What is cited: a claim, an article, a source's page, a selection, a snapshot, the data."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime
from typing import Any, Literal, NamedTuple

from contested.rows import Article, Row, Source
from contested.words import (
    counted,
    day,
    missing,
    provenance,
    published,
    said,
    window,
)

#: Whose pages these are.
PUBLISHER = "Contested"

#: Marks that turn the direction of the text around them, and so of the citation's own words.
_TURNING = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


class Work(NamedTuple):
    """One citable thing, in plain text without control characters; what is not known is empty.

    `kind` says what it is, `within` what it is part of, `author` who made it, as one name. `issued`
    is the date it was printed, the first day of it where that is a month, a quarter or a year:
    `precision`. `version` is the hash of the data it was made from, `note` all that
    has no field of its own.
    """

    kind: Literal["article", "claim", "page", "selection", "snapshot", "dataset"]
    id: str
    title: str
    author: str = ""
    within: str = ""
    publisher: str = ""
    issued: date | None = None
    accessed: date | None = None
    url: str = ""
    archive: str = ""
    version: str = ""
    language: str = ""
    note: str = ""
    precision: str = "day"


def line(article: Row) -> str:
    """Return an article's citation as one line; what is not known is left out.

    >>> line({"author": None, "publisher": "KBS", "title": "NK casualties hit 3,000",
    ...       "published": "2025-01-14", "url": "https://example.org/1"})
    'KBS, “NK casualties hit 3,000”, 14 January 2025, https://example.org/1'
    """
    title = "" if missing(article["title"]) else f"“{article['title']}”"
    parts = (article["author"], article["publisher"], title, published(article))
    url = article["url"]
    return ", ".join(str(part) for part in (*parts, url) if not missing(part))


def today() -> date:
    """Return the date of access of whoever cites now, in UTC."""
    return datetime.now(UTC).date()


def article(article: Article | Row, accessed: date | None = None) -> Work:
    """Return an article, a row of queries.articles, as the thing to cite for its figures."""
    return Work(
        kind="article",
        id=plain(article["id"]),
        title=plain(article["title"]) or "[Title not known]",
        author=plain(article["author"]),
        within=plain(article["publisher"]),
        **_issued(article),
        accessed=accessed,
        url=plain(article["url"]),
        archive=plain(article["archive_url"]),
        language=plain(article["language"]),
    )


def claim(claim: Row, url: str, accessed: date | None, version: str) -> Work:
    """Return a claim, a row of queries.claims, with its hedge in the title.

    The note says where it stood, who passed it on, and what came of it by the day of access.
    """
    return Work(
        kind="claim",
        id=plain(claim["id"]),
        title=plain(f"{counted(claim)}: {said(claim)}, {window(claim)}"),
        author=plain(claim["source_name"]),
        within=PUBLISHER,
        **_issued(claim),
        accessed=accessed,
        url=url,
        version=version,
        note=plain(" ".join([f"Printed in: {line(claim)}.", *_came_of(claim)])),
    )


def _came_of(claim: Row) -> list[str]:
    """Return what a claim's citation says beyond its title: who passed it on, what came of it."""
    lines = [
        f"{name}: {text}." if name == "Passed on by" else f"{text}."
        for name, text in provenance(claim)
        if name in ("Passed on by", "Range", "Statement", "Response")
    ]
    if not missing(claim["superseded_on"]):
        by = f" (claim {claim['superseded_by']})"
        lines.append(f"Corrected by its source on {day(claim['superseded_on'])}{by}.")
    return lines


def _issued(row: Row) -> dict[str, Any]:
    """Return when an article was printed, and how finely that is known."""
    precision = row.get("published_precision")
    if missing(precision) or precision == "day":
        return {"issued": _date(row["published"])}
    return {"issued": _date(row["published_from"]), "precision": precision}


def source(source: Source, url: str, accessed: date | None, version: str) -> Work:
    """Return the page that lists what a source, a row of queries.sources, has claimed."""
    return Work(
        kind="page",
        id=plain(source["id"]),
        title=f"Claims of {plain(source['name'])}",
        within=PUBLISHER,
        accessed=accessed,
        url=url,
        version=version,
    )


def selection(
    title: str,
    filters: str,
    *,
    url: str,
    accessed: date | None,
    version: str,
    id: str = "selection",
) -> Work:
    """Return a view of the data: a chart, a table or a file, as what was selected on a date.

    `filters` is what words.narrowing says of it; the address holds the selection itself.
    """
    return Work(
        kind="selection",
        id=id,
        title=plain(title),
        within=PUBLISHER,
        accessed=accessed,
        url=url,
        version=version,
        note=plain(filters),
    )


def snapshot(
    title: str,
    filters: str,
    *,
    id: str,
    url: str,
    taken: date | None,
    accessed: date | None,
    version: str,
) -> Work:
    """Return a frozen chart, made on `taken`; what is frozen itself has no date of access."""
    return Work(
        kind="snapshot",
        id=id,
        title=plain(title),
        within=PUBLISHER,
        issued=taken,
        accessed=accessed,
        url=url,
        version=version,
        note=plain(f"Snapshot {id}. {filters}".strip()),
    )


def dataset(title: str, edition: str, *, url: str, accessed: date | None, version: str) -> Work:
    """Return all of the data; `edition` is the name its publisher gives to this state of it."""
    return Work(
        kind="dataset",
        id=f"contested-{version}",
        title=plain(title),
        publisher=PUBLISHER,
        accessed=accessed,
        url=url,
        version=version,
        note=f"Edition {plain(edition)}" if edition else "",
    )


def plain(value: Any) -> str:
    r"""Return a value as one line of text, without control characters or turned directions.

    >>> plain("a\r\nER  - \u202eb"), plain(None)
    ('a ER - b', '')
    """
    if missing(value):
        return ""
    letters = (
        " " if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") else letter
        for letter in str(value)
        if letter not in _TURNING
    )
    return " ".join("".join(letters).split())


def _date(value: Any) -> date | None:
    if missing(value):
        return None
    read: date = value if type(value) is date else value.date()
    return read
