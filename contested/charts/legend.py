"""The key of a chart: only what it shows. A page has it as HTML, and a picture draws it.

A chart says what it shows in its layout's `meta`, so that its picture has the same key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from contested.charts.marks import capped, computed, ranged
from contested.charts.symbols import SIGNS, SYMBOLS
from contested.rows import one_by_one
from contested.vocabulary import QUALIFIERS, RELATIONS

#: What a key calls a range whose ends are no numbers stated as such.
COMPUTED = "range of a method, of models or reports"

#: What one is called that has no best estimate.
CAPPED = f"{COMPUTED}, without a best"

#: What it calls the line at which a value axis ends below what was once said.
ENDS = "the axis ends at what still stands"


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
    words = set(claims[column])
    return [word for word in order if word in words]


def parts(claims: pd.DataFrame, **more: Any) -> dict[str, Any]:
    """Return what the key of a chart of claims names; `more` are the words of `entries`."""
    return {
        "relations": present(claims, "relation", RELATIONS),
        "ranges": ranges(claims),
        "qualifiers": present(claims, "qualifier", QUALIFIERS),
        "apart": bool(claims["apart"].notna().any()),
        **more,
    }


def ranges(claims: pd.DataFrame) -> list[str]:
    """Return which kinds of range claims have: stated, computed, and capped, without a best."""
    read = [name for name in ("low", "high", "best", "interval") if name in claims]
    rows = [claim for claim in one_by_one(claims[read]) if ranged(claim)]
    kinds = {
        "stated": any(not computed(claim) for claim in rows),
        "computed": any(computed(claim) and not capped(claim) for claim in rows),
        "capped": any(capped(claim) for claim in rows),
    }
    return [kind for kind, there in kinds.items() if there]


def entries(parts: Mapping[str, Any]) -> list[Entry]:
    """Return the key of what a chart shows, as the function `parts` returns it.

    `across` is a value axis from left to right, where claims set apart have a heading; the others
    name signs that only some charts have.
    """
    hedges = set(parts.get("qualifiers", []))
    sides = {QUALIFIERS[hedge].open for hedge in hedges}
    across = bool(parts.get("across"))
    # Charts frozen by earlier versions name no ranges.
    kinds = set(parts.get("ranges", ["stated"] if "range" in hedges else []))
    signs = (
        ("exact" in hedges, "exact", "exact"),
        (hedges - {"exact", "unnumbered"}, "hedged", "hedged"),
        ("stated" in kinds, "lying_ends" if across else "ends", "stated range"),
        ("computed" in kinds, "lying" if across else "bar", COMPUTED),
        ("capped" in kinds, "lying_caps" if across else "caps", CAPPED),
        ("up" in sides, "right" if across else "up", "or more: no ceiling stated"),
        ("down" in sides, "left" if across else "down", "or fewer: no floor stated"),
        (parts.get("apart") and not across, "small", "smaller, paler: counts something else"),
        ("unnumbered" in hedges, "hedged", "in the margin: words, no number"),
        (parts.get("struck"), "cross", "corrected"),
        (parts.get("band"), "area", "between the two claims of a time that are furthest apart"),
        (parts.get("ends"), "dashes", ENDS),
        (parts.get("faded"), "faded", "more than half a year before the newest"),
        (parts.get("reference"), "dotted", parts.get("reference")),
        (parts.get("then"), "faded", "then"),
        (parts.get("then"), "arrow", "from then to now"),
    )
    relations = [
        Entry(RELATIONS[word].symbol, RELATIONS[word].label, word)
        for word in parts.get("relations", [])
    ]
    return relations + [Entry(sign, str(name)) for there, sign, name in signs if there]
