"""All that one institution said of one thing as a small chart, around one of its claims."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise, product
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from contested.charts import axis, marks
from contested.charts.alt import cut
from contested.charts.axis import Axis
from contested.charts.style import LIGHT, Drawing, Palette, escaped
from contested.vocabulary import QUALIFIERS, RELATIONS
from contested.words import Claim, dated, missing, said

#: What stands under the chart, and where others' numbers stand in it.
READING = "The same source's numbers; the ring is around this one."
BESIDE = "Pale: others of about its time."

HEIGHT = 220

#: How many times the lowest number the highest may be before the axis is logarithmic.
_WIDE = 20

#: The share of the width beyond which words stand at the left of their mark.
_LATE = 0.6

#: The width of a letter, as a share of the plot's on a phone.
_LETTER = 7 / 300


def chart(
    claim: Claim,
    trail: Sequence[Claim],
    others: Sequence[Claim],
    breaks: pd.DataFrame,
    palette: Palette = LIGHT,
) -> go.Figure:
    """Draw an institution's numbers over time, one of them ringed, others' beside them.

    `trail` is what queries.trail returns, of a long one only a part: no line joins claims that
    others lie between, nor two sides of `breaks`.
    """
    own, beside = _placed(trail), _placed(others)
    every = [*own, *beside]
    drawn = Drawing(palette, HEIGHT)
    values = _values(every)
    ticks = axis.ticks(values, 0.2)
    first, last = min(one["at"] for one in every), max(one["at"] for one in every)
    room = max((last - first) * 0.04, pd.Timedelta(days=10))
    first, last = first - room, last + room
    longest = max(len(f"{tick:,.0f}") for tick in ticks or [0])
    drawn.layout["margin"] = {"l": 14 + int(longest * 6.9), "r": 34, "t": 18, "b": 28}
    drawn.layout["xaxis"] |= {
        "type": "date", "range": [marks.iso(first), marks.iso(last)], "showgrid": False,
        "showline": True, "ticks": "outside", "ticklen": 4,
    }  # fmt: skip
    ends = values[:2]
    drawn.layout["yaxis"] |= {
        "type": "log" if values.log else "linear",
        "range": [math.log10(end) for end in ends] if values.log else list(ends),
        "tickvals": ticks,
        "ticktext": [f"{tick:,.0f}" for tick in ticks],
    }
    for relation in RELATIONS:
        colour = palette.relation[relation]
        joined = marks.steps(marks.runs(_of(own, relation), breaks), values)
        if joined.x:
            drawn.scatter(
                x=joined.x, y=joined.y, mode="lines",
                line={"color": colour, "width": 1.2, "shape": "hv"},
            )  # fmt: skip
        pale = [spot._replace(clear=marks.PALE) for spot in marks.spots(_of(beside, relation))]
        spots = [*pale, *marks.spots(_of(own, relation))]
        if spots:
            drawn.scatter(**marks.points(spots, relation, values, palette))
            if signs := marks.overlay(spots, values, colour):
                drawn.scatter(**signs)
    statement = claim["id"] if missing(claim["same_as"]) else claim["same_as"]
    told = [one for one in own if marks.has_place(values, one["number"])]
    # The one that is looked at has its words, then the ends of the trail, then who has room.
    told.sort(key=lambda one: (one["id"] != statement, one is not own[-1], one is not own[0]))
    places = [_place(one, first, last, values) for one in own]
    taken, upright = _taken(places), _upright(places)
    standing = {one["id"]: _mark(one, place) for one, place in zip(own, places, strict=True)}
    drawn.scatter(mode="text", x=[], y=[], text=[], textposition=[], textfont={"size": 13})
    words = drawn.traces[-1]
    for one in told:
        place = _place(one, first, last, values)
        gap = _RINGED if one["id"] == statement else _GAP
        wide = _LETTER * (len(said(one)) + 2 * len(gap))
        near = [box for id, box in standing.items() if id != one["id"]]
        sides = _SIDES if place.along <= _LATE else _SIDES_LATE
        # Words that find no place free of marks and lines stand across an upright line, then at
        # another mark, before they are left out.
        for free, side in product(([*near, *upright], near, []), sides):
            box = _beside(place, side, wide)
            inside = box.begin >= 0 and box.end <= 1
            if inside and not any(_meet(box, other) for other in [*taken, *free]):
                taken.append(box)
                words["x"].append(marks.iso(one["at"]))
                words["y"].append(int(one["number"]))
                words["text"].append(f"{gap}{escaped(said(one))}{gap}")
                words["textposition"].append(side)
                break
        if one["id"] == statement:
            at = {"x": [marks.iso(one["at"])], "y": [int(one["number"])]}
            drawn.traces.append(marks.ring(palette) | at)
    return drawn.figure()


class _Place(NamedTuple):
    """Where a mark stands: along the width as a share of it, and up in pixels."""

    along: float
    up: float


class _Box(NamedTuple):
    """What is taken of a chart: shares of its width, and pixels upwards."""

    begin: float
    end: float
    low: float
    high: float


#: What keeps words off their mark, and off the ring around the one that is looked at.
_GAP, _RINGED = "\u2002", "\u2002" * 3

#: Where a number's words may stand about its mark, the best first; and late in time.
_SIDES = ("top right", "top left", "bottom right", "bottom left")
_SIDES_LATE = ("top left", "bottom left", "top right", "bottom right")


def _place(claim: Claim, first: pd.Timestamp, last: pd.Timestamp, values: Axis) -> _Place:
    up = (values.at(float(claim["number"])) or 0.0) * (HEIGHT - 46)
    return _Place((claim["at"] - first) / (last - first), up)


def _mark(claim: Claim, place: _Place) -> _Box:
    """Return the box that a claim's mark takes, with its arrow."""
    reach = QUALIFIERS[claim["qualifier"]].open
    down, up = (18 if reach == way else 6 for way in ("down", "up"))
    return _Box(place.along - 0.012, place.along + 0.012, place.up - down, place.up + up)


