"""A snapshot as files: one home for every format, for the web and the command line alike."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

import pandas as pd

from contested import cite
from contested.cite import Work
from contested.export import COLUMNS, DATES, FORMATS, inert, packed
from contested.snapshots.content import Snapshot, written
from contested.snapshots.page import html
from contested.snapshots.pictures import KINDS, picture


class File(NamedTuple):
    """One format: what a page calls it, its media type, and its writer (snapshot, its address)."""

    label: str
    mime: str
    write: Callable[[Snapshot, str], bytes]


def works(snapshot: Snapshot, address: str = "", accessed: date | None = None) -> list[Work]:
    """Return what to cite: the snapshot first, then the articles that print its claims."""
    taken = date.fromisoformat(snapshot.made[:10])
    frozen = cite.snapshot(
        snapshot["title"],
        snapshot["narrowing"],
        id=snapshot.id,
        url=address,
        taken=taken,
        accessed=accessed,
        version=snapshot["data"],
    )
    articles = {
        claim["article"]: {
            **claim,
            "id": claim["article"],
            "published": date.fromisoformat(claim["published"]),
        }
        for claim in snapshot.claims
    }
    return [frozen, *(cite.article(article, accessed) for article in articles.values())]


def table(snapshot: Snapshot, address: str = "") -> bytes:
    """Return the claims as CSV, the same as an export of them."""
    stream = io.StringIO(newline="")
    sheet = csv.writer(stream, lineterminator="\n")
    sheet.writerow(COLUMNS)
    for claim in snapshot.claims:
        cells = [claim.get(name) for name in COLUMNS]
        sheet.writerow(["" if cell is None else inert(cell) for cell in cells])
    return stream.getvalue().encode()


def _parquet(snapshot: Snapshot, address: str) -> bytes:
    rows = pd.DataFrame(snapshot.claims, columns=[*COLUMNS], dtype=object)
    rows = rows.where(rows.notna(), None)  # a snapshot of before a column has nothing under it
    for name in DATES:
        rows[name] = [date.fromisoformat(day) if day else None for day in rows[name]]
    return packed(rows)


def _json(snapshot: Snapshot, address: str) -> bytes:
    return written(snapshot)


def _page(snapshot: Snapshot, address: str) -> bytes:
    return html(snapshot, works(snapshot, address)[0], address)


def cited(form: str, snapshot: Snapshot, address: str, accessed: date | None) -> bytes:
    """Return the works that a snapshot cites in a format of cite.FORMATS, read on a day."""
    cited = works(snapshot, address, accessed)
    if form == "csl.json":
        items = [cite.item(work) for work in cited]
        return (json.dumps(items, ensure_ascii=False, indent=2) + "\n").encode()
    between = "\n" if form == "bib" else ""
    return between.join(map(cite.FORMATS[form].write, cited)).encode()


def _cited(form: str) -> Callable[[Snapshot, str], bytes]:
    return lambda snapshot, address: cited(form, snapshot, address, cite.today())


def _drawn(kind: str) -> Callable[[Snapshot, str], bytes]:
    return lambda snapshot, address: picture(snapshot, kind)


#: Every format by its file's ending, in the order that pages offer them.
FILES: Mapping[str, File] = {
    "png": File("PNG", KINDS["png"].mime, _drawn("png")),
    "svg": File("SVG", KINDS["svg"].mime, _drawn("svg")),
    "pdf": File("PDF", KINDS["pdf"].mime, _drawn("pdf")),
    "html": File("Interactive page", "text/html", _page),
    "csv": File("CSV", FORMATS["csv"].mime, table),
    "parquet": File("Parquet", FORMATS["parquet"].mime, _parquet),
    "json": File("JSON, to verify", "application/json", _json),
    "bib": File("BibTeX", cite.FORMATS["bib"].mime, _cited("bib")),
    "ris": File("RIS", cite.FORMATS["ris"].mime, _cited("ris")),
    "csl.json": File("CSL-JSON", cite.FORMATS["csl.json"].mime, _cited("csl.json")),
}

#: The formats that need a browser on this machine.
PICTURES = ("png", "svg", "pdf")
