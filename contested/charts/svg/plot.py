"""A timeline's plot as SVG that any width can be given: dates are shares of it, the rest pixels.

Text keeps its size whatever the width, so that one drawing serves a phone and a page; what only
some widths have room for carries a class that says so. A picture of a given width has pixels alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from html import unescape
from typing import Any, NamedTuple

import pandas as pd

from contested.charts import date_ticks, event_labels, marks, narrow
from contested.charts.axis import Axis
from contested.charts.ground import Frame
from contested.charts.labels import BOTTOM, TOP, Placed
from contested.charts.style import LIGHT, Drawing
from contested.charts.svg.pen import Box, Colours, Pen, each, values

#: What each class of a drawing needs: names of events and leaders room, numbers and letters none.
NAMES, NUMBERS, LEADERS, LETTERS = "names", "numbers", "leaders", "letters"

#: Where a source changed what it counts: its sign and what it says.
CHANGES = "changes"

#: The room above the plot and beside it, as a timeline has them, in pixels.
EDGE, GUTTER = 4, 28

#: The classes of dates under plots that are narrow, of middle width and wide; the width of each, in
#: pixels.
TICKS: Mapping[str, int] = {"few": 320, "some": 480, "many": 720}

#: How far apart lines of text are, in pixels.
_STEP = 15


class Place(NamedTuple):
    """The plot of a chart: its dates and numbers, and how it lies in a drawing, in pixels.

    `strip` is the height of the margin under it; `width` is 0 where it takes what it is given.
    """

    first: int
    last: int
    values: Axis
    high: int
    strip: int
    width: float = 0.0
    above: int = TOP

    @property
    def top(self) -> float:
        """The height of its upper edge."""
        return float(self.above)

    @property
    def bottom(self) -> float:
        """The height of its lower edge."""
        return self.top + self.high

    @property
    def height(self) -> int:
        """The height of the whole drawing."""
        return self.above + self.high + self.strip + BOTTOM

    def share(self, at: Any) -> float:
        """Return where a date stands, as a share of the width."""
        return (_ordinal(at) - self.first) / max(self.last - self.first, 1)

    def down(self, value: float, axis: str = "y") -> float:
        """Return how low a value of an axis stands: numbers, events above them, the margin."""
        if axis == "y2":
            return self.top - value
        if axis == "y3":
            return self.bottom + self.strip - value
        return self.bottom - (self.values.at(float(value)) or 0.0) * self.high


class Rows(NamedTuple):
    """Rows of claims on an axis that lies across, `row` pixels each: where their marks stand."""

    values: Axis
    row: int
    width: float

    def share(self, value: Any) -> float:
        """Return where a number stands, as a share of the width."""
        return self.values.at(float(value)) or 0.0

    def down(self, value: Any) -> float:
        """Return how low the middle of a row stands."""
        return (float(value) + 0.5) * self.row


def is_plot(chart: Mapping[str, Any]) -> bool:
    """Return whether a chart is one that `svg` draws: claims over time, on one axis."""
    layout = chart.get("layout", {})
    dated = layout.get("xaxis", {}).get("type") == "date" and "xaxis2" not in layout
    return dated and isinstance(layout.get("yaxis", {}).get("domain"), (list, tuple))


def place(chart: Mapping[str, Any], high: int, width: float = 0.0, above: int = TOP) -> Place:
    """Return where a chart's plot lies in a drawing where it is `high` pixels high."""
    layout = chart["layout"]
    x, y = layout["xaxis"], layout["yaxis"]
    low, top = (float(end) for end in y["range"])
    log = y.get("type") == "log"
    values = Axis(10**low, 10**top, True) if log else Axis(low, top, False)
    strip = layout.get("yaxis3", {}).get("range", (0, 0))[1]
    first, last = (_ordinal(end) for end in x["range"])
    return Place(first, last, values, high, int(strip), width, above)


def edge(chart: Mapping[str, Any]) -> int:
    """Return the room that the numbers at the left of a plot need, in pixels."""
    ticks = [str(text) for text in chart["layout"]["yaxis"].get("ticktext") or [""]]
    units = [note["text"] for note in notes(chart) if note.get("xanchor") == "right"]
    return 10 + int(max(map(len, [*ticks, *units])) * 6.9)


