"""What lies under the marks of a timeline: the band of claims standing, events, and breaks."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from contested.charts import event_labels, marks
from contested.charts.axis import Axis
from contested.charts.style import Drawing, Palette, escaped, wrapped
from contested.rows import one_by_one
from contested.vocabulary import QUALIFIERS
from contested.words import day, missing

#: How far a band without a bound fades out, in steps of pixels, and how clear each step is.
_FADE = ((5, 0.75), (5, 0.5), (5, 0.3), (5, 0.15))


#: How far an arrow reaches from its mark, in pixels, and the steps in which a line is looked at, as
#: a share of the plot's width.
_ARROW, _STEP = 22, 0.02


class Frame(NamedTuple):
    """A timeline's axes: its dates, its numbers, its plot's height in pixels, its ends as shares.

    Under the plot lies the margin (`margin`), if there is one.
    """

    first: pd.Timestamp
    last: pd.Timestamp
    values: Axis
    plot: int
    top: float
    bottom: float = 0.0

    def above(self, pixels: float) -> float:
        """Return where something some pixels above the plot stands, as a share of the chart."""
        return self.top + (self.top - self.bottom) * pixels / self.plot

    def moved(self, number: float, pixels: float) -> float:
        """Return the number that stands some pixels above another."""
        share = pixels / self.plot
        if self.values.log:
            return float(number * (self.values.high / self.values.low) ** share)
        return number + share * (self.values.high - self.values.low)

    def place(self, at: pd.Timestamp) -> float:
        """Return where a date stands, as a share of the time axis."""
        return float((at - self.first).days / max((self.last - self.first).days, 1))

    def height(self, number: float) -> float:
        """Return where a number stands, as a share of the plot's height."""
        return self.values.at(float(number)) or 0.0


class _Piece(NamedTuple):
    """A stretch of the band: its dates, its bounds, and which of them are open."""

    ends: list[str]
    low: float
    high: float
    up: bool
    down: bool


def shade(drawn: Drawing, band: pd.DataFrame, frame: Frame, palette: Palette) -> None:
    """Shade from the lowest to the highest claim standing; a side without a bound fades out."""
    area = marks.Points([], [])
    fades = [marks.Points([], []) for _ in _FADE]
    for run in _runs(band, frame):
        for piece in run:
            area.x.extend(piece.ends)
            area.y.extend([piece.high] * 2)
        for piece in reversed(run):
            area.x.extend(reversed(piece.ends))
            area.y.extend([piece.low] * 2)
        area.x.extend([run[0].ends[0], None])
        area.y.extend([run[0].high, None])
        for piece in run:
            _fade(fades, piece, frame)
    names = ["band", *(f"band, fading {step}" for step in range(1, len(_FADE) + 1))]
    clear = [1.0, *(share for _, share in _FADE)]
    for name, points, share in zip(names, [area, *fades], clear, strict=True):
        if points.x:
            drawn.scatter(
                name=name, x=points.x, y=points.y, mode="lines", fill="toself",
                fillcolor=palette.band, opacity=share, line={"width": 0}, hoverinfo="skip",
            )  # fmt: skip


def _runs(band: pd.DataFrame, frame: Frame) -> list[list[_Piece]]:
    """Return the stretches of the band in runs without a gap; equal neighbours are one."""
    runs: list[list[_Piece]] = [[]]
    for row in one_by_one(band):
        if missing(row["lowest"]):
            runs.append([])
            continue
        until = frame.last if missing(row["until"]) else row["until"]
        piece = _Piece(
            [marks.iso(row["at"]), marks.iso(until)],
            max(float(row["lowest"]), frame.values.low),
            max(float(row["highest"]), frame.values.low),
            QUALIFIERS[row["highest_qualifier"]].open == "up",
            QUALIFIERS[row["lowest_qualifier"]].open == "down",
        )
        if runs[-1] and runs[-1][-1][1:] == piece[1:]:
            runs[-1][-1].ends[1] = piece.ends[1]
        else:
            runs[-1].append(piece)
    return [run for run in runs if run]


def _fade(fades: list[marks.Points], piece: _Piece, frame: Frame) -> None:
    low = frame.values.low
    for edge, way, is_open in ((piece.high, 1, piece.up), (piece.low, -1, piece.down)):
        reach = 0
        for fade, (step, _) in zip(fades, _FADE, strict=True):
            if is_open:
                near = max(frame.moved(edge, way * reach), low)
                far = max(frame.moved(edge, way * (reach + step)), low)
                first, last = piece.ends
                fade.x.extend([first, first, last, last, first, None])
                fade.y.extend([near, far, far, near, near, None])
            reach += step


