"""Charts in words, for those who do not see them: made from the data that the chart draws."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pandas as pd

from contested.rows import one_by_one
from contested.vocabulary import LAPSE, QUALIFIERS, lapse
from contested.words import (
    Claim,
    amount,
    count,
    dated,
    day,
    listed,
    missing,
    month,
    number,
    said,
    sources,
)

#: The most letters of a text; more is no help to a listener.
MOST = 590

_USED = [
    "id", "source_short", "qualifier", "low", "best", "high", "as_of", "at", "counting", "since",
    "since_precision", "as_of_from", "as_of_precision",
]  # fmt: skip


def cut(text: str) -> str:
    """Return a text in fewer than 500 letters, cut at a word where it is longer."""
    return text if len(text) < 500 else text[:498].rsplit(" ", 1)[0] + "…"


def timeline(
    claims: pd.DataFrame,
    band: pd.DataFrame,
    selection_name: str,
    unnumbered: pd.DataFrame | None = None,
) -> str:
    """Return what a timeline shows: how many claims, by whom, when, from what number to what.

    `claims`, `band` and `unnumbered` are what these queries return; `selection_name` says what is
    counted. Plain text of less than 600 letters, the most telling first.
    """
    in_words = [] if unnumbered is None else one_by_one(unnumbered)
    each = listed(f"{claim['source_short']}, {said(claim)}" for claim in in_words[:3])
    margin = f"In the margin, without a number: {each}." if in_words else ""
    if claims.empty:
        what = f". {margin}" if margin else ": no claims in this selection."
        return f"Timeline of {selection_name}{what}"
    first, last = claims["at"].min(), claims["at"].max()
    total = int(claims["of_claims"].iloc[0]) if "of_claims" in claims else len(claims)
    thinned = f", {number(len(claims))} of them drawn" if total > len(claims) else ""
    parts = [
        f"Timeline of {selection_name}: {count(total, 'claim')} by "
        f"{count(sources(claims['source']), 'source')}{thinned}, {_span(first, last)}."
    ]
    ours = one_by_one(claims[claims["apart"].isna()].reindex(columns=_USED))
    if ours:
        parts.append(_newest(ours))
        parts.append(_ends(ours, band))
    every = "of_apart" in claims
    apart = int(claims["of_apart"].iloc[0] if every else claims["apart"].notna().sum())
    if apart:
        parts.append(f"{count(apart, 'claim').capitalize()} set apart, counting something else.")
    stands = max((lapse(claim["counting"]) for claim in ours), default=LAPSE)
    parts.append(margin)
    gaps = _gaps({claim["at"] for claim in ours}, stands)
    if gaps:
        parts.append(f"No claims from {listed(gaps[:3])}.")
    return _short([part for part in parts if part])


def _newest(ours: list[Claim]) -> str:
    """Return the claims at the last date, named where they are few."""
    last = max(claim["at"] for claim in ours)
    newest = [claim for claim in ours if claim["at"] == last]
    each = listed(f"{claim['source_short']}, {said(claim)}" for claim in newest)
    words = each if len(newest) <= 3 else count(len(newest), "claim")
    windows = {dated(claim) for claim in newest if claim["counting"] == "period"}
    when = windows.pop() if len(windows) == 1 and len(newest) == 1 else day(last)
    return f"Newest, {when}: {words}."


def _span(first: Any, last: Any) -> str:
    return f"as of {day(first)}" if first == last else f"from {day(first)} to {day(last)}"


def _ends(ours: list[Claim], band: pd.DataFrame) -> str:
    """Return who gives the lowest and who the highest number now standing."""
    if band.empty or missing(band.iloc[-1]["lowest"]):
        return ""
    now = band.iloc[-1]
    claims = {str(claim["id"]): claim for claim in ours}
    words = []
    for side in ("lowest", "highest"):
        claim = claims.get(str(now[f"{side}_claim"]))
        since = claim["as_of"] if claim else now[f"{side}_since"]
        whence = f"{now[f'{side}_source']}, {month(since)}"
        words.append(said(claim, whence) if claim else f"{bound(now, side)} ({whence})")
    return f"Standing at the end: the lowest {words[0]}, the highest {words[1]}."


def bound(row: Any, side: str) -> str:
    """Return the "lowest" or the "highest" of a row of queries.band in words, hedge included.

    >>> bound({"lowest": 12_000, "lowest_qualifier": "about"}, "lowest")
    'about 12,000'
    >>> bound({"highest": 350_000, "highest_qualifier": "range"}, "highest")
    "350,000, a range's lower end"
    """
    number, qualifier = row[side], row[f"{side}_qualifier"]
    if qualifier == "range":
        end = "upper" if side == "lowest" else "lower"
        return f"{amount('exact', best=number)}, a range's {end} end"
    # The number alone, where this hedge has it: beside another it would read as a range.
    return amount(qualifier, **dict.fromkeys(QUALIFIERS[qualifier].filled, number))


def _gaps(dates: set[pd.Timestamp], stands: timedelta) -> list[str]:
    """Return the stretches longer than a claim stands for in which no claim was made."""
    return [
        f"{month(earlier)} to {month(later)}"
        for earlier, later in pairwise(sorted(dates))
        if later - earlier > stands
    ]


def _short(parts: list[str]) -> str:
    """Return the sentences that fit, the first always, cut only if it alone is too long."""
    text = parts[0] if len(parts[0]) <= MOST else parts[0][: MOST - 1] + "…"
    for part in parts[1:]:
        if len(text) + 1 + len(part) <= MOST:
            text += f" {part}"
    return text
