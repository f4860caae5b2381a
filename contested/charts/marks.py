"""Claims as marks, the one home of how they are drawn: points, ranges, open bounds, joining lines.

A mark stands on a number that its source stated. Everything here is a list of points for a few
traces a relation, never a trace a claim.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from contested.charts.axis import Axis
from contested.charts.style import LINE, Palette, opening, wrapped
from contested.charts.symbols import SYMBOLS
from contested.rows import one_by_one
from contested.selection import QUANTITY
from contested.vocabulary import EVIDENCE, LAPSE, QUALIFIERS, RELATIONS
from contested.words import (
    Claim,
    dated,
    missing,
    provenance,
    published,
    said,
    sentence,
    set_apart,
)

#: What a claim set apart is shrunk to, and how clear it stays.
SMALL, PALE = 0.6, 0.55

#: What an exact mark inside a hollow one is shrunk to, and a mark at the end of a range.
INSIDE, END = 0.5, 0.7

#: The stem of an open bound: its middle, its length, and where its head stands, from the mark.
_STEM, _LENGTH, _HEAD = 13, 6, 19


#: The letters of a line that a mark tells: as many as a phone has room for beside it.
TOLD = 44

#: The caps of a computed range, by whether its bar lies across.
_CAPS = {False: "line-ew", True: "line-ns"}

#: What one line stays within.
_SERIES = (*QUANTITY, "source")


class Points(NamedTuple):
    """The points of one trace, in the order drawn; None between two pieces of a line."""

    x: list[Any]
    y: list[float | None]


def iso(at: Any) -> str:
    """Return a date as Plotly reads it."""
    return f"{at:%Y-%m-%d}"


def has_place(values: Axis, number: float) -> bool:
    """Return whether a number has a place on the axis: zero has none on a logarithmic one."""
    return not values.log or number > 0


def ranged(claim: Claim) -> bool:
    """Return whether a claim has a lower and an upper number."""
    return not (missing(claim.get("low")) or missing(claim.get("high")))


def computed(claim: Claim) -> bool:
    """Return whether a claim's range is what a method, models or reports gave, and not stated."""
    return ranged(claim) and not missing(claim.get("interval")) and claim["interval"] != "stated"


def capped(claim: Claim) -> bool:
    """Return whether a claim's range is closed by caps: computed, without a number inside it.

    Its ends are no numbers stated as such, so that no marks stand there; and none was stated
    between them.
    """
    return computed(claim) and missing(claim["best"])


def sized(claim: Claim) -> list[tuple[int, float]]:
    """Return the numbers a claim's marks stand on, each with its mark's share of the full size.

    A stated range has its two ends, which are smaller, after its best where there is one. Of a
    computed one a bar reaches to the ends, and the mark stands on the best; without one, caps
    stand at the ends (`capped`).
    """
    if not ranged(claim) or (computed(claim) and not capped(claim)):
        return [(int(claim["number"]), 1.0)]
    best = [] if missing(claim["best"]) else [(int(claim["best"]), 1.0)]
    return [*best, (int(claim["low"]), END), (int(claim["high"]), END)]


class Spot(NamedTuple):
    """A claim on a chart: where it stands on the axis without numbers, and what its marks tell.

    `clear` and `share` are its marks' opacity and size, as shares; `struck` crosses it out.
    """

    claim: Claim
    at: Any
    text: str
    clear: float = 1.0
    share: float = 1.0
    struck: bool = False


def spots(claims: Iterable[Claim], brief: bool = False, known_on: date | None = None) -> list[Spot]:
    """Return claims at their dates, those set apart smaller and paler.

    A corrected one is struck, unless the reader looks from a date.
    """
    placed = []
    for claim in claims:
        struck = known_on is None and not missing(claim["superseded_on"])
        clear, share = (1.0, 1.0) if missing(claim["apart"]) else (PALE, SMALL)
        text = hover(claim, brief, known_on)
        placed.append(Spot(claim, iso(claim["at"]), text, clear, share, struck))
    return placed