def svg(
    chart: Mapping[str, Any],
    at: Place,
    placed: Sequence[Placed] = (),
    colours: Colours = str,
    address: Callable[[str], str] | None = None,
    only: Iterable[str] = (),
) -> str:
    """Return a chart's plot as the content of an SVG element `at.height` high.

    `chart` is a timeline as a Mapping, also one out of a picture; `placed` are its labels, to which
    leaders and letters belong. `address` returns the page of a claim, to which its mark leads.
    `only` are the classes that are drawn, all where it is empty.
    """
    pen = Pen(at.width, colours, "m")
    drawn = _Drawn(at, pen, set(only) or {NAMES, NUMBERS, LEADERS, LETTERS, CHANGES, *TICKS})
    drawn.axes(chart)
    data = [trace for trace in chart["data"] if trace.get("name") not in narrow.NAMES]
    if CHANGES not in drawn.classes:
        data = [trace for trace in data if not str(trace.get("name")).startswith("breaks")]
    lines = [trace for trace in data if trace.get("mode") == "lines"]
    for trace in lines:
        drawn.line(trace)
    drawn.events(data)
    drawn.leaders(placed)
    for trace in data:
        if "markers" in trace.get("mode", "") and trace.get("name") != "breaks, why":
            drawn.marks(trace, address)
    for trace in data:
        if "text" in trace.get("mode", ""):
            # Where names have no room, words between the marks have none either.
            wide = trace.get("name") in ("events", "breaks, label") and NAMES in drawn.classes
            drawn.texts(trace, NAMES if wide or trace.get("name") == "events" else "")
    for trace in _narrow(data, placed, at):
        drawn.texts(trace, NUMBERS if trace["name"] == narrow.NAMES[0] else LETTERS)
    for note in notes(chart):
        drawn.note(note, chart)
    return pen.text_of_all()


def in_rows(traces: Iterable[Mapping[str, Any]], at: Rows) -> str:
    """Return marks in rows, as traces of charts.rows, as the content of an SVG element."""
    pen = Pen(at.width, name="r")
    for trace in traces:
        if trace.get("mode") == "lines":
            pen.trace_line(trace, at, Box(0, 1, 0, 0))
        else:
            pen.marks(trace, at)
    return pen.text_of_all()


def events(chart: Mapping[str, Any]) -> list[str]:
    """Return what the numbered lines of a plot stand for: date and event, oldest first."""
    return [
        unescape(" ".join(str(text).split("<br>")))
        for trace in chart["data"]
        if trace.get("name") == "events"
        for text in trace.get("hovertext") or []
    ]


class _On(NamedTuple):
    """One of the axes of numbers of a plot, with its dates."""

    at: Place
    axis: str

    def share(self, value: Any) -> float:
        """Return where a date stands, as a share of the width."""
        return self.at.share(value)

    def down(self, value: Any) -> float:
        """Return how low a value of the axis stands."""
        return self.at.down(value, self.axis)


class _Capped(_On):
    """One that ends at the plot's top, for a drawing that cuts nothing off."""

    def down(self, value: Any) -> float:
        """Return how low a value of the axis stands, within the plot."""
        return max(super().down(value), self.at.top)


