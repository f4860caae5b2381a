"""Claims as marks on a time axis: points, stated ranges, open bounds, periods, and what joins them.

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
from contested.vocabulary import EVIDENCE, LAPSE, QUALIFIERS, RELATIONS
from contested.words import Claim, day, missing, said, sentence

#: The size of each symbol, in pixels, so that all look equally large.
SIZES = {"square": 9, "hourglass": 11, "diamond": 12, "circle": 10, "star-diamond": 14}

#: What a claim set apart is shrunk to, and how clear it stays.
SMALL, PALE = 0.6, 0.55

#: What an exact mark inside a hollow one is shrunk to.
INSIDE = 0.5

#: The stem of an open bound: its middle, its length, and where its head stands, from the mark.
_STEM, _LENGTH, _HEAD = 13, 6, 19


#: What one line stays within.
_SERIES = ("conflict", "subject", "metric", "population", "source")


class Points(NamedTuple):
    """The points of one trace, in the order drawn; None between two pieces of a line."""

    x: list[Any]
    y: list[float | None]


def iso(at: Any) -> str:
    """Return a date as Plotly reads it."""
    return f"{at:%Y-%m-%d}"


def shown(values: Axis, number: float) -> bool:
    """Return whether a number has a place on the axis: zero has none on a logarithmic one."""
    return not values.log or number > 0


def numbers(claim: Claim) -> list[int]:
    """Return the numbers a claim's marks stand on, the one its lines and labels use first.

    A range has its two ends, after its best where one was stated.
    """
    if claim["qualifier"] != "range":
        return [int(claim["number"])]
    best = [] if missing(claim["best"]) else [int(claim["best"])]
    return [*best, int(claim["low"]), int(claim["high"])]


def hover(claim: Claim, brief: bool = False) -> str:
    """Return what a mark tells: the claim as a sentence, its hedge, its evidence, why set apart.

    Brief leaves out what all marks of a chart share, for charts of many.
    """
    apart = "" if missing(claim["apart"]) else f"Set apart: {claim['apart']}."
    if brief:
        told = f"{claim['source_short']}: {said(claim)}, {day(claim['as_of'])}"
        parts = [f"{told}; {claim['publisher']}, {day(claim['published'])}.", apart[:80]]
    else:
        hedge, evidence = QUALIFIERS[claim["qualifier"]], EVIDENCE[claim["evidence"]]
        parts = [sentence(claim), f"{hedge.label} · {evidence.label}", apart]
    return "<br>".join(wrapped(part) for part in parts if part)


def struck(claim: Claim, known_on: date | None) -> bool:
    """Return whether a claim is drawn as corrected: it was, and the reader looks from today."""
    return known_on is None and not missing(claim["superseded_on"])


def points(
    claims: Iterable[Claim], relation: str, values: Axis, palette: Palette, brief: bool = False
) -> dict[str, Any]:
    """Return the trace of a relation's marks: filled where exact, hollow where hedged."""
    shape = RELATIONS[relation].symbol
    x: list[str] = []
    y: list[int] = []
    size: list[float] = []
    fill: list[str] = []
    clear: list[float] = []
    text: list[str] = []
    ids: list[list[str]] = []
    colour = palette.relation[relation]
    # An exact number where the same was also printed with a hedge stands inside the hollow mark.
    ordered = sorted(claims, key=lambda claim: bool(claim["qualifier"] == "exact"))
    hollow = {
        (claim["at"], number)
        for claim in ordered
        if claim["qualifier"] != "exact"
        for number in numbers(claim)
    }
    for claim in ordered:
        apart = not missing(claim["apart"])
        at, told = iso(claim["at"]), hover(claim, brief)
        stated = numbers(claim)
        for place, number in enumerate(stated):
            if not shown(values, number):
                continue
            end = len(stated) > 1 and (len(stated) == 2 or place > 0)
            x.append(at)
            y.append(number)
            inside = claim["qualifier"] == "exact" and (claim["at"], number) in hollow
            share = INSIDE if inside else SMALL if apart else 0.7 if end else 1
            size.append(round(SIZES[shape] * share, 1))
            fill.append(colour if claim["qualifier"] == "exact" else palette.ground)
            clear.append(PALE if apart else 1)
            text.append(told)
            ids.append([claim["id"]])
    return {
        "x": x,
        "y": y,
        "mode": "markers",
        "marker": {
            "symbol": shape,
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


def ranges(claims: Iterable[Claim], values: Axis) -> Points:
    """Return the bars of stated ranges, from low to high."""
    drawn = Points([], [])
    for claim in claims:
        if claim["qualifier"] == "range":
            ends = [max(float(claim[end]), values.low) for end in ("low", "high")]
            drawn.x.extend([iso(claim["at"])] * 2 + [None])
            drawn.y.extend([*ends, None])
    return drawn


def periods(claims: Iterable[Claim], values: Axis) -> Points:
    """Return the bars of claims about a period: as wide as the period, at their number."""
    drawn = Points([], [])
    for claim in claims:
        number = numbers(claim)[0]
        if claim["counting"] == "period" and not missing(claim["since"]) and shown(values, number):
            drawn.x.extend([iso(claim["since"]), iso(claim["as_of"]), None])
            drawn.y.extend([number, number, None])
    return drawn


class Overlay(NamedTuple):
    """Small signs beside or on marks, at a distance of pixels: stems, their heads, strikes."""

    x: list[str]
    y: list[int]
    symbol: list[str]
    size: list[float]
    angle: list[int]
    standoff: list[int]
    opacity: list[float]


def overlay(claims: Iterable[Claim], values: Axis, known_on: date | None) -> Overlay:
    """Return the signs of open bounds (a stem and its head) and of corrections (a cross).

    A sign stands off its mark downwards, turned about by 180 degrees upwards.
    """
    signs = Overlay([], [], [], [], [], [], [])
    for claim in claims:
        number = numbers(claim)[0]
        side = opening(claim["qualifier"])
        if not shown(values, number):
            continue
        drawn: list[tuple[str, float, int]] = []
        if side:
            drawn += [("line-ns", _LENGTH, _STEM), ("triangle-down", 7, _HEAD)]
        if struck(claim, known_on):
            drawn.append(("x-thin", 8, 0))
        for symbol, size, standoff in drawn:
            signs.x.append(iso(claim["at"]))
            signs.y.append(number)
            signs.symbol.append(symbol)
            signs.size.append(size)
            signs.angle.append(180 if side == "up" else 0)
            signs.standoff.append(standoff)
            signs.opacity.append(1 if missing(claim["apart"]) else PALE)
    return signs


def runs(claims: Iterable[Claim], breaks: pd.DataFrame) -> list[list[Claim]]:
    """Return the claims that one line may join: runs of one source about one quantity, in order.

    Joined are cumulative claims that are not set apart; a run ends where the source's definition
    breaks and where a claim lapsed before the next.
    """
    broken: dict[str, list[Any]] = {}
    for each in breaks.to_dict("records"):
        broken.setdefault(str(each["source"]), []).append(each["date"])
    open_runs: dict[tuple[Any, ...], list[Claim]] = {}
    found: list[list[Claim]] = []
    for claim in sorted(claims, key=lambda claim: (claim["at"], claim["published"], claim["id"])):
        if claim["counting"] != "cumulative" or not missing(claim["apart"]):
            continue
        series = tuple(claim[word] for word in _SERIES)
        run = open_runs.get(series)
        if run is None or not _joins(run[-1], claim, broken):
            run = open_runs[series] = []
            found.append(run)
        run.append(claim)
    return [run for run in found if len(run) > 1]


def _joins(earlier: Claim, later: Claim, broken: dict[str, list[Any]]) -> bool:
    if later["at"] - earlier["at"] > LAPSE:
        return False
    first, last = sorted([earlier["as_of"], later["as_of"]])
    return not any(
        first < changed <= last
        for source in str(later["source"]).split(";")
        for changed in broken.get(source, ())
    )


def steps(found: Iterable[list[Claim]], values: Axis) -> Points:
    """Return runs of claims as steps: a number stands until the source's next one."""
    drawn = Points([], [])
    for run in found:
        held = [claim for claim in run if shown(values, numbers(claim)[0])]
        drawn.x.extend([*(iso(claim["at"]) for claim in held), None])
        drawn.y.extend([*(numbers(claim)[0] for claim in held), None])
    return drawn
