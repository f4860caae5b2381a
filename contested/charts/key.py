"""The legend of a timeline, as HTML and CSS alone: only what the chart shows."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Any

import pandas as pd

from contested.charts import glyph
from contested.charts.style import FONT, Palette
from contested.vocabulary import QUALIFIERS, RELATIONS


def present(claims: pd.DataFrame, column: str, order: Iterable[str]) -> list[str]:
    """Return the words of a vocabulary that a column holds, in the vocabulary's order."""
    held = set(claims[column])
    return [word for word in order if word in held]


def told(claims: pd.DataFrame) -> dict[str, Any]:
    """Return which marks a chart of claims shows, for the legend of its picture."""
    return {
        "relations": present(claims, "relation", RELATIONS),
        "qualifiers": present(claims, "qualifier", QUALIFIERS),
        "apart": bool(claims["apart"].notna().any()),
    }


def legend(claims: pd.DataFrame, palette: Palette) -> str:
    """Return the marks present and what they mean, as HTML that works without script."""
    if claims.empty:
        return ""
    items = [
        f'<span class="g {word}"></span>{html.escape(RELATIONS[word].label)}'
        for word in present(claims, "relation", RELATIONS)
    ]
    hedges = set(claims["qualifier"])
    hedges |= {QUALIFIERS[hedge].open for hedge in hedges}
    grey = '<span class="g third_party grey{}"></span>{}'
    items += [grey.format("", "exact")] if "exact" in hedges else []
    items += [grey.format(" open", "hedged")] if hedges - {"exact", ""} else []
    for word, sign, said in (
        ("range", "bar", "stated range"),
        ("up", "up", "or more: no ceiling stated"),
        ("down", "down", "or fewer: no floor stated"),
    ):
        if word in hedges:
            items.append(f'<span class="sign {sign}"></span>{said}')
    if claims["apart"].notna().any():
        items.append(grey.format(" open small", "counts something else"))
    if claims["apart"].isna().sum() > 1:
        items.append('<span class="sign area"></span>lowest to highest claim standing')
    rows = "".join(f"<li>{item}</li>" for item in items)
    rules = _RULES.replace("INK", palette.ink).replace("MUTED", palette.muted)
    return (
        f"<style>{glyph.style(palette)}{rules.replace('BAND', palette.band)}</style>"
        f'<ul class="key" aria-label="How the marks are read" style="font-family:{FONT}">'
        f"{rows}</ul>"
    )


#: The legend's rules.
_RULES = (
    ".key{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;"
    "margin:0!important;padding:0!important;"
    "font-size:14px;line-height:20px;color:INK}"
    ".key li{display:flex;align-items:center;gap:5px;margin:0!important;padding:0!important;"
    "font-size:14px!important}"
    ".key .grey{color:MUTED}"
    ".key .small{transform:scale(.72);opacity:.7}"
    ".key .sign{display:inline-block;width:16px;height:16px;background:currentColor;opacity:.75}"
    '.key .bar{clip-path:path("M6 1h4v14h-4z");opacity:.4}'
    '.key .up,.key .down{clip-path:path("M7.2 16V7H4L8 1L12 7H8.8V16z")}'
    ".key .down{transform:scaleY(-1)}"
    ".key .area{background:BAND;box-shadow:inset 0 0 0 9px BAND;opacity:1}"
)
