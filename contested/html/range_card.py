"""One quantity at a glance: from the lowest to the highest current claim, on a bare axis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contested.charts.style import opening
from contested.html.environment import rendered
from contested.words import amount, day, missing


def card(row: Mapping[Any, Any]) -> str:
    """Return a range picture of one row of queries.quantities.

    The axis begins at zero, so that lengths compare. Under it stand both ends in words, with their
    hedges, who stated them and when, and what is noted of them. A quantity without a current claim
    says so.
    """
    if missing(row.get("lowest")) or missing(row.get("highest")):
        return rendered("range_card", ends=[], marks=[], between="")
    low, high = float(row["lowest"]), float(row["highest"])
    top = high or 1.0
    one = row["lowest_claim"] == row["highest_claim"]
    # What is not of one time is not set against each other: no line leads from one to the other.
    joined = low < high and not missing(row.get("at", row["lowest"]))
    marks = [_mark(row["lowest_qualifier"], low / top)]
    if not one or low < high:
        marks.append(_mark(row["highest_qualifier"], high / top))
    return rendered(
        "range_card",
        between=f"left:{low / top:.2%};width:{(high - low) / top:.2%}" if joined else "",
        marks=marks,
        ends=[_end(row, "lowest"), *([] if one else [_end(row, "highest")])],
    )


def _mark(qualifier: str, place: float) -> dict[str, Any]:
    return {"hollow": qualifier != "exact", "place": f"{place:.2%}", "side": opening(qualifier)}


def _end(row: Mapping[Any, Any], end: str) -> dict[str, Any]:
    numbers = (row[f"{end}_{name}"] for name in ("low", "best", "high"))
    who = f"{row[f'{end}_source']}, {day(row[f'{end}_as_of'])}"
    note = [] if missing(row[f"{end}_note"]) else [row[f"{end}_note"]]
    return {"stated": amount(row[f"{end}_qualifier"], *numbers), "lines": [who, *note]}
