"""The key of a chart: only what it shows. A page has it as HTML, and a picture draws it.

A chart says what it shows in its layout's `meta`, so that its picture has the same key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from contested.charts.symbols import SIGNS, SYMBOLS
from contested.vocabulary import QUALIFIERS, RELATIONS


class Entry(NamedTuple):
    """One entry: its sign, what that means, and the relation that colours it, grey for none."""

    sign: str
    name: str
    relation: str = ""

    @property
    def outline(self) -> str:
        """Its sign's outline, as `symbols` has it."""
        return SYMBOLS[self.sign].outline if self.relation else SIGNS[self.sign]


def present(claims: pd.DataFrame, column: str, order: Iterable[str]) -> list[str]:
    """Return the words of a vocabulary that a column holds, in the vocabulary's order."""
    held = set(claims[column])
    return [word for word in order if word in held]


def shown(claims: pd.DataFrame, **more: Any) -> dict[str, Any]:
    """Return what a chart of claims shows; `more` are the words that `entries` knows."""
    return {
        "relations": present(claims, "relation", RELATIONS),
        "qualifiers": present(claims, "qualifier", QUALIFIERS),
        "apart": bool(claims["apart"].notna().any()),
        **more,
    }


def entries(shown: Mapping[str, Any]) -> list[Entry]:
    """Return the key of what a chart shows, as `shown` returns it.

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
        (shown.get("band"), "area", "between the two claims of a time that are furthest apart"),
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
