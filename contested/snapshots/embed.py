"""A snapshot as it is shown inside other pages: drawn anew of what is frozen, for any width."""

from __future__ import annotations

from typing import Any

import pandas as pd

from contested.addresses import Site
from contested.charts.labels import Label, labels
from contested.charts.sheet import Content
from contested.charts.svg import plot
from contested.html import embed
from contested.html.embed import Embedded
from contested.snapshots.content import Snapshot
from contested.words import day

#: The dates of a claim, which a file holds as text.
_DATES = ("as_of", "published", "since", "as_of_from", "superseded_on", "withdrawn_on")


def embedded(snapshot: Snapshot, here: Site) -> Embedded:
    """Return what a snapshot shows inside other pages."""
    claims = rows(snapshot)
    chart = snapshot["chart"]
    return embed.embedded(
        snapshot["title"],
        snapshot["answer"],
        snapshot["narrowing"],
        claims,
        chart,
        _named(snapshot, claims),
        None,
        here,
    )


def content(snapshot: Snapshot, where: str = "") -> Content:
    """Return what a picture of a snapshot shows; `where` is its address."""
    claims = rows(snapshot)
    return Content(
        title=snapshot["title"],
        answer=snapshot["answer"],
        narrowing=snapshot["narrowing"],
        claims=claims,
        rows=embed.rows(claims),
        chart=snapshot["chart"],
        named=_named(snapshot, claims),
        newest=embed.newest(claims),
        number=len(claims),
        terms=[one["title"] for one in snapshot.content.get("terms", [])],
        made=f"Snapshot {snapshot.id}, frozen on {day(snapshot.made[:10])}",
        where=where,
    )


def _named(snapshot: Snapshot, claims: pd.DataFrame) -> list[Label]:
    """Return the labels of a timeline: what each source said last."""
    published = "axis=published" in snapshot["query"]
    numbered = claims[claims["number"].notna()]
    at = numbered["published" if published else "as_of"]
    drawn = plot.is_plot(snapshot["chart"]) and len(numbered) > 0
    return labels(numbered.assign(at=at)) if drawn else []


def rows(snapshot: Snapshot) -> pd.DataFrame:
    """Return the frozen claims with the columns that a query gives them beside."""
    layout = snapshot["chart"].get("layout", {})
    meta = layout.get("meta")
    short = meta.get("sources", {}) if isinstance(meta, dict) else {}
    return pd.DataFrame([_row(claim, short) for claim in snapshot.claims])


def _row(claim: dict[str, Any], short: dict[str, str]) -> dict[str, Any]:
    low, best, high = (claim.get(name) for name in ("low", "best", "high"))
    stated = [number for number in (best, low, high) if number is not None]
    dates = {name: pd.Timestamp(claim[name]) for name in _DATES if claim.get(name)}
    return {
        **dict.fromkeys(_DATES),
        **claim,
        **dates,
        "number": stated[0] if stated else None,
        "lowest": min(stated, default=None),
        "highest": max(stated, default=None),
        "source_short": short.get(claim["source"], claim["source_name"]),
    }
