"""A chart as Plotly places it: what stands in its place until Plotly has drawn it, and in embeds.

Marks, lines, shapes and words stand where Plotly puts them, at whatever width the picture is shown.
It draws what our charts are made of, and nothing else: scatters, shapes, annotations, axes whose
ends are known.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

import plotly.graph_objects as go

from contested.charts import date_ticks
from contested.charts.svg.pen import (
    LINE,
    NAMESPACE,
    Box,
    Colours,
    Pen,
    each,
    faded,
    number,
    short,
    values,
)
from contested.charts.symbols import moved

#: The widths in pixels from which on a date axis has more ticks, and for which they are chosen.
_WIDTHS = ((0, 260), (430, 480), (760, 760))

#: The width below which a chart shows what only a narrow one does (styles/timeline.css has it too).
_NARROW = 560

#: What begins the texts that only a narrow chart shows, and those that every chart does.
_ONLY_NARROW, _ALWAYS = "\u200b", "\u2191"

_POINT = re.compile(r"([MLZ])(?:([^,MLZ]+),([^,MLZ]+))?")

#: The box of what reaches over the whole plot.
_ALL = (0.0, 1.0)

#: What a width shows: the texts that are for it, and its own ticks among those of a date axis.
STYLES = (
    "text{white-space:pre}.n{display:none}"
    f"@media(max-width:{_NARROW}px){{.n{{display:inline}}.w{{display:none}}}}"
) + "".join(
    f"@media(min-width:{low}px) and (max-width:{high - 0.02}px)"
    f"{{[class^=t]:not(.t{place}){{display:none}}}}"
    for place, (low, high) in enumerate(
        zip((low for low, _ in _WIDTHS), (*(low for low, _ in _WIDTHS[1:]), 99_999), strict=True)
    )
)


class Drawn(NamedTuple):
    """A chart as the content of an SVG element that has its plot's width and all of its height.

    `left` and `right` are the room that it needs beside that, `height` is all of it, in pixels.
    """

    content: str
    left: float
    right: float
    height: int


def svg(chart: go.Figure) -> str:
    """Return a chart as SVG that fills the width it is given; its height is the chart's."""
    return _Picture(chart.to_dict(), Pen()).alone()


def inside(
    chart: Mapping[str, Any],
    width: float = 0,
    colours: Colours = str,
    address: Callable[[str], str] | None = None,
    name: str = "s",
) -> Drawn:
    """Return a chart for a place within a page, or within a picture where its plot has a width.

    `address` returns the page of a claim, to which its mark leads; `name` begins its signs' names.
    """
    return _Picture(chart, Pen(width, colours, name), address).inside()


class _Axis(NamedTuple):
    """An axis: its ends, its place as shares of the plot's width (or height, from below)."""

    low: float
    high: float
    log: bool
    start: float
    end: float

    def at(self, value: Any) -> float:
        """Return where a value stands, as a share of the plot's width or height."""
        at = number(value)
        if self.log:
            at = math.log10(at) if at > 0 else self.low
        return self.on(at)

    def on(self, place: float) -> float:
        """Return where a place on the axis stands: of a logarithmic one a power of ten."""
        return self.start + (place - self.low) / (self.high - self.low) * (self.end - self.start)


class _Axes(NamedTuple):
    """Two axes, and the height of the whole plot in pixels."""

    x: _Axis
    y: _Axis
    plot: float

    def share(self, value: Any) -> float:
        """Return where a value of the lying axis stands, as a share of the plot's width."""
        return self.x.at(value)

    def down(self, value: Any) -> float:
        """Return how low a value of the other axis stands."""
        return self.plot * (1 - self.y.at(value))

    @property
    def box(self) -> Box:
        """The axes' own box: lines beyond it are not seen."""
        top, high = self.plot * (1 - self.y.end), self.plot * (self.y.end - self.y.start)
        return Box(self.x.start, self.x.end, top, high, cut=True)


