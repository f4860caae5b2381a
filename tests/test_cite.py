"""Citations: read back by other libraries, whatever a title holds."""

import json
import re
import warnings
from datetime import date

import pandas as pd
import pytest

from contested import cite, queries
from contested.cite import Work
from contested.selection import selected
from contested.words import narrowing

TODAY = date(2026, 7, 1)
HASH = "0123456789abcdef"

HOSTILE = [
    "<script>alert(1)</script>",
    r"\input{/etc/passwd} \write18{id} $x^2$ 50% #1 a_b ~ & {",
    "} unbalanced { braces }}",
    "quotes \" ' ` „“",
    "a\nER  - \nTY  - BOOK\r\nTI  - another",
    "Smith and Jones and others",
    "nul \x00, escape \x1b[31m, turned \u202eyranoitulover\u202c, line\u2028break",
    "@article{x, title={y}}",
    "وزارة الصحة في غزة",
    "=cmd|' /C calc'!A0",
    "x" * 10_000,
]


def test_a_claims_citation_carries_its_hedge_and_what_came_of_it(engine):
    held = queries.claim(engine, "nyt-2025-08-22-north-korea-honors-1")
    more = {
        "qualifier": "about", "only": "engineers", "via_name": "Lee Seong-kweun",
        "as_of_from": pd.Timestamp(2025, 8, 1), "as_of_precision": "month",
        "published": pd.Timestamp(2025, 8, 31), "published_from": pd.Timestamp(2025, 8, 1),
        "published_precision": "month", "withdrawn_on": pd.Timestamp(2025, 9, 2),
        "superseded_on": pd.Timestamp(2025, 9, 3), "superseded_by": "later", "tellings": 2,
        "unhedged_by": "A Paper",
    }  # fmt: skip
    work = cite.claim(held | more, "https://contested.example/claim/x", TODAY, HASH)
    text = cite.text(work)
    for told in (
        ", engineers: about ", ": about ", "August 2025", "Passed on by: Lee Seong-kweun.",
        "Withdrawn by its source on 2 September 2025.",
        "Corrected by its source on 3 September 2025 (claim later).",
        "printed without “about” by A Paper",
    ):  # fmt: skip
        assert told in text, told
    assert "31 August 2025" not in text
    assert cite.item(work)["issued"] == {"date-parts": [[2025, 8]]}
    assert "DA  - 2025/08//" in cite.ris(work)
    assert "date = {2025-08}" in cite.bibtex(work)


def works(engine):
    """Return one work of each kind, from the data."""
    claim = queries.claim(engine, "nyt-2025-08-22-north-korea-honors-1")
    article = queries.article(engine, "nyt-2025-08-22-north-korea-honors")
    selection = selected("subject=north-korea&metric=killed&source=nis&since=2025-01-01")
    filters = narrowing(selection, {"nis": "NIS"})
    site = "https://contested.example"
    url = f"{site}/timeline?{selection.query()}"
    return [
        cite.claim(claim, f"{site}/claim/{claim['id']}", TODAY, HASH),
        cite.article(article, TODAY),
        cite.source(queries.source(engine, "nis"), f"{site}/source/nis", TODAY, HASH),
        cite.selection(
            "North Korean soldiers killed", filters, url=url, accessed=TODAY, version=HASH
        ),
        cite.snapshot(
            "North Korean soldiers killed",
            filters,
            id="abc123",
            url=f"{site}/snapshot/abc123",
            taken=TODAY,
            accessed=TODAY,
            version=HASH,
        ),
        cite.dataset("Contested", "2026.1", url=site, accessed=TODAY, version=HASH),
    ]


def hostile(kind, text):
    """Return a work whose every text is hostile."""
    article = {
        "id": "an-article",
        "title": text,
        "author": text,
        "publisher": text,
        "published": TODAY,
        "url": f"https://example.org/{text}",
        "archive_url": None,
        "language": "en",
    }
    if kind == "article":
        return cite.article(article, TODAY)
    return cite.selection(text, text, url="https://example.org", accessed=TODAY, version=HASH)


