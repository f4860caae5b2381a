"""A timeline's plot as SVG that any width can be given: dates are shares of it, the rest pixels.

Text keeps its size whatever the width, so that one drawing serves a phone and a page; what only
some widths have room for carries a class that says so. A picture of a given width has pixels alone.
"""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from html import escape, unescape
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from contested.charts import date_ticks, marks, narrow
from contested.charts.axis import Axis
from contested.charts.ground import Frame
from contested.charts.labels import BOTTOM, TOP, Placed
from contested.charts.style import LIGHT, Drawing
from contested.charts.symbols import SYMBOLS

#: What each class of a drawing needs: names of events and leaders room, numbers and letters none.
NAMES, NUMBERS, LEADERS, LETTERS = "names", "numbers", "leaders", "letters"

#: Where a source changed what it counts: its sign and what it says.
CHANGES = "changes"

#: The room above the plot and beside it, as a timeline has them, in pixels.
EDGE, GUTTER = 4, 28

#: The classes of dates under plots that are narrow, of middle width and wide; the width of each, in
#: pixels.
TICKS: Mapping[str, int] = {"few": 320, "some": 480, "many": 720}

#: A stretch of time as wide as a plot in the units of a line that is stretched with it.
_UNITS = 1000

#: Colours as charts have them; nothing else is put into a drawing.
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}|rgba?\([\d., ]{1,40}\)")

_TAGS = re.compile(r'(<br>|</?b>|</?s>|<span style="color:[^"<>]*">|</span>)')

#: The outlines of signs that are no relation's, in pixels about their middle, y downwards.
_SIGNS: Mapping[str, tuple[str, float]] = {
    "line-ns": ("M0,-1.4V1.4", 1),
    "line-ew": ("M-1.4,0H1.4", 1),
    "line-ns-open": ("M0,-1.4V1.4", 1),
    "triangle-down": ("M-1.15,-.66H1.15L0,1.33Z", 0),
    "x-thin": ("M-1,-1L1,1M1,-1L-1,1", 1),
    "circle": ("M-1,0A1,1 0 1 0 1,0A1,1 0 1 0 -1,0Z", 0),
}

#: Returns how a colour of a chart is written in a drawing.
Colours = Callable[[str], str]


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

    def across(self, share: float) -> str:
        """Return a share of the width as a drawing has it."""
        return f"{share * self.width:.1f}" if self.width else f"{share * 100:.2f}%"

    def units(self, share: float) -> str:
        """Return a share of the width within a line."""
        return f"{share * (self.width or _UNITS):.1f}"

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

    def across(self, share: float) -> str:
        """Return a share of the width as a drawing has it."""
        return f"{share * self.width:.1f}"

    def units(self, share: float) -> str:
        """Return a share of the width within a line."""
        return self.across(share)

    @property
    def height(self) -> int:
        """How high a drawing of lines must be; rows have the width that they are given."""
        return 0

    def down(self, value: float, axis: str = "y") -> float:
        """Return how low the middle of a row stands."""
        return (value + 0.5) * self.row


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
    units = [note["text"] for note in _notes(chart) if note.get("xanchor") == "right"]
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
    drawn = _Drawn(at, colours, set(only) or {NAMES, NUMBERS, LEADERS, LETTERS, CHANGES, *TICKS})
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
            drawn.texts(trace, NAMES if trace.get("name") == "events" else "")
    for trace in _narrow(data, placed, at):
        drawn.texts(trace, NUMBERS if trace["name"] == narrow.NAMES[0] else LETTERS)
    for note in _notes(chart):
        drawn.note(note, chart)
    return drawn.text()


def in_rows(
    traces: Iterable[Mapping[str, Any]], at: Rows, colours: Colours = str, name: str = "r"
) -> str:
    """Return marks in rows, as traces of charts.rows, as the content of an SVG element."""
    drawn = _Drawn(at, colours, set(), name)
    for trace in traces:
        if trace.get("mode") == "lines":
            drawn.line(trace)
        else:
            drawn.marks(trace, None)
    return drawn.text()