def lines(claim: Claim, known_on: date | None = None) -> list[str]:
    """Return what a mark tells, line by line: the claim, its hedge and evidence, why set apart.

    A reader who looks from a date, `known_on`, is told nothing that was said of the claim later.
    """
    hedge, evidence = QUALIFIERS[claim["qualifier"]], EVIDENCE[claim["evidence"]]
    apart = [] if missing(claim["apart"]) else [f"Set apart: {set_apart(claim)}."]
    more = provenance(claim, known_on) if "tellings" in claim else []
    beyond = [f"{name}: {line}" for name, line in more]
    return [sentence(claim), f"{hedge.label} · {evidence.label}", *beyond, *apart]


def hover(claim: Claim, brief: bool = False, known_on: date | None = None) -> str:
    """Return what a mark tells as Plotly shows it, in lines of at most TOLD letters.

    Brief leaves out what all marks of a chart share, for charts of many.
    """
    if not brief:
        return "<br>".join(wrapped(line, TOLD) for line in lines(claim, known_on))
    text = f"{claim['source_short']}: {said(claim)}, {dated(claim)}"
    parts = [f"{text}; {claim['publisher']}, {published(claim)}."]
    parts += [] if missing(claim["apart"]) else [f"Set apart: {set_apart(claim)}"[:80]]
    return "<br>".join(wrapped(line, TOLD) for line in parts)


def points(
    spots: Iterable[Spot], relation: str, values: Axis, palette: Palette, across: bool = False
) -> dict[str, Any]:
    """Return the trace of a relation's marks: filled where exact, hollow where hedged.

    A range without marks at its ends has caps there, so that it too can be pointed at. Here and
    below the numbers lie on the y axis, or across on the x axis.
    """
    shape, colour = RELATIONS[relation].symbol, palette.relation[relation]
    full = SYMBOLS[shape].size
    at: list[Any] = []
    numbers: list[int] = []
    symbols: list[str] = []
    size: list[float] = []
    fill: list[str] = []
    clear: list[float] = []
    text: list[str] = []
    ids: list[list[str]] = []
    # An exact number where the same was also printed with a hedge stands inside the hollow mark.
    ordered = sorted(spots, key=lambda spot: bool(spot.claim["qualifier"] == "exact"))
    hollow = {
        (spot.at, number)
        for spot in ordered
        if spot.claim["qualifier"] != "exact"
        for number, _ in sized(spot.claim)
    }
    for spot in ordered:
        exact = spot.claim["qualifier"] == "exact"
        for number, part in sized(spot.claim):
            if not has_place(values, number):
                continue
            inside = exact and (spot.at, number) in hollow
            at.append(spot.at)
            numbers.append(number)
            symbols.append(_CAPS[across] if capped(spot.claim) else shape)
            size.append(round(full * (INSIDE if inside else min(spot.share, part)), 1))
            fill.append(colour if exact else palette.ground)
            clear.append(spot.clear)
            text.append(spot.text)
            ids.append([spot.claim["id"]])
    return {
        "x": numbers if across else at,
        "y": at if across else numbers,
        "mode": "markers",
        "marker": {
            "symbol": _one(symbols) if symbols else shape,
            "size": size,
            "color": _one(fill),
            "opacity": _one(clear),
            "line": {"color": colour, "width": LINE + 0.1},
        },
        "text": text,
        "customdata": ids,
        "hovertemplate": "%{text}<extra></extra>",
    }


def _one(values: list[Any]) -> Any:
    """Return a list's value where it holds only one, which is shorter to send."""
    return values[0] if len(set(values)) == 1 else values


def ranges(spots: Iterable[Spot], values: Axis, across: bool = False) -> Points:
    """Return the bars of ranges, from low to high."""
    at: list[Any] = []
    numbers: list[float | None] = []
    for spot in spots:
        if ranged(spot.claim):
            at.extend([spot.at, spot.at, None])
            numbers.extend(max(float(spot.claim[end]), values.low) for end in ("low", "high"))
            numbers.append(None)
    return Points(numbers, at) if across else Points(at, numbers)


def begins(claim: Claim) -> Any:
    """Return where a claim's bar begins along the time axis; none where it has no bar."""
    first = claim["since"] if claim["counting"] == "period" else None
    if missing(first) and claim.get("as_of_precision", "day") != "day":
        return claim["as_of_from"]
    return first