def events(drawn: Drawing, rows: pd.DataFrame, frame: Frame, palette: Palette) -> None:
    """Draw events as dotted lines up to their labels.

    One whose label has no room is a small tick above the plot; every one is told on hover.
    """
    labelled = event_labels.events(rows, frame.first, frame.last)
    if not labelled:
        return
    heights = [1 if event.row is None else 21 + event.row * event_labels.ROW for event in labelled]
    lines = [
        f"M{marks.iso(event.date)},0L{marks.iso(event.date)},{frame.above(reach)}"
        for event, reach in zip(labelled, heights, strict=True)
        if event.row is not None
    ]
    if lines:
        drawn.shape(
            type="path", path="".join(lines), yref="paper", layer="below", name="events",
            line={"color": palette.muted, "width": 1, "dash": "1px,3px"},
        )  # fmt: skip
    labels = ["<br>".join(map(escaped, event_labels.halved(event.label))) for event in labelled]
    drawn.scatter(
        name="events",
        x=[marks.iso(event.date) for event in labelled],
        y=heights,
        yaxis="y2",
        mode="markers+text",
        cliponaxis=False,
        marker={
            "symbol": ["line-ns-open" if event.row is None else "circle" for event in labelled],
            "size": [4 if event.row is None else 3.5 for event in labelled],
            "color": palette.muted,
            "line": {"width": [1 if event.row is None else 0 for event in labelled]},
        },
        text=[
            "" if event.row is None else label
            for event, label in zip(labelled, labels, strict=True)
        ],
        textposition=[f"middle {event.side}" for event in labelled],
        textfont={"color": palette.muted, "size": 12},
        hovertext=[wrapped(f"{day(event.date)}: {event.label}", marks.TOLD) for event in labelled],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def breaks(
    drawn: Drawing, rows: pd.DataFrame, claims: pd.DataFrame, frame: Frame, palette: Palette
) -> None:
    """Mark where a source's definition changes, at the height of its claims, and say why."""
    placed = [
        each
        for each in one_by_one(event_labels.breaks(rows, claims, frame.first, frame.last))
        if marks.has_place(frame.values, float(each["number"]))
    ]
    if not placed:
        return
    ticks = marks.Points([], [])
    for each in placed:
        number = float(each["number"])
        ticks.x.extend([marks.iso(each["date"])] * 2 + [None])
        ticks.y.extend([frame.moved(number, -15), frame.moved(number, 15), None])
    drawn.scatter(
        name="breaks", x=ticks.x, y=ticks.y, mode="lines", hoverinfo="skip",
        line={"color": palette.ink, "width": 1.2, "dash": "3px,2px"},
    )  # fmt: skip
    drawn.scatter(
        name="breaks, why",
        x=[marks.iso(each["date"]) for each in placed],
        y=[frame.moved(float(each["number"]), 11) for each in placed],
        mode="markers",
        marker={"symbol": "circle", "size": 9, "opacity": 0},
        hovertext=[
            wrapped(f"{each['source_name']}, {day(each['date'])}: {each['reason']}", marks.TOLD)
            for each in placed
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    spots = _drawn(claims, rows, frame)
    labels: list[tuple[float, float]] = []
    for at in sorted({each["date"] for each in placed}):
        heights = [frame.height(each["number"]) for each in placed if each["date"] == at]
        place = frame.place(at)
        share, side = event_labels.clear(place, heights, spots, frame.plot, labels)
        long = event_labels.LONG / event_labels.WIDTH
        labels.append((place if side == "right" else place - long, share))
        below, above = min(heights) * frame.plot, max(heights) * frame.plot
        if not below - 40 <= share * frame.plot <= above + 40:
            # A label far from its tick is tied to it by a hair.
            tick = below - 15 if share * frame.plot < below else above + 15
            drawn.shape(
                type="line", x0=marks.iso(at), x1=marks.iso(at), name="break",
                y0=frame.moved(frame.values.low, share * frame.plot),
                y1=frame.moved(frame.values.low, tick),
                line={"color": palette.ink, "width": 0.6, "dash": "3px,4px"}, layer="below",
            )  # fmt: skip
        drawn.scatter(
            name="breaks, label",
            x=[marks.iso(at)],
            y=[frame.moved(frame.values.low, share * frame.plot)],
            mode="text",
            text=[f" {event_labels.CHANGES} "],
            textposition=f"middle {side}",
            textfont={"color": palette.ink, "size": 12},
            hoverinfo="skip",
        )


def _drawn(
    claims: pd.DataFrame, breaks: pd.DataFrame, frame: Frame
) -> list[tuple[float, float, float]]:
    """Return what a timeline draws of claims, as dates with the lowest and highest drawn there.

    All are shares of the plot: marks with their arrows, and the lines of periods and of sources.
    """
    rows = one_by_one(claims)
    spots: list[tuple[float, float, float]] = []
    for claim in rows:
        reach = QUALIFIERS[claim["qualifier"]].open
        low = frame.height(claim["lowest"]) - (_ARROW / frame.plot if reach == "down" else 0)
        high = frame.height(claim["highest"]) + (_ARROW / frame.plot if reach == "up" else 0)
        spots.append((frame.place(claim["at"]), low, high))
        if not missing(first := marks.begins(claim)):
            spots += _level(frame.place(first), spots[-1][0], frame.height(claim["number"]))
    for run in marks.runs(rows, breaks):
        ends = [(frame.place(claim["at"]), frame.height(claim["number"])) for claim in run]
        for (first, height), (last, after) in pairwise(ends):
            spots += _level(first, last, height)
            spots.append((last, min(height, after), max(height, after)))
    return spots


def _level(first: float, last: float, height: float) -> list[tuple[float, float, float]]:
    """Return a level line as the places along it."""
    steps = int((last - first) / _STEP)
    return [(first + _STEP * step, height, height) for step in range(1, steps + 1)]