def read_bibtex(text):
    """Return the one entry that pybtex finds."""
    from pybtex.database import parse_string

    entries = parse_string(text, "bibtex").entries
    assert len(entries) == 1
    return next(iter(entries.values()))


def read_ris(text):
    """Return the tags of the one RIS entry."""
    assert text.endswith("\r\nER  - \r\n")
    lines = text.removesuffix("ER  - \r\n").splitlines()
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .+", line) for line in lines)
    assert [line[:2] for line in lines].count("TY") == 1
    return {line[:2]: line[6:] for line in lines}


def rendered(work):
    """Return a work as citeproc-py renders its CSL-JSON to HTML."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from citeproc import (
            Citation,
            CitationItem,
            CitationStylesBibliography,
            CitationStylesStyle,
            formatter,
        )
        from citeproc.source.json import CiteProcJSON

        source = CiteProcJSON([json.loads(cite.csl(work))[0]])
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, source, formatter.html)
        bibliography.register(Citation([CitationItem(work.id.lower())]))
        return str(bibliography.bibliography()[0])


def test_every_form_carries_access_version_and_filters(engine):
    claim, article, source, selection, snapshot, data = works(engine)
    for work in (claim, source, selection, snapshot, data):
        for form in (cite.text, cite.csl, cite.bibtex, cite.ris):
            assert HASH in form(work)
    for work in (claim, article, source, selection, snapshot, data):
        assert "accessed 1 July 2026" in cite.text(work)
        assert cite.item(work)["accessed"] == {"date-parts": [[2026, 7, 1]]}
        assert read_bibtex(cite.bibtex(work)).fields["urldate"] == "2026-07-01"
        assert read_ris(cite.ris(work))["Y2"] == "2026/07/01"
    for work in (selection, snapshot):
        for form in (cite.text, cite.csl, cite.bibtex, cite.ris):
            assert "Only NIS; from 1 January 2025" in form(work)


def test_a_claim_is_cited_with_its_hedge_its_source_and_its_article(engine):
    claim = queries.claim(engine, "unn-2025-04-30-about-600-north-1")
    text = cite.text(cite.claim(claim, "https://contested.example/claim/x", TODAY, HASH))
    assert "about 4,700" in text
    assert str(claim["source_name"]) in text
    assert str(claim["publisher"]) in text


def test_citeproc_renders_every_kind(engine):
    for work in works(engine):
        html = rendered(work)
        assert work.title.split(":")[0].split()[0] in html
        assert "not found" not in html


def test_pybtex_formats_every_kind(engine):
    from pybtex import format_from_string

    for work in works(engine):
        text = format_from_string(cite.bibtex(work), style="plain", output_backend="plaintext")
        assert "[1]" in text


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", ["article", "selection"])
def test_a_hostile_title_stays_one_title(kind, text):
    work = hostile(kind, text)
    fields = read_bibtex(cite.bibtex(work)).fields
    assert not re.search(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", fields["title"])
    assert not re.search(r"(?<!\\)[&%$#_]", fields["title"])
    commands = set(re.findall(r"\\[A-Za-z]+", fields["title"]))
    assert all(command.startswith("\\text") for command in commands)
    assert set(read_ris(cite.ris(work))) >= {"TY", "TI"}
    read = json.loads(cite.csl(work))
    assert len(read) == 1
    assert "\n" not in cite.text(work)


@pytest.mark.parametrize("text", HOSTILE[:-1])
def test_citeproc_renders_a_hostile_title_whole(text):
    # It puts titles into HTML as they are; what it is given is one line without control characters.
    work = hostile("article", text)
    html = rendered(work)
    assert work.title.split()[0] in html
    assert not re.search(r"[\x00-\x1f]", html)


def test_names_are_not_split_into_persons():
    entry = read_bibtex(cite.bibtex(hostile("article", "Smith and Jones and others")))
    assert len(entry.persons["author"]) == 1


def test_a_key_is_safe_whatever_the_id():
    work = Work("article", 'a"b{c},d\\e', "A title")
    assert cite.bibtex(work).startswith("@misc{a-b-c-d-e,")
    assert cite.bibtex(Work("selection", "…", "A title")).startswith("@misc{contested-selection,")