class _Drawn:
    """A timeline's plot in the making."""

    def __init__(self, at: Place, pen: Pen, classes: set[str]) -> None:
        self.at, self.pen, self.classes = at, pen, classes
        self._kept_apart: list[tuple[float, float]] = []

    def axes(self, chart: Mapping[str, Any]) -> None:
        at, pen, layout = self.at, self.pen, chart["layout"]
        grid = pen.colour(layout["yaxis"].get("gridcolor"))
        muted = layout["yaxis"].get("tickfont", {}).get("color")
        before = math.inf
        for value, text in zip(
            layout["yaxis"].get("tickvals") or [],
            layout["yaxis"].get("ticktext") or [],
            strict=False,
        ):
            y = at.down(float(value))
            # A plot that is low has room for fewer numbers than the chart was made with.
            if at.top - 1 <= y <= at.bottom + 1 and before - y >= 17:
                before = y
                pen.line(0, y, 1, y, f'stroke="{grid}"')
                self._write(str(text), 0, y, muted, dx=-6, anchor="end")
        low = at.bottom + at.strip
        line = f'stroke="{pen.colour(muted)}"'
        meta = layout.get("meta")
        if isinstance(meta, dict) and meta.get("ends"):
            pen.line(0, at.top, 1, at.top, f'{line} stroke-dasharray="6 4"')
        for y in {at.bottom, low}:
            pen.line(0, y, 1, y, line)
        days = [date.fromordinal(day) for day in (at.first, at.last)]
        for name, width in TICKS.items():
            if name in self.classes:
                self._open(name)
                for day, lines in date_ticks.ticks(days[0], days[1], width):
                    share = at.share(day)
                    pen.line(share, low, share, low + 5, line)
                    side = "start" if share < 0.05 else "end" if share > 0.95 else "middle"
                    middle = low + 15.5 + _STEP * (len(lines) - 1) / 2
                    self._write("<br>".join(lines), share, middle, muted, anchor=side)
                self._close()

    def line(self, trace: Mapping[str, Any]) -> None:
        """Draw a trace of lines, or the area that it surrounds."""
        at = self.at
        whole = Box(0, 1, 0, at.height)
        # What is above the end of the axis of numbers is not drawn: there are names and the title.
        own = trace.get("yaxis", "y") == "y"
        box = Box(0, 1, at.top - 1, at.bottom - at.top + 2, cut=True) if own else whole
        frame = self._frame(trace)
        self.pen.trace_line(trace, _Capped(*frame) if own and self.pen.width else frame, box)

    def events(self, data: Sequence[Mapping[str, Any]]) -> None:
        """Draw the lines of events: up to their names, and where there is none up to numbers."""
        for trace in (trace for trace in data if trace.get("name") == "events"):
            symbols = each(trace["marker"]["symbol"], len(trace["x"]))
            muted = self.pen.colour((trace.get("textfont") or {}).get("color"))
            look = f'stroke="{muted}" stroke-dasharray="1 3"'
            for x, y, symbol in zip(values(trace["x"]), values(trace["y"]), symbols, strict=True):
                share = self.at.share(x)
                reach = 6.0 if symbol == "line-ns-open" else float(y)
                for name, high in ((NAMES, reach), (NUMBERS, 6.0)):
                    if name in self.classes:
                        top, low = self.at.top - high, self.at.bottom
                        self.pen.line(share, top, share, low, f'class="{name}" {look}')

    def leaders(self, placed: Sequence[Placed]) -> None:
        """Lead from each labelled mark to the plot's edge, and on to its label beside it."""
        if LEADERS not in self.classes:
            return
        at, pen = self.at, self.pen
        self._open(LEADERS)
        for one in placed:
            label = one.label
            if one.top is None or not marks.has_place(at.values, label.number):
                continue
            y = at.down(min(label.number, at.values.high))
            colour = pen.colour(LIGHT.relation.get(label.relation, LIGHT.muted))
            clear = 0.35 if label.lapsed else 0.8
            look = f'stroke="{colour}" stroke-width=".8" opacity="{clear}"'
            pen.line(at.share(label.at), y, 1, y, f'stroke-dasharray="1 3" {look}')
            path = f"M0,{y:.1f}H5L{GUTTER - 7},{one.middle:.1f}H{GUTTER - 1}"
            pen.pieces.append(
                f'<svg x="{pen.across(1)}" width="1" height="1" overflow="visible">'
                f'<path fill="none" d="{path}" {look}/></svg>'
            )
        self._close()

    def marks(self, trace: Mapping[str, Any], address: Callable[[str], str] | None) -> None:
        own = trace.get("name") == "events"
        if own and NAMES not in self.classes:
            return
        if own:
            self._open(NAMES)
        self.pen.marks(trace, self._frame(trace), address)
        if own:
            self._close()

    def texts(self, trace: Mapping[str, Any], name: str) -> None:
        """Write a trace's texts; those of a class only where it is drawn."""
        if name and name not in self.classes:
            return
        many = len(trace["x"])
        font = trace.get("textfont") or {}
        sizes = each((trace.get("marker") or {}).get("size"), many)
        colours, sides = each(font.get("color"), many), each(trace.get("textposition"), many)
        frame = self._frame(trace)
        if name == LETTERS:
            ground = self.pen.colour(LIGHT.ground)
            look = f'paint-order="stroke" stroke="{ground}" stroke-width="3"'
            self.pen.pieces.append(f'<g class="{name}" {look}>')
        elif name:
            self._open(name)
        for x, y, text, colour, side, size in zip(
            values(trace["x"]), values(trace["y"]), each(trace.get("text"), many),
            colours, sides, sizes, strict=True,
        ):  # fmt: skip
            if not text or x is None or y is None:
                continue
            lines = [line.strip(" \u200b") for line in str(text).split("<br>")]
            height, along = str(side or "middle center").split()
            gap = 4 + float(size or 0) / 2
            dx, anchor = {"right": (gap, "start"), "left": (-gap, "end")}.get(along, (0, "middle"))
            middle = frame.down(y) + {"top": -10, "bottom": 10}.get(height, 0)
            if trace.get("name") == "breaks, label":  # within the plot, however low that is
                room = 12.5 + (len(lines) - 1) * _STEP / 2
                middle = self._apart(min(middle, self.at.bottom - room), x, along, -_STEP)
            elif str(trace.get("name")).endswith(", above the axis"):
                middle = self._apart(self.at.top + 10, x, along, _STEP)
            self._write("<br>".join(lines), frame.share(x), middle, colour, dx=dx, anchor=anchor)
        if name:
            self._close()

    def _apart(self, middle: float, x: Any, along: str, step: int) -> float:
        """Return the height of a text at a date that is kept off those written before it.

        The chart kept them apart in its own height, of which a low plot has a part.
        """
        long = event_labels.LONG / event_labels.WIDTH
        first = self.at.share(x) - (long if along == "left" else 0)
        while any(
            abs(first - begin) < long and abs(middle - other) < abs(step)
            for begin, other in self._kept_apart
        ):
            middle += step
        self._kept_apart.append((first, middle))
        return middle

    def note(self, note: Mapping[str, Any], chart: Mapping[str, Any]) -> None:
        """Write a chart's own note: its unit, the end of its axis, that nothing is drawn."""
        if note.get("xref") != "paper" or note.get("yref") != "paper":
            return
        at, domain = self.at, chart["layout"]["yaxis"]["domain"]
        top, bottom = float(domain[1]), float(domain[0])
        share = (top - float(note["y"])) / max(top - bottom, 1e-9)
        y = at.top + share * at.high
        if share > 1 and at.strip:  # in the margin under the plot, which is not scaled with it
            y = at.bottom + (1 - float(note["y"]) / bottom) * at.strip
        y -= float(note.get("yshift", 0))
        y += {"top": 7.5, "bottom": -6.5}.get(note.get("yanchor", "middle"), 0)
        anchor = {"right": "end", "center": "middle"}.get(note.get("xanchor", "left"), "start")
        colour = (note.get("font") or {}).get("color")
        dx = float(note.get("xshift", 0))
        self._write(str(note["text"]), float(note["x"]), y, colour, dx=dx, anchor=anchor)

    def _frame(self, trace: Mapping[str, Any]) -> _On:
        return _On(self.at, trace.get("yaxis", "y"))

    def _open(self, name: str) -> None:
        self.pen.pieces.append(f'<g class="{name}">')

    def _close(self) -> None:
        self.pen.pieces.append("</g>")

    def _write(
        self, text: str, x: float, y: float, colour: Any, dx: float = 0, anchor: str = "start"
    ) -> None:
        """Write text about a height, as small as all of a plot is."""
        size = self.pen.size
        self.pen.text(text, x, y, size=size, colour=colour, dx=dx, anchor=anchor, step=_STEP)


def notes(chart: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return a chart's own notes; those of the picture around it begin with its title."""
    own: list[Mapping[str, Any]] = []
    for note in chart["layout"].get("annotations") or []:
        if (note.get("font") or {}).get("size", 0) > 16 or note.get("name") == "around":
            break
        own.append(note)
    return own


def _narrow(
    data: Sequence[Mapping[str, Any]], placed: Sequence[Placed], at: Place
) -> list[dict[str, Any]]:
    """Return what stands on a narrow plot instead of words: events' numbers, and letters."""
    first, last = (pd.Timestamp(date.fromordinal(day)) for day in (at.first, at.last))
    frame = Frame(first, last, at.values, at.high, 1.0)
    drawing = Drawing(LIGHT, at.height)
    dates = [x for trace in data if trace.get("name") == "events" for x in values(trace["x"])]
    narrow.numbers(drawing, pd.DataFrame({"date": pd.to_datetime(dates)}), frame, LIGHT)
    narrow.letters(drawing, placed, frame, LIGHT)
    return drawing.traces


def _ordinal(at: Any) -> int:
    if isinstance(at, str):
        return date.fromisoformat(at[:10]).toordinal()
    return int(at.toordinal())
