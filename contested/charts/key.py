"""The key of a chart: only what it shows. As HTML and CSS alone here; pictures draw it themselves.

A chart says what it shows in its layout's `meta`, so that its picture has the same key.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from contested.charts import glyph
from contested.charts.marks import PALE, SMALL
from contested.charts.style import FONT, Palette
from contested.vocabulary import QUALIFIERS, RELATIONS


class Entry(NamedTuple):
    """One entry: its sign, what that means, and the relation that colours it, grey for none."""

    sign: str
    name: str
    relation: str = ""


def present(claims: pd.DataFrame, column: str, order: Iterable[str]) -> list[str]:
    """Return the words of a vocabulary that a column holds, in the vocabulary's order."""
    held = set(claims[column])
    return [word for word in order if word in held]


def told(claims: pd.DataFrame, **more: Any) -> dict[str, Any]:
    """Return what a chart of claims shows; `more` are the words that `entries` knows."""
    return {
        "relations": present(claims, "relation", RELATIONS),
        "qualifiers": present(claims, "qualifier", QUALIFIERS),
        "apart": bool(claims["apart"].notna().any()),
        **more,
    }


def entries(shown: Mapping[str, Any]) -> list[Entry]:
    """Return the key of what a chart shows, as `told` returns it.

    `across` is a value axis from left to right, where claims set apart have a heading; the others
    name signs that only some charts have.
    """
    hedges = set(shown.get("qualifiers", []))
    sides = {QUALIFIERS[hedge].open for hedge in hedges}
    across = bool(shown.get("across"))
    signs = (
        ("exact" in hedges, "exact", "exact"),
        (hedges - {"exact"}, "hedged", "hedged"),
        ("range" in hedges, "lying" if across else "bar", "stated range"),
        ("up" in sides, "right" if across else "up", "or more: no ceiling stated"),
        ("down" in sides, "left" if across else "down", "or fewer: no floor stated"),
        (shown.get("apart") and not across, "small", "smaller, paler: counts something else"),
        (shown.get("struck"), "cross", "corrected"),
        (shown.get("band"), "area", "lowest to highest claim standing"),
        (shown.get("faded"), "faded", "more than half a year before the newest"),
        (shown.get("reference"), "dotted", shown.get("reference")),
        (shown.get("then"), "faded", "then"),
        (shown.get("then"), "arrow", "from then to now"),
    )
    found = [
        Entry(RELATIONS[word].symbol, RELATIONS[word].label, word)
        for word in shown.get("relations", [])
    ]
    return found + [Entry(sign, str(name)) for there, sign, name in signs if there]


def legend(shown: Mapping[str, Any], palette: Palette) -> str:
    """Return the key of what a chart shows, as HTML that works without script."""
    rows = "".join(f"<li>{_sign(entry)}{html.escape(entry.name)}</li>" for entry in entries(shown))
    rules = _RULES.replace("INK", palette.ink).replace("MUTED", palette.muted)
    return (
        f"<style>{glyph.style(palette)}{rules.replace('BAND', palette.band)}</style>"
        f'<ul class="signs" aria-label="How the marks are read" style="font-family:{FONT}">'
        f"{rows}</ul>"
    )


def _sign(entry: Entry) -> str:
    if entry.relation:
        return f'<span class="g {entry.relation}"></span>'
    if entry.sign in ("exact", "hedged", "small", "faded"):
        hollow = " open" if entry.sign == "hedged" else ""
        return f'<span class="g third_party grey{hollow} {entry.sign}"></span>'
    return f'<span class="sign {entry.sign}"></span>'


#: The key's rules.
_RULES = (
    ".signs{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;"
    "margin:0!important;padding:0!important;"
    "font-size:14px;line-height:20px;color:INK}"
    ".signs li{display:flex;align-items:center;gap:5px;margin:0!important;padding:0!important;"
    "font-size:14px!important}"
    ".signs .grey{color:MUTED}"
    f".signs .small{{transform:scale({SMALL});opacity:{PALE}}}.signs .faded{{opacity:{PALE}}}"
    ".signs .sign{display:inline-block;flex:none;width:16px;height:16px;background:currentColor;"
    "opacity:.75}"
    '.signs .bar{clip-path:path("M6 1h4v14h-4z");opacity:.4}'
    '.signs .lying{clip-path:path("M1 6h14v4h-14z");opacity:.4}'
    '.signs :is(.up,.down,.right,.left){clip-path:path("M7.2 16V7H4L8 1L12 7H8.8V16z")}'
    '.signs .arrow{clip-path:path("M0 7.4H10V4L16 8L10 12V8.6H0z")}'
    ".signs .down{transform:scaleY(-1)}.signs .right{transform:rotate(90deg)}"
    ".signs .left{transform:rotate(-90deg)}"
    '.signs .cross{clip-path:path("M3 4L4 3L8 7L12 3L13 4L9 8L13 12L12 13L8 9L4 13L3 12L7 8z")}'
    '.signs .dotted{clip-path:path("M7 1h2v3h-2zM7 7h2v3h-2zM7 13h2v3h-2z")}'
    ".signs .area{background:BAND;box-shadow:inset 0 0 0 9px BAND;opacity:1}"
)
