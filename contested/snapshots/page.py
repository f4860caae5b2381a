"""A snapshot as one HTML file that opens offline: its chart to explore, its claims to read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from contested import cite
from contested.addresses import at
from contested.cite import Work
from contested.html import style
from contested.html.embed import unlinked
from contested.html.environment import rendered, safe_url
from contested.snapshots import browser
from contested.snapshots.content import Snapshot
from contested.snapshots.embed import embedded
from contested.snapshots.pictures import composed, size
from contested.vocabulary import EVIDENCE, RELATIONS
from contested.words import counted, day, unnamed_part, unnamed_place, window


class Row(NamedTuple):
    """One claim as people read it, in plain text."""

    id: str
    source: str
    said: str
    when: str
    relation: str
    symbol: str
    evidence: str
    publisher: str
    published: str
    title: str
    url: str
    archive: str
    counted: str
    aside: str


def html(snapshot: Snapshot, work: Work, address: str = "") -> bytes:
    """Return a snapshot as a file that needs nothing else; `work` is how it is cited."""
    chart = composed(snapshot, address)
    width, height = size(chart)
    here = at(address)
    fluid = embedded(snapshot, here).body
    return rendered(
        "snapshot_file",
        # A file that knows no site leads to none.
        fluid=fluid if here.origin else unlinked(fluid),
        snapshot=snapshot,
        rows=readable(snapshot.claims),
        citation=cite.text(work),
        address=address,
        made=day(snapshot.made[:10]),
        chart=chart,
        plotly=Markup(browser.PLOTLY.read_text(encoding="utf-8")),
        font=browser.font(),
        style=style.snapshot_file(),
        width=width,
        height=height,
    ).encode()


def readable(claims: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Return claims, as an export in JSON has them, as people read them.

    `counted` is the place, after what is counted where that is not the same for all.
    """
    rows = list(claims)
    several = len({claim["quantity"] for claim in rows}) > 1
    return [
        Row(
            id=claim["id"],
            source=claim["source_name"],
            said=claim["said"],
            when=window(claim),
            relation=_label(RELATIONS, claim["relation"]),
            symbol=claim["relation"],
            evidence=_label(EVIDENCE, claim["evidence"]),
            publisher=claim["publisher"],
            published=day(claim["published"]),
            title=claim["title"] or "",
            url=safe_url(claim["url"]),
            archive=safe_url(claim["archive_url"]),
            counted=counted(claim)
            if several
            else ", ".join(filter(None, [unnamed_part(claim), unnamed_place(claim)])),
            aside="; ".join(filter(None, (claim["apart"], claim["note"]))),
        )
        for claim in rows
    ]


def _label(terms: Mapping[str, Any], word: str) -> str:
    """Return a word's label; a word that this version does not know stands for itself."""
    return str(terms[word].label) if word in terms else word