def events(chart: Mapping[str, Any]) -> list[str]:
    """Return what the numbered lines of a plot stand for: date and event, oldest first."""
    return [
        unescape(" ".join(str(text).split("<br>")))
        for trace in chart["data"]
        if trace.get("name") == "events"
        for text in trace.get("hovertext") or []
    ]


class _Drawn:
    """A drawing in the making: its symbols, each once, and its pieces in their order."""

    def __init__(
        self, at: Place | Rows, colours: Colours, classes: set[str], name: str = "m"
    ) -> None:
        self.at, self.classes, self.name = at, classes, name
        self._colours = colours
        self._signs: dict[str, str] = {}
        self._pieces: list[str] = []

    @property
    def frame(self) -> Place:
        """Where a timeline's plot lies; what has none asks for nothing of it."""
        assert isinstance(self.at, Place)
        return self.at

    def text(self) -> str:
        defs = "".join(f'<g id="{name}">{sign}</g>' for sign, name in self._signs.items())
        return f"<defs>{defs}</defs>{''.join(self._pieces)}"

    def colour(self, named: Any) -> str:
        """Return a colour as it is written here; none for what is no colour."""
        text = str(named)
        return self._colours(text) if _COLOUR.fullmatch(text) else "none"

    def axes(self, chart: Mapping[str, Any]) -> None:
        at, layout = self.frame, chart["layout"]
        grid, muted = (
            self.colour(layout["yaxis"].get("gridcolor")),
            self.colour(layout["yaxis"].get("tickfont", {}).get("color")),
        )
        whole = at.across(1)
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
                self._pieces.append(
                    f'<line x1="0" x2="{whole}" y1="{y:.1f}" y2="{y:.1f}" stroke="{grid}"/>'
                )
                self._write(f'x="-6" y="{y + 4.5:.1f}"', str(text), muted, anchor="end")
        low = at.bottom + at.strip
        line = f'stroke="{muted}"'
        for y in {at.bottom, low}:
            self._pieces.append(f'<line x1="0" x2="{whole}" y1="{y:.1f}" y2="{y:.1f}" {line}/>')
        days = [date.fromordinal(day) for day in (at.first, at.last)]
        for name, width in TICKS.items():
            if name in self.classes:
                self._open(name)
                for day, lines in date_ticks.ticks(days[0], days[1], width):
                    share = at.share(day)
                    x = at.across(share)
                    self._pieces.append(
                        f'<line x1="{x}" x2="{x}" y1="{low:.1f}" y2="{low + 5:.1f}" {line}/>'
                    )
                    side = "start" if share < 0.05 else "end" if share > 0.95 else "middle"
                    for row, text in enumerate(lines):
                        place = f'x="{x}" y="{low + 20 + 15 * row:.1f}"'
                        self._write(place, text, muted, anchor=side)
                self._pieces.append("</g>")

    def line(self, trace: Mapping[str, Any]) -> None:
        """Draw a trace of lines, or the area that it surrounds."""
        at, style = self.at, trace.get("line") or {}
        points, path = 0, []
        before = 0.0
        stepped = style.get("shape") == "hv"
        for x, y in zip(_list(trace["x"]), _list(trace["y"]), strict=False):
            if x is None or y is None:
                points = 0
                continue
            high = at.down(y, trace.get("yaxis", "y"))
            across = at.units(at.share(x))
            if not points:
                path.append(f"M{across},{high:.1f}")
            elif stepped:
                path.append(f"H{across}V{high:.1f}" if high != before else f"H{across}")
            else:
                path.append(f"L{across},{high:.1f}")
            points, before = points + 1, high
        if trace.get("fill") == "toself":
            look = f'fill="{self.colour(trace.get("fillcolor"))}"'
        else:
            dash = style.get("dash")
            dashes = f' stroke-dasharray="{_dashes(dash)}"' if dash else ""
            look = (
                f'fill="none" stroke="{self.colour(style.get("color"))}" '
                f'stroke-width="{float(style.get("width", 1)):g}"{dashes}'
            )
        clear = f' opacity="{float(trace.get("opacity", 1)):g}"' if "opacity" in trace else ""
        self._path("".join(path), look + clear)

    def _path(self, path: str, look: str) -> None:
        if not path:
            return
        if self.at.width:
            self._pieces.append(f'<path d="{path}" {look}/>')
        else:
            self._pieces.append(
                f'<svg width="100%" height="{self.at.height}" preserveAspectRatio="none" '
                f'viewBox="0 0 {_UNITS} {self.at.height}"><path d="{path}" {look} '
                'vector-effect="non-scaling-stroke"/></svg>'
            )

    def events(self, data: Sequence[Mapping[str, Any]]) -> None:
        """Draw the lines of events: up to their names, and where there is none up to numbers."""
        for trace in (trace for trace in data if trace.get("name") == "events"):
            symbols = _each(trace["marker"]["symbol"], len(trace["x"]))
            muted = self.colour((trace.get("textfont") or {}).get("color"))
            look = f'stroke="{muted}" stroke-dasharray="1 3"'
            for x, y, symbol in zip(_list(trace["x"]), _list(trace["y"]), symbols, strict=True):
                at = self.frame
                across = at.across(at.share(x))
                reach = 6.0 if symbol == "line-ns-open" else float(y)
                for name, high in ((NAMES, reach), (NUMBERS, 6.0)):
                    if name in self.classes:
                        self._pieces.append(
                            f'<line class="{name}" x1="{across}" x2="{across}" '
                            f'y1="{at.top - high:.1f}" y2="{at.bottom:.1f}" {look}/>'
                        )

    def leaders(self, placed: Sequence[Placed]) -> None:
        """Lead from each labelled mark to the plot's edge, and on to its label beside it."""
        if LEADERS not in self.classes:
            return
        at = self.frame
        self._open(LEADERS)
        for each in placed:
            label = each.label
            if each.top is None or not marks.has_place(at.values, label.number):
                continue
            y = at.down(min(label.number, at.values.high))
            colour = self.colour(LIGHT.relation.get(label.relation, LIGHT.muted))
            clear = 0.35 if label.lapsed else 0.8
            look = f'stroke="{colour}" stroke-width=".8" opacity="{clear}"'
            start, whole = at.across(at.share(label.at)), at.across(1)
            self._pieces.append(
                f'<line x1="{start}" x2="{whole}" y1="{y:.1f}" y2="{y:.1f}" '
                f'stroke-dasharray="1 3" {look}/>'
            )
            path = f"M0,{y:.1f}H5L{GUTTER - 7},{each.middle:.1f}H{GUTTER - 1}"
            self._pieces.append(
                f'<svg x="{whole}" width="1" height="1" overflow="visible">'
                f'<path fill="none" d="{path}" {look}/></svg>'
            )
        self._pieces.append("</g>")

    def marks(self, trace: Mapping[str, Any], address: Callable[[str], str] | None) -> None:
        xs, ys = _list(trace["x"]), _list(trace["y"])
        many = len(xs)
        marker = trace["marker"]
        line = marker.get("line") or {}
        names = ("symbol", "size", "color", "opacity", "angle", "standoff")
        every = [_each(marker.get(name), many) for name in names]
        widths, strokes = _each(line.get("width"), many), _each(line.get("color"), many)
        ids = _each(trace.get("customdata"), many)
        told = _each(trace.get("text") or trace.get("hovertext"), many)
        own = trace.get("name") == "events"
        if own and NAMES not in self.classes:
            return
        if own:
            self._open(NAMES)
        for row in range(many):
            if xs[row] is None or ys[row] is None:
                continue
            symbol, size, fill, clear, angle, standoff = (values[row] for values in every)
            if clear == 0:
                continue
            name = self._sign(
                str(symbol), float(size or 6), fill, clear, angle, standoff,
                widths[row], strokes[row],
            )  # fmt: skip
            share = self.at.share(xs[row])
            y = self.at.down(ys[row], trace.get("yaxis", "y"))
            use = f'<use href="#{name}" x="{self.at.across(share)}" y="{y:.1f}"/>'
            id = ids[row][0] if isinstance(ids[row], (list, tuple)) and ids[row] else ids[row]
            if address and id:
                lines = _plain(told[row])
                use = (
                    f'<a href="{escape(address(str(id)))}" target="_blank" rel="noopener" '
                    f'tabindex="-1"><title>{escape(lines)}</title>{use}</a>'
                )
            self._pieces.append(use)
        if own:
            self._pieces.append("</g>")

    def _sign(
        self, symbol: str, size: float, fill: Any, clear: Any, angle: Any, standoff: Any,
        width: Any, stroke: Any,
    ) -> str:  # fmt: skip
        """Return the name of a mark as it is drawn, kept once for all that are alike."""
        hollow = symbol.endswith("-open")
        paint = "none" if hollow else self.colour(fill)
        edge = self.colour(stroke if stroke else fill)
        if symbol in SYMBOLS:
            path, scale = SYMBOLS[symbol].outline, size / SYMBOLS[symbol].size
            thick = float(width or 0) / scale
            shape = f'transform="scale({scale:.3g},{-scale:.3g})"'
        else:
            path, lines = _SIGNS.get(symbol.removesuffix("-open"), _SIGNS["circle"])
            path, lines = _SIGNS.get(symbol, (path, lines))
            scale = size / 2
            thick = (float(width or 0) or float(lines)) / scale
            shape = f'transform="scale({scale:.3g})"'
            if lines:
                paint = "none"
        sign = f'<path d="{path}" {shape} fill="{paint}"'
        sign += f' stroke="{edge}" stroke-width="{thick:.3g}"' if thick else ""
        sign += "/>"
        if angle or standoff:
            turned = f"rotate({float(angle or 0):g}) translate(0,{float(standoff or 0):g})"
            sign = f'<g transform="{turned}">{sign}</g>'
        if clear not in (None, 1, 1.0):
            sign = f'<g opacity="{float(clear):g}">{sign}</g>'
        return self._signs.setdefault(sign, f"{self.name}{len(self._signs)}")

    def texts(self, trace: Mapping[str, Any], name: str) -> None:
        """Write a trace's texts; those of a class only where it is drawn."""
        if name and name not in self.classes:
            return
        many = len(trace["x"])
        font = trace.get("textfont") or {}
        sizes = _each((trace.get("marker") or {}).get("size"), many)
        colours, sides = _each(font.get("color"), many), _each(trace.get("textposition"), many)
        if name == LETTERS:
            ground = self.colour(LIGHT.ground)
            look = f'paint-order="stroke" stroke="{ground}" stroke-width="3"'
            self._pieces.append(f'<g class="{name}" {look}>')
        elif name:
            self._open(name)
        for x, y, text, colour, side, size in zip(
            _list(trace["x"]), _list(trace["y"]), _each(trace.get("text"), many),
            colours, sides, sizes, strict=True,
        ):  # fmt: skip
            if not text or x is None or y is None:
                continue
            lines = str(text).split("<br>")
            height, along = str(side or "middle center").split()
            gap = 4 + float(size or 0) / 2
            dx, anchor = {"right": (gap, "start"), "left": (-gap, "end")}.get(along, (0, "middle"))
            step = 15
            middle = self.at.down(y, trace.get("yaxis", "y")) + 4.5 - (len(lines) - 1) * step / 2
            middle += {"top": -10, "bottom": 10}.get(height, 0)
            if trace.get("name") == "breaks, label":  # within the plot, however low that is
                middle = min(middle, self.frame.bottom - 8)
            across = f'x="{self.at.across(self.at.share(x))}"'
            for line in lines:
                place = f'{across} y="{middle:.1f}" dx="{dx:g}"'
                self._write(place, line.strip(" \u200b"), self.colour(colour), anchor=anchor)
                middle += step
        if name:
            self._pieces.append("</g>")

    def note(self, note: Mapping[str, Any], chart: Mapping[str, Any]) -> None:
        """Write a chart's own note: its unit, the end of its axis, that nothing is drawn."""
        if note.get("xref") != "paper" or note.get("yref") != "paper":
            return
        at, domain = self.frame, chart["layout"]["yaxis"]["domain"]
        top, bottom = float(domain[1]), float(domain[0])
        share = (top - float(note["y"])) / max(top - bottom, 1e-9)
        y = at.top + share * at.high - float(note.get("yshift", 0))
        y += {"top": 12, "bottom": -2}.get(note.get("yanchor", "middle"), 4.5)
        x = f'x="{at.across(float(note["x"]))}" dx="{float(note.get("xshift", 0)):g}"'
        anchor = {"right": "end", "center": "middle"}.get(note.get("xanchor", "left"), "start")
        colour = self.colour((note.get("font") or {}).get("color"))
        self._write(f'{x} y="{y:.1f}"', str(note["text"]), colour, anchor=anchor)

    def _open(self, name: str) -> None:
        self._pieces.append(f'<g class="{name}">')

    def _write(self, place: str, text: str, colour: str, anchor: str = "start") -> None:
        end = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self._pieces.append(f'<text {place} fill="{colour}"{end}>{rich(text, self.colour)}</text>')