def _beside(place: _Place, side: str, wide: float) -> _Box:
    """Return the box that words take at a side of a mark."""
    begin = place.along - wide if side.endswith("left") else place.along
    low = place.up + 2 if side.startswith("top") else place.up - 14
    return _Box(begin, begin + wide, low, low + 12)


def _taken(places: Sequence[_Place]) -> list[_Box]:
    """Return what no words may stand on: the dates under the axis, and the steps that lie."""
    lying = [
        _Box(before.along, after.along, before.up - 1, before.up + 1)
        for before, after in pairwise(places)
    ]
    return [_Box(-1, 2, -40, 0), *lying]


def _upright(places: Sequence[_Place]) -> list[_Box]:
    """Return the upright parts of the steps between marks."""
    return [
        _Box(
            after.along - 0.004,
            after.along + 0.004,
            min(before.up, after.up),
            max(before.up, after.up),
        )
        for before, after in pairwise(places)
    ]


def _meet(one: _Box, other: _Box) -> bool:
    across = one.begin < other.end and other.begin < one.end
    return across and one.low < other.high and other.low < one.high


def drawable(trail: Sequence[Claim]) -> bool:
    """Return whether a trail is worth a chart: two numbers of it or more."""
    return len(_placed(trail)) > 1


def alt(trail: Sequence[Claim]) -> str:
    """Return a trail in words, in fewer than 500 letters."""
    own = _placed(trail)
    numbers = "; ".join(f"{said(one)} ({dated(one)})" for one in own)
    return cut(f"What {own[0]['source_short']} said of {own[0]['quantity']}: {numbers}.")


def _placed(claims: Sequence[Claim]) -> list[Claim]:
    """Return claims with a number at their dates; one after a gap follows nobody."""
    placed: list[Claim] = []
    before = 0
    for claim in claims:
        place = int(claim.get("trail_place") or before + 1)
        if not missing(claim["number"]):
            placed.append({**claim, "at": claim["as_of"], "follows": place == before + 1})
        before = place
    return placed


def _values(claims: Sequence[Claim]) -> Axis:
    ends = [float(one[end]) for one in claims for end in ("lowest", "highest")]
    ends = [end for end in ends if not missing(end)] or [1.0]
    log = min(ends) > 0 and max(ends) / min(ends) > _WIDE
    return axis.axis(ends, log=log, room=0.14)


def _of(claims: Sequence[Claim], relation: str) -> list[Claim]:
    return [one for one in claims if one["relation"] == relation]