def periods(claims: Iterable[Claim], values: Axis) -> Points:
    """Return the bars of claims about a period, and of those whose date is one.

    They are as wide as the period, or as the month, quarter or year, at their number.
    """
    drawn = Points([], [])
    for claim in claims:
        number, first = int(claim["number"]), begins(claim)
        if not missing(first) and has_place(values, number):
            drawn.x.extend([iso(first), iso(claim["as_of"]), None])
            drawn.y.extend([number, number, None])
    return drawn


#: The turn of a sign that stands off its mark downwards, by its open side; across, and upwards.
_TURNS = {False: {"up": 180, "down": 0, "": 0}, True: {"up": 270, "down": 90, "": 0}}


def overlay(
    spots: Iterable[Spot], values: Axis, colour: str, across: bool = False
) -> dict[str, Any]:
    """Return the trace of small signs at marks: stem and head of open bounds, corrections' crosses.

    Empty where there are none.
    """
    at: list[Any] = []
    numbers: list[int] = []
    signs: list[tuple[str, float, int, int, float]] = []
    for spot in spots:
        number, side = int(spot.claim["number"]), opening(spot.claim["qualifier"])
        if not has_place(values, number):
            continue
        drawn: list[tuple[str, float, int]] = []
        if side:
            drawn += [("line-ns", _LENGTH, _STEM), ("triangle-down", 7, _HEAD)]
        if spot.struck:
            drawn.append(("x-thin", 8, 0))
        for symbol, size, standoff in drawn:
            at.append(spot.at)
            numbers.append(number)
            signs.append((symbol, size, _TURNS[across][side], standoff, spot.clear))
    if not signs:
        return {}
    names = ("symbol", "size", "angle", "standoff", "opacity")
    marker = dict(zip(names, map(list, zip(*signs, strict=True)), strict=True))
    return {
        "x": numbers if across else at,
        "y": at if across else numbers,
        "mode": "markers",
        "hoverinfo": "skip",
        "cliponaxis": False,
        "marker": {**marker, "color": colour, "line": {"width": LINE, "color": colour}},
    }


def runs(claims: Iterable[Claim], breaks: pd.DataFrame) -> list[list[Claim]]:
    """Return the claims that one line may join: runs of one source about one quantity, in order.

    Joined are cumulative claims that are not set apart; a run ends where the source's definition
    breaks, where a claim lapsed before the next, and where one between them is not drawn.
    """
    broken: dict[str, list[Any]] = {}
    for each in one_by_one(breaks):
        broken.setdefault(str(each["source"]), []).append(each["date"])
    open_runs: dict[tuple[Any, ...], list[Claim]] = {}
    joined: list[list[Claim]] = []
    for claim in sorted(claims, key=lambda claim: (claim["at"], claim["published"], claim["id"])):
        if claim["counting"] != "cumulative" or not missing(claim["apart"]):
            continue
        series = tuple(claim.get(word, "") for word in _SERIES)
        run = open_runs.get(series)
        if run is None or not _joins(run[-1], claim, broken):
            run = open_runs[series] = []
            joined.append(run)
        run.append(claim)
    return [run for run in joined if len(run) > 1]


def _joins(earlier: Claim, later: Claim, broken: dict[str, list[Any]]) -> bool:
    if later["at"] - earlier["at"] > LAPSE or not later.get("follows", True):
        return False
    first, last = sorted([earlier["as_of"], later["as_of"]])
    return not any(
        first < changed <= last
        for source in str(later["source"]).split(";")
        for changed in broken.get(source, ())
    )


def steps(runs: Iterable[list[Claim]], values: Axis) -> Points:
    """Return runs of claims as steps: a number stands until the source's next one.

    A number without a place on the axis ends a step: its neighbours are not each other's.
    """
    drawn = Points([], [])
    for run in runs:
        for claim in run:
            placed = has_place(values, claim["number"])
            drawn.x.append(iso(claim["at"]) if placed else None)
            drawn.y.append(int(claim["number"]) if placed else None)
        drawn.x.append(None)
        drawn.y.append(None)
    return drawn


def ring(palette: Palette) -> dict[str, Any]:
    """Return the trace that marks the open claim, without its place: a ring around its mark."""
    return {
        "type": "scatter", "name": "open", "mode": "markers", "hoverinfo": "skip",
        "cliponaxis": False,
        "marker": {
            "symbol": "circle-open", "size": 25, "color": palette.ink,
            "line": {"width": 1.6, "color": palette.ink},
        },
    }  # fmt: skip