class _Picture:
    """A chart on its way to SVG."""

    def __init__(
        self, chart: Mapping[str, Any], pen: Pen, address: Callable[[str], str] | None = None
    ) -> None:
        self._pen, self._address = pen, address
        self._traces = [trace for trace in chart.get("data", ()) if values(trace.get("x"))]
        self._layout: Mapping[str, Any] = chart["layout"]
        margin = self._layout["margin"]
        self._left, self._top, self._right = (float(margin[side]) for side in "ltr")
        self._height = int(self._layout["height"])
        self._plot = self._height - self._top - float(margin["b"])
        pen.ink, pen.size = self._layout["font"]["color"], self._layout["font"]["size"]
        self._axes = {
            name.replace("axis", ""): self._axis(name.replace("axis", ""), axis)
            for name, axis in self._layout.items()
            if re.fullmatch(r"[xy]axis\d*", name)
        }
        self._two_widths = any(
            str(text).startswith(_ONLY_NARROW)
            for trace in self._traces
            for text in each(trace.get("text") or (), 0)
        )

    def alone(self) -> str:
        """Return the picture as a whole file."""
        self._draw()
        font, across = self._layout["font"], short(self._left + self._right)
        return (
            f'<svg xmlns="{NAMESPACE}" width="100%" height="{self._height}" '
            f"font-family='{font['family']}' font-size=\"{font['size']}\" "
            f'fill="{font["color"]}"><style>{STYLES}</style>'
            # All shares are of the plot's own width: only here can it be less by some pixels.
            f'<foreignObject x="{short(self._left)}" y="{short(self._top)}" '
            f'height="{short(self._plot)}" overflow="visible" width="100%" '
            f'style="width:calc(100% - {across}px)">'
            f'<svg xmlns="{NAMESPACE}" width="100%" height="{short(self._plot)}" '
            f'overflow="visible">{self._pen.text_of_all()}</svg></foreignObject></svg>'
        )

    def inside(self) -> Drawn:
        """Return the picture for a place within something else."""
        self._draw()
        colour = self._pen.colour(self._pen.ink)
        content = (
            f'<g transform="translate(0,{short(self._top)})" fill="{colour}" '
            f'font-size="{short(self._pen.size)}">{self._pen.text_of_all()}</g>'
        )
        return Drawn(content, self._left, self._right, self._height)

    def _draw(self) -> None:
        shapes: dict[str, list[Mapping[str, Any]]] = {"below": [], "between": [], "above": []}
        for shape in self._layout.get("shapes") or ():
            shapes[shape.get("layer", "above")].append(shape)
        for shape in shapes["below"]:
            self._shape(shape)
        self._grids()
        self._wide(shapes["between"], self._shape)
        for trace in self._traces:
            self._trace(trace)
        self._wide(shapes["above"], self._shape)
        self._ticks()
        for note in self._layout.get("annotations") or ():
            self._note(note)

    # Places ----------------------------------------------------------------------------------

    def _axis(self, name: str, axis: Mapping[str, Any]) -> _Axis:
        start, end = axis.get("domain") or _ALL
        log = axis.get("type") == "log"
        if ends := axis.get("range"):
            low, high = map(number, ends)
        else:
            every = [
                number(value)
                for trace in self._traces
                if trace.get(f"{name[0]}axis", name[0]) == name
                for value in values(trace.get(name[0]))
                if value is not None
            ]
            low, high = min(every, default=0.0), max(every, default=1.0)
            marked = any("markers" in trace["mode"] for trace in self._traces)
            room = (high - low) * 0.02 if marked else 0
            low, high = low - room, high + room
        return _Axis(low, high if high != low else low + 1, log, float(start), float(end))

    def _y(self, share: float) -> float:
        """Return a height in pixels from the plot's top, of a share from below."""
        return float(self._plot * (1 - share))

    def _along(self, ref: str, value: Any) -> float:
        return float(value) if ref == "paper" else self._axes[ref].at(value)

    def _wide(self, drawn: Iterable[Any], draw: Callable[[Any], None], this: bool = True) -> None:
        """Draw what a narrow chart leaves out, as such."""
        start = len(self._pen.pieces)
        for one in drawn:
            draw(one)
        if self._two_widths and this and len(self._pen.pieces) > start:
            self._pen.pieces.insert(start, '<g class="w">')
            self._pen.pieces.append("</g>")

    # Text ------------------------------------------------------------------------------------

    def _note(self, note: Mapping[str, Any]) -> None:
        if not note.get("text"):
            return
        xref, yref = note.get("xref", "x"), note.get("yref", "y")
        x = float(note["x"]) if xref == "paper" else self._axes[xref].on(number(note["x"]))
        share = float(note["y"]) if yref == "paper" else self._axes[yref].on(number(note["y"]))
        font = note.get("font") or {}
        pad = float(note.get("borderpad", 1)) + 1
        anchor = {"left": "start", "right": "end"}.get(note.get("xanchor", "center"), "middle")
        upright = {"top": 0.0, "bottom": 1.0}.get(note.get("yanchor", "middle"), 0.5)
        self._pen.text(
            str(note["text"]),
            x,
            self._y(share) - float(note.get("yshift", 0)) + pad * (1 - 2 * upright),
            size=float(font.get("size", self._pen.size)),
            colour=font.get("color", self._pen.ink),
            dx=float(note.get("xshift", 0)) + pad * {"start": 1, "end": -1}.get(anchor, 0),
            anchor=anchor,
            upright=upright,
        )

    # Lines -----------------------------------------------------------------------------------

    def _shape(self, shape: Mapping[str, Any]) -> None:
        pen = self._pen
        xref, yref = shape.get("xref", "x"), shape.get("yref", "y")
        look = pen.stroke(shape.get("line") or {}) + faded(shape)
        if shape["type"] == "rect":
            left, right = (self._along(xref, shape[name]) for name in ("x0", "x1"))
            top, low = sorted(self._y(self._along(yref, shape[name])) for name in ("y0", "y1"))
            pen.pieces.append(
                f'<rect x="{pen.across(left)}" width="{pen.across(right - left)}" '
                f'y="{short(top)}" height="{short(low - top)}" '
                f'fill="{pen.colour(shape["fillcolor"])}"/>'
            )
        elif shape["type"] == "line":
            (x0, x1), (y0, y1) = (
                [self._along(ref, shape[f"{name}{end}"]) for end in (0, 1)]
                for name, ref in (("x", xref), ("y", yref))
            )
            pen.line(x0, self._y(y0), x1, self._y(y1), look)
        elif shape.get("xsizemode") == "pixel":
            x = self._along(xref, shape["xanchor"])
            y = self._y(self._along(yref, shape["yanchor"]))
            pen.pieces.append(
                f'<svg x="{pen.across(x)}" y="{short(y)}" overflow="visible">'
                f'<path fill="none" {look} d="{moved(shape["path"], 0, 0, down=True)}"/></svg>'
            )
        else:
            points: list[tuple[float, float] | None] = []
            for letter, x, y in _POINT.findall(shape["path"]):
                points += [None] * (letter != "L")
                points += [(self._along(xref, x), self._y(self._along(yref, y)))] if x else []
            box = Box(*_ALL, 0, self._plot)
            pen.path(points, f'fill="none" {look}', box, closed="Z" in shape["path"])

    def _grids(self) -> None:
        for name, axis in self._drawn_axes():
            ours = self._axes[name]
            x, y = self._pair(name, axis)
            line = f'stroke="{self._pen.colour(axis.get("gridcolor", "#eee"))}"'
            for value in axis.get("tickvals") or () if axis.get("showgrid", True) else ():
                at = ours.at(value)
                if not ours.start - 1e-9 <= at <= ours.end + 1e-9:
                    continue
                if name[0] == "x":
                    self._pen.line(at, self._y(y.end), at, self._y(y.start), line)
                else:
                    self._pen.line(x.start, self._y(at), x.end, self._y(at), line)

    def _drawn_axes(self) -> Iterable[tuple[str, Mapping[str, Any]]]:
        for name in self._axes:
            axis = self._layout.get(f"{name[0]}axis{name[1:]}") or {}
            if axis.get("visible", True):
                yield name, axis

    def _pair(self, name: str, axis: Mapping[str, Any]) -> tuple[_Axis, _Axis]:
        """Return an axis and the one that it stands at, the lying one first."""
        other = self._axes[axis.get("anchor") or ("y" if name[0] == "x" else "x")]
        return (self._axes[name], other) if name[0] == "x" else (other, self._axes[name])

    def _ticks(self) -> None:
        for name, axis in self._drawn_axes():
            x, y = self._pair(name, axis)
            if name[0] == "x":
                self._lying(axis, x, self._y(y.start))
                continue
            font = axis.get("tickfont") or {}
            shown = axis.get("showticklabels", True)
            ticks, texts = axis.get("tickvals") or (), axis.get("ticktext") or ()
            for value, text in zip(ticks, texts, strict=False) if shown else ():
                self._pen.text(
                    str(text), x.start, self._y(y.at(value)),
                    size=float(font.get("size", self._pen.size)),
                    colour=font.get("color", self._pen.ink), dx=-4, anchor="end",
                )  # fmt: skip

    def _lying(self, axis: Mapping[str, Any], x: _Axis, low: float) -> None:
        """Draw the line, the ticks and the labels of an axis that lies at a height."""
        pen = self._pen
        stroke = f'stroke="{pen.colour(axis.get("linecolor", pen.ink))}"'
        if axis.get("showline"):
            pen.line(x.start, low, x.end, low, stroke)
        if axis.get("showticklabels") is False:
            return
        outside = float(axis.get("ticklen", 5)) if axis.get("ticks") == "outside" else 0
        font = axis.get("tickfont") or {}
        size, colour = float(font.get("size", pen.size)), font.get("color", pen.ink)
        most = 1
        for (at, lines), classes in self._lying_ticks(axis, x):
            most = max(most, len(lines))
            named = f' class="{classes}"' if classes else ""
            if outside:
                pen.line(x.at(at), low, x.at(at), low + outside, stroke + named)
            pen.text(
                "<br>".join(lines), x.at(at), low + outside + 3, size=size, colour=colour,
                anchor="middle", upright=0, classes=classes,
            )  # fmt: skip
        title = axis.get("title") or {}
        if title.get("text"):
            below = low + outside + 3 + most * LINE * size + float(title.get("standoff", 8))
            look = title["font"]
            pen.text(
                title["text"], (x.start + x.end) / 2, below, size=float(look["size"]),
                colour=look["color"], anchor="middle", upright=0,
            )  # fmt: skip

    def _lying_ticks(
        self, axis: Mapping[str, Any], x: _Axis
    ) -> Iterable[tuple[tuple[Any, list[str]], str]]:
        """Return the ticks of a lying axis, each with its text and the widths that it is shown at.

        Where a chart names none, which dates have ticks depends on the width.
        """
        named = axis.get("tickvals")
        if named is not None or axis.get("type") != "date":
            texts = [str(text).split("<br>") for text in axis.get("ticktext") or ()]
            yield from (((at, text), "") for at, text in zip(named or (), texts, strict=False))
            return
        if x.low < 1:  # nothing is dated
            return
        first, last = (date.fromordinal(math.ceil(end)) for end in (x.low, x.high))
        ticks_at: dict[date, tuple[list[str], list[int]]] = {}
        fixed = self._pen.width
        for place, (_, wide) in enumerate(((0, fixed),) if fixed else _WIDTHS):
            ticks = date_ticks.ticks(first, last, wide * (x.end - x.start))
            longest = max((len(line) for _, lines in ticks for line in lines), default=0)
            crowded = len(ticks) * (longest * 6.5 + 8) > wide * (x.end - x.start)
            for at, lines in ticks[:: 2 if crowded else 1]:
                if at.toordinal() <= x.high:
                    ticks_at.setdefault(at, (lines, []))[1].append(place)
        for at, (lines, places) in ticks_at.items():
            every = fixed or len(places) == len(_WIDTHS)
            yield (at, lines), "" if every else " ".join(f"t{place}" for place in places)

    # Traces ----------------------------------------------------------------------------------

    def _trace(self, trace: Mapping[str, Any]) -> None:
        axes = _Axes(
            self._axes[trace.get("xaxis", "x")], self._axes[trace.get("yaxis", "y")], self._plot
        )
        pen, mode = self._pen, trace.get("mode", "")
        if "lines" in mode:
            shown = [
                None if y is None or (axes.y.log and y <= 0) else y for y in values(trace["y"])
            ]
            pen.trace_line({**trace, "y": shown}, axes, axes.box)
        if "markers" in mode:
            narrow = trace.get("yaxis") == "y2"
            self._wide([trace], lambda one: pen.marks(one, axes, self._address), narrow)
        if "text" in mode:
            self._texts(trace, axes)

    def _texts(self, trace: Mapping[str, Any], axes: _Axes) -> None:
        many = len(values(trace["x"]))
        font = trace.get("textfont") or {}
        sizes = each((trace.get("marker") or {}).get("size", 0), many)
        places = each(trace.get("textposition", "middle center"), many)
        colours = each(font.get("color", self._pen.ink), many)
        size = float(font.get("size", self._pen.size))
        for x, y, text, place, colour, mark in zip(
            values(trace["x"]), values(trace["y"]), each(trace["text"], many), places, colours,
            sizes, strict=True,
        ):  # fmt: skip
            if not text or x is None or y is None:
                continue
            off = float(mark) / 1.6 + 1 if mark else 0.0
            upright, side = str(place).split()
            narrow = text.startswith(_ONLY_NARROW)
            wide = self._two_widths and not narrow and not text.lstrip().startswith(_ALWAYS)
            self._pen.text(
                text, axes.share(x),
                axes.down(y) + off * {"top": -1, "bottom": 1}.get(upright, 0),
                size=size, colour=colour, dx=off * {"left": -1, "right": 1}.get(side, 0),
                anchor={"left": "end", "right": "start"}.get(side, "middle"),
                upright={"top": 1.0, "bottom": 0.0}.get(upright, 0.5),
                classes="n" if narrow else "w" if wide else "",
            )  # fmt: skip