def rich(text: str, colours: Colours) -> str:
    """Return a line of a chart's text as SVG has it: bold, struck and coloured as Plotly reads it.

    >>> rich("<b>R&amp;D</b> <i>", str)
    '<tspan font-weight="600">R&amp;D</tspan> &lt;i&gt;'
    """
    parts = []
    for part in _TAGS.split(text):
        if part == "<b>":
            parts.append('<tspan font-weight="600">')
        elif part == "<s>":
            parts.append('<tspan text-decoration="line-through">')
        elif part.startswith("<span "):
            parts.append(f'<tspan fill="{colours(part.split("color:")[1][:-2])}">')
        elif part in ("</b>", "</s>", "</span>"):
            parts.append("</tspan>")
        elif part != "<br>":
            parts.append(escape(unescape(part), quote=False))
    return "".join(parts)


def _plain(text: Any) -> str:
    """Return what a mark tells as lines of plain text."""
    return unescape(_TAGS.sub("", str(text or "").replace("<br>", "\n")))


def _notes(chart: Mapping[str, Any]) -> list[Mapping[str, Any]]:
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
    held = Drawing(LIGHT, at.height)
    dates = [x for trace in data if trace.get("name") == "events" for x in _list(trace["x"])]
    narrow.numbers(held, pd.DataFrame({"date": pd.to_datetime(dates)}), frame, LIGHT)
    narrow.letters(held, placed, frame, LIGHT)
    return held.traces


def _ordinal(at: Any) -> int:
    if isinstance(at, str):
        return date.fromisoformat(at[:10]).toordinal()
    return int(at.toordinal())


def _list(values: Any) -> list[Any]:
    """Return a trace's values; numbers may stand as JSON packs them."""
    return list(values) if not isinstance(values, Mapping) else unpacked(values)


def unpacked(values: Mapping[str, Any]) -> list[Any]:
    """Return numbers that Plotly's JSON holds as bytes."""
    held = np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"])
    return [None if isinstance(one, float) and math.isnan(one) else one for one in held.tolist()]


def _each(value: Any, many: int) -> list[Any]:
    """Return a property for each of so many points, of which one may stand for all."""
    if isinstance(value, Mapping):
        return unpacked(value)
    return list(value) if isinstance(value, (list, tuple)) else [value] * many


def _dashes(dash: str) -> str:
    return " ".join(re.findall(r"[\d.]+", dash)) or {"dot": "1 3", "dash": "6 4"}.get(dash, "")
