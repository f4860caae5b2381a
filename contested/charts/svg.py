"""A chart as SVG without a browser: what stands in its place until Plotly has drawn it.

Marks, lines, shapes and words stand where Plotly puts them, at whatever width the picture is shown:
what lies along the width is a share of it, and no letter is stretched. It draws what our charts are
made of, and nothing else: scatters, shapes, annotations, axes whose ends are known.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import plotly.graph_objects as go

from contested.charts import date_ticks
from contested.charts.symbols import SYMBOLS, moved

_SVG = "http://www.w3.org/2000/svg"

#: How far apart lines of text are, as a share of its size; and where in a line letters stand.
_LINE, _BASE = 1.3, 0.35

#: The width of the box that a line is drawn in before it is stretched to the plot's.
_WIDE = 10_000

#: The widths in pixels from which on a date axis has more ticks, and for which they are chosen.
_WIDTHS = ((0, 330), (430, 560), (760, 900))

#: The width below which a chart shows what only a narrow one does (styles/timeline.css has it too).
_NARROW = 560

#: What begins the texts that only a narrow chart shows, and those that every chart does.
_ONLY_NARROW, _ALWAYS = "\u200b", "\u2191"

#: The signs that no relation has, in pixels about the middle with y downwards, of a radius of 1.
_SIGNS: Mapping[str, str] = {
    "line-ns": "M0,-1.4V1.4",
    "line-ew": "M-1.4,0H1.4",
    "triangle-down": "M-1.15,-.58H1.15L0,1.15Z",
    "x-thin": "M-1,-1L1,1M1,-1L-1,1",
}

_TAG = re.compile(r"(<br>|</?b>|</?s>|</?i>|<span style=\"[^\"<>]*\">|</span>)")
_STYLE = re.compile(r"(font-size|color):\s*([#\w.(), ]+?)(?:px)?(?:;|$)")
_POINT = re.compile(r"([MLZ])(?:([^,MLZ]+),([^,MLZ]+))?")
_DASH = {"dot": "3 3", "dash": "9 9"}

#: What a width shows: the texts that are for it, and its own ticks among those of a date axis.
_STYLES = (
    "text{white-space:pre}.n{display:none}"
    f"@media(max-width:{_NARROW}px){{.n{{display:inline}}.w{{display:none}}}}"
) + "".join(
    f"@media(min-width:{low}px) and (max-width:{high - 0.02}px)"
    f"{{[class^=t]:not(.t{place}){{display:none}}}}"
    for place, (low, high) in enumerate(
        zip((low for low, _ in _WIDTHS), (*(low for low, _ in _WIDTHS[1:]), 99_999), strict=True)
    )
)


def svg(chart: go.Figure) -> str:
    """Return a chart as SVG that fills the width it is given; its height is the chart's."""
    return _Picture(chart.to_dict()).whole()


class _Axis(NamedTuple):
    """An axis: its ends, its place as shares of the plot's width (or height, from below)."""

    low: float
    high: float
    log: bool
    start: float
    end: float

    def at(self, value: Any) -> float:
        """Return where a value stands, as a share of the plot's width or height."""
        number = _number(value)
        if self.log:
            number = math.log10(number) if number > 0 else self.low
        return self.on(number)

    def on(self, place: float) -> float:
        """Return where a place on the axis stands: of a logarithmic one a power of ten."""
        return self.start + (place - self.low) / (self.high - self.low) * (self.end - self.start)


class _Run(NamedTuple):
    """A piece of text in one look."""

    text: str
    bold: bool = False
    struck: bool = False
    size: float | None = None
    colour: str = ""


class _Picture:
    """A chart on its way to SVG."""

    def __init__(self, chart: Mapping[str, Any]) -> None:
        self._traces: Sequence[Mapping[str, Any]] = chart.get("data", ())
        self._layout: Mapping[str, Any] = chart["layout"]
        margin = self._layout["margin"]
        self._left, self._top = margin["l"], margin["t"]
        self._across = margin["l"] + margin["r"]
        self._height = self._layout["height"]
        self._plot = self._height - margin["t"] - margin["b"]
        self._ink = self._layout["font"]["color"]
        self._size = self._layout["font"]["size"]
        self._signs: dict[tuple[Any, ...], str] = {}
        self._axes = {
            name.replace("axis", ""): self._axis(name.replace("axis", ""), axis)
            for name, axis in self._layout.items()
            if re.fullmatch(r"[xy]axis\d*", name)
        }
        self._two_widths = any(
            str(text).startswith(_ONLY_NARROW)
            for trace in self._traces
            for text in trace.get("text") or ()
        )

    def whole(self) -> str:
        """Return the picture."""
        shapes: dict[str, list[str]] = {"below": [], "between": [], "above": []}
        for shape in self._layout.get("shapes") or ():
            shapes[shape.get("layer", "above")].append(self._shape(shape))
        drawn = [
            *shapes["below"],
            *self._grids(),
            *self._wide(shapes["between"]),
            *map(self._trace, self._traces),
            *self._wide(shapes["above"]),
            *self._ticks(),
            *map(self._note, self._layout.get("annotations") or ()),
        ]
        signs = "".join(f'<path id="{name}" {path}/>' for path, name in self._outlines())
        return (
            f'<svg xmlns="{_SVG}" width="100%" height="{self._height}" '
            f"font-family='{self._layout['font']['family']}' font-size=\"{self._size}\" "
            f'fill="{self._ink}"><style>{_STYLES}</style><defs>{signs}</defs>'
            # All shares are of the plot's own width: only here can it be less by some pixels.
            f'<foreignObject x="{self._left}" y="{self._top}" height="{self._plot}" '
            f'overflow="visible" width="100%" style="width:calc(100% - {self._across}px)">'
            f'<svg xmlns="{_SVG}" width="100%" height="{self._plot}" overflow="visible">'
            f"{''.join(drawn)}</svg></foreignObject></svg>"
        )

    # Places ----------------------------------------------------------------------------------

    def _axis(self, name: str, axis: Mapping[str, Any]) -> _Axis:
        start, end = axis.get("domain") or (0, 1)
        log = axis.get("type") == "log"
        if ends := axis.get("range"):
            low, high = map(_number, ends)
        else:
            every = [
                _number(value)
                for trace in self._traces
                if trace.get(f"{name[0]}axis", name[0]) == name
                for value in trace.get(name[0]) or ()
                if value is not None
            ]
            low, high = min(every, default=0.0), max(every, default=1.0)
            room = (high - low) * 0.02 if any("markers" in t["mode"] for t in self._traces) else 0
            low, high = low - room, high + room
        return _Axis(low, high if high != low else low + 1, log, start, end)

    def _y(self, share: float) -> float:
        """Return a height in pixels from the plot's top, of a share from below."""
        return float(self._plot * (1 - share))

    def _along(self, ref: str, value: Any) -> float:
        return float(value) if ref == "paper" else self._axes[ref].at(value)

    # Text ------------------------------------------------------------------------------------

    def _text(
        self,
        text: str,
        x: float,
        y: float,
        *,
        size: float,
        colour: str,
        dx: float = 0,
        anchor: str = "start",
        upright: float = 0.5,
        classes: str = "",
    ) -> str:
        """Write text at a share of the width and a height: `upright` of its own stands above it."""
        lines = _lines(text)
        y -= upright * len(lines) * _LINE * size
        written = []
        for place, line in enumerate(lines):
            base = y + ((place + 0.5) * _LINE + _BASE) * size
            runs = "".join(_tspan(run) for run in line)
            shift = f' dx="{_short(dx)}"' if dx else ""
            written.append(f'<tspan x="{_share(x)}" y="{_short(base)}"{shift}>{runs}</tspan>')
        named = f' class="{classes}"' if classes else ""
        at = "" if anchor == "start" else f' text-anchor="{anchor}"'
        sized = "" if size == self._size else f' font-size="{_short(size)}"'
        inked = "" if colour == self._ink else f' fill="{colour}"'
        return f"<text{sized}{inked}{at}{named}>{''.join(written)}</text>"

    def _note(self, note: Mapping[str, Any]) -> str:
        if not note.get("text"):
            return ""
        xref, yref = note.get("xref", "x"), note.get("yref", "y")
        x = float(note["x"]) if xref == "paper" else self._axes[xref].on(_number(note["x"]))
        share = float(note["y"]) if yref == "paper" else self._axes[yref].on(_number(note["y"]))
        font = note.get("font", {})
        pad = note.get("borderpad", 1) + 1
        anchor = {"left": "start", "right": "end"}.get(note.get("xanchor", "center"), "middle")
        upright = {"top": 0.0, "bottom": 1.0}.get(note.get("yanchor", "middle"), 0.5)
        return self._text(
            note["text"],
            x,
            self._y(share) - note.get("yshift", 0) + pad * (1 - 2 * upright),
            size=font.get("size", self._size),
            colour=font.get("color", self._ink),
            dx=note.get("xshift", 0) + pad * {"start": 1, "end": -1}.get(anchor, 0),
            anchor=anchor,
            upright=upright,
        )

    # Lines -----------------------------------------------------------------------------------

    def _stretched(self, paths: str, look: str, axes: tuple[_Axis, _Axis] | None = None) -> str:
        """Return paths in a box that is stretched to the plot's width, or cut to two axes'."""
        x, y = axes or (_Axis(0, 1, False, 0, 1), _Axis(0, 1, False, 0, 1))
        high = (y.end - y.start) * self._plot
        cut = "" if axes else ' overflow="visible"'
        return (
            f'<svg x="{_share(x.start)}" y="{_short(self._y(y.end))}" height="{_short(high)}" '
            f'width="{_share(x.end - x.start)}" viewBox="0 0 {_WIDE} {_short(high)}" '
            f'preserveAspectRatio="none"{cut}><path vector-effect="non-scaling-stroke" '
            f'{look} d="{paths}"/></svg>'
        )

    def _path(self, trace: Mapping[str, Any], x: _Axis, y: _Axis) -> str:
        """Return a trace's line in the box of its axes."""
        stepped = trace.get("line", {}).get("shape") == "hv"
        closed = trace.get("fill") == "toself"
        parts: list[str] = []
        begun = False
        high = (y.end - y.start) * self._plot
        for along, up in zip(trace["x"], trace["y"], strict=True):
            if along is None or up is None or (y.log and up <= 0):
                parts.append("Z" if closed and begun else "")
                begun = False
                continue
            right = round((x.at(along) - x.start) / (x.end - x.start) * _WIDE)
            down = _short(high - (y.at(up) - y.start) * self._plot)
            parts.append(
                f"M{right},{down}"
                if not begun
                else f"H{right}V{down}"
                if stepped
                else f"L{right},{down}"
            )
            begun = True
        return "".join(parts)

    def _shape(self, shape: Mapping[str, Any]) -> str:
        xref, yref = shape.get("xref", "x"), shape.get("yref", "y")
        look = _stroke(shape.get("line", {})) + _faded(shape)
        if shape["type"] == "rect":
            left, right = (self._along(xref, shape[name]) for name in ("x0", "x1"))
            top, low = sorted(self._y(self._along(yref, shape[name])) for name in ("y0", "y1"))
            return (
                f'<rect x="{_share(left)}" width="{_share(right - left)}" y="{_short(top)}" '
                f'height="{_short(low - top)}" fill="{shape["fillcolor"]}"/>'
            )
        if shape["type"] == "line":
            (x0, x1), (y0, y1) = (
                [self._along(ref, shape[f"{name}{end}"]) for end in (0, 1)]
                for name, ref in (("x", xref), ("y", yref))
            )
            ends = (_share(x0), _short(self._y(y0)), _share(x1), _short(self._y(y1)))
            return (
                "<line "
                + " ".join(
                    f'{name}="{end}"'
                    for name, end in zip(("x1", "y1", "x2", "y2"), ends, strict=True)
                )
                + f" {look}/>"
            )
        if shape.get("xsizemode") == "pixel":
            x = self._along(xref, shape["xanchor"])
            y = self._y(self._along(yref, shape["yanchor"]))
            return (
                f'<svg x="{_share(x)}" y="{_short(y)}" overflow="visible">'
                f'<path fill="none" {look} d="{moved(shape["path"], 0, 0, down=True)}"/></svg>'
            )
        points = (
            f"{letter}{round(self._along(xref, x) * _WIDE)},{_short(self._y(self._along(yref, y)))}"
            if x
            else letter
            for letter, x, y in _POINT.findall(shape["path"])
        )
        return self._stretched("".join(points), f'fill="none" {look}')

    def _grids(self) -> Iterable[str]:
        for name, axis in self._drawn_axes():
            ours = self._axes[name]
            x, y = self._pair(name, axis)
            line = f'stroke="{axis.get("gridcolor", "#eee")}"'
            for value in axis.get("tickvals") or () if axis.get("showgrid", True) else ():
                at = ours.at(value)
                if not ours.start - 1e-9 <= at <= ours.end + 1e-9:
                    continue
                if name[0] == "x":
                    yield _line(at, self._y(y.end), at, self._y(y.start), line)
                else:
                    yield _line(x.start, self._y(at), x.end, self._y(at), line)

    def _drawn_axes(self) -> Iterable[tuple[str, Mapping[str, Any]]]:
        for name in self._axes:
            axis = self._layout.get(f"{name[0]}axis{name[1:]}") or {}
            if axis.get("visible", True):
                yield name, axis

    def _pair(self, name: str, axis: Mapping[str, Any]) -> tuple[_Axis, _Axis]:
        """Return an axis and the one that it stands at, the lying one first."""
        other = self._axes[axis.get("anchor") or ("y" if name[0] == "x" else "x")]
        return (self._axes[name], other) if name[0] == "x" else (other, self._axes[name])

    def _ticks(self) -> Iterable[str]:
        for name, axis in self._drawn_axes():
            x, y = self._pair(name, axis)
            if name[0] == "x":
                yield from self._lying(axis, x, self._y(y.start))
                continue
            font = axis.get("tickfont", {})
            shown = axis.get("showticklabels", True)
            values, texts = axis.get("tickvals") or (), axis.get("ticktext") or ()
            for value, text in zip(values, texts, strict=False) if shown else ():
                yield self._text(
                    text, x.start, self._y(y.at(value)), size=font.get("size", self._size),
                    colour=font.get("color", self._ink), dx=-4, anchor="end",
                )  # fmt: skip

    def _lying(self, axis: Mapping[str, Any], x: _Axis, low: float) -> Iterable[str]:
        """Draw the line, the ticks and the labels of an axis that lies at a height."""
        stroke = f'stroke="{axis.get("linecolor", self._ink)}"'
        if axis.get("showline"):
            yield _line(x.start, low, x.end, low, stroke)
        if axis.get("showticklabels") is False:
            return
        outside = axis.get("ticklen", 5) if axis.get("ticks") == "outside" else 0
        font = axis.get("tickfont", {})
        size, colour = font.get("size", self._size), font.get("color", self._ink)
        most = 1
        for (at, lines), classes in self._lying_ticks(axis, x):
            most = max(most, len(lines))
            named = f' class="{classes}"' if classes else ""
            if outside:
                yield _line(x.at(at), low, x.at(at), low + outside, stroke + named)
            yield self._text(
                "<br>".join(lines), x.at(at), low + outside + 3, size=size, colour=colour,
                anchor="middle", upright=0, classes=classes,
            )  # fmt: skip
        title = axis.get("title", {})
        if title.get("text"):
            below = low + outside + 3 + most * _LINE * size + title.get("standoff", 8)
            look = title["font"]
            yield self._text(
                title["text"], (x.start + x.end) / 2, below, size=look["size"],
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
            texts = [text.split("<br>") for text in axis.get("ticktext") or ()]
            yield from (((at, text), "") for at, text in zip(named or (), texts, strict=False))
            return
        first, last = (date.fromordinal(math.ceil(end)) for end in (x.low, x.high))
        found: dict[date, tuple[list[str], list[int]]] = {}
        for place, (_, wide) in enumerate(_WIDTHS):
            ticks = date_ticks.ticks(first, last, wide * (x.end - x.start))
            longest = max((len(line) for _, lines in ticks for line in lines), default=0)
            crowded = len(ticks) * (longest * 6.5 + 8) > wide * (x.end - x.start)
            for at, lines in ticks[:: 2 if crowded else 1]:
                if at.toordinal() <= x.high:
                    found.setdefault(at, (lines, []))[1].append(place)
        for at, (lines, places) in found.items():
            every = len(places) == len(_WIDTHS)
            yield (at, lines), "" if every else " ".join(f"t{place}" for place in places)

    # Traces ----------------------------------------------------------------------------------

    def _trace(self, trace: Mapping[str, Any]) -> str:
        x = self._axes[trace.get("xaxis", "x")]
        y = self._axes[trace.get("yaxis", "y")]
        if not trace.get("x"):
            return ""
        drawn: list[str] = []
        if "lines" in trace["mode"]:
            fill = trace.get("fillcolor") if trace.get("fill") == "toself" else "none"
            look = f'fill="{fill}" {_stroke(trace["line"])}'
            drawn.append(self._stretched(self._path(trace, x, y), look, (x, y)))
        if "markers" in trace["mode"]:
            drawn += self._wide(self._marks(trace, x, y), trace.get("yaxis") == "y2")
        if "text" in trace["mode"]:
            drawn += self._texts(trace, x, y)
        opacity = _faded(trace)
        return f"<g{opacity}>{''.join(drawn)}</g>" if opacity else "".join(drawn)

    def _wide(self, drawn: Iterable[str], this: bool = True) -> Iterable[str]:
        """Return what a narrow chart leaves out, as such."""
        pieces = list(drawn)
        if not (self._two_widths and this and pieces):
            return pieces
        return ['<g class="w">', *pieces, "</g>"]

    def _marks(self, trace: Mapping[str, Any], x: _Axis, y: _Axis) -> Iterable[str]:
        marker = trace["marker"]
        line = marker.get("line", {})
        number = len(trace["x"])
        columns = [
            _each(given, number)
            for given in (
                marker.get("symbol", "circle"), marker.get("size", 6), marker.get("angle", 0),
                marker.get("standoff", 0), marker.get("color"), marker.get("opacity", 1),
                line.get("color"), line.get("width", 0),
            )
        ]  # fmt: skip
        look: tuple[Any, ...] = ()
        for along, up, symbol, size, angle, off, colour, clear, edge, width in zip(
            trace["x"], trace["y"], *columns, strict=True
        ):
            if not clear or along is None or up is None:
                continue
            now = (_filled(symbol, colour), edge or colour, width, clear)
            if now != look:
                if look:
                    yield "</g>"
                fill, stroke, width, clear = look = now
                faint = f' opacity="{_short(clear)}"' if clear < 1 else ""
                yield f'<g fill="{fill}" stroke="{stroke}" stroke-width="{_short(width)}"{faint}>'
            named = (symbol, size, angle, off)
            sign = self._signs.setdefault(named, f"s{len(self._signs)}")
            at, down = _share(x.at(along)), _short(self._y(y.at(up)))
            yield f'<use href="#{sign}" x="{at}" y="{down}"/>'
        if look:
            yield "</g>"

    def _outlines(self) -> Iterable[tuple[str, str]]:
        """Return every sign that was used as a path, with its name."""
        for (symbol, size, angle, off), name in self._signs.items():
            plain = symbol.removesuffix("-open")
            if plain in SYMBOLS:
                own = SYMBOLS[plain]
                path = moved(own.outline, 0, 0, size / own.size, down=True)
                scaled = ""
            else:
                path, scaled = _SIGNS[plain], f"scale({_short(size / 2)})"
            turn = f"rotate({_short(angle)})" if angle else ""
            shift = f"translate(0 {_short(off)})" if off else ""
            moves = " ".join(filter(None, (turn, shift, scaled)))
            attribute = f' transform="{moves}" vector-effect="non-scaling-stroke"' if moves else ""
            yield f'd="{path}"{attribute}', name

    def _texts(self, trace: Mapping[str, Any], x: _Axis, y: _Axis) -> Iterable[str]:
        number = len(trace["x"])
        font = trace.get("textfont", {})
        sizes = _each(trace.get("marker", {}).get("size", 0), number)
        places = _each(trace.get("textposition", "middle center"), number)
        colours = _each(font.get("color", self._ink), number)
        size = font.get("size", self._size)
        for along, up, text, place, colour, mark in zip(
            trace["x"], trace["y"], trace["text"], places, colours, sizes, strict=True
        ):
            if not text or along is None or up is None:
                continue
            off = mark / 1.6 + 1 if mark else 0.0
            upright, side = place.split()
            narrow = text.startswith(_ONLY_NARROW)
            wide = self._two_widths and not narrow and not text.startswith(_ALWAYS)
            yield self._text(
                text, x.at(along),
                self._y(y.at(up)) + off * {"top": -1, "bottom": 1}.get(upright, 0),
                size=size, colour=colour, dx=off * {"left": -1, "right": 1}.get(side, 0),
                anchor={"left": "end", "right": "start"}.get(side, "middle"),
                upright={"top": 1.0, "bottom": 0.0}.get(upright, 0.5),
                classes="n" if narrow else "w" if wide else "",
            )  # fmt: skip


def _number(value: Any) -> float:
    """Return a value as a number: of a date the days since the first year."""
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return float(date.fromisoformat(value[:10]).toordinal())
    if isinstance(value, datetime):
        return value.toordinal() + value.hour / 24
    return float(value.toordinal() if isinstance(value, date) else value)


def _each(given: Any, number: int) -> Sequence[Any]:
    """Return what is given for each point, or once for all."""
    return given if isinstance(given, (list, tuple)) else [given] * number


def _short(number: float) -> str:
    """Return a number in as few letters as a tenth of a pixel needs.

    >>> _short(3), _short(2.04), _short(-0.5)
    ('3', '2', '-0.5')
    """
    return f"{number:.1f}".removesuffix(".0")


def _share(share: float) -> str:
    """Return a share as SVG reads it.

    >>> _share(0.5), _share(0.12345)
    ('50%', '12.35%')
    """
    return f"{100 * share:.2f}".rstrip("0").rstrip(".") + "%"


def _line(x0: float, y0: float, x1: float, y1: float, look: str) -> str:
    return f'<line x1="{_share(x0)}" y1="{_short(y0)}" x2="{_share(x1)}" y2="{_short(y1)}" {look}/>'


def _stroke(line: Mapping[str, Any]) -> str:
    """Return the look of a line."""
    if not line.get("width", 1):
        return 'stroke="none"'
    dash = line.get("dash", "solid")
    dashed = _DASH.get(dash) or dash.replace("px", "").replace(",", " ")
    broken = "" if dash == "solid" else f' stroke-dasharray="{dashed}"'
    return f'stroke="{line.get("color", "none")}" stroke-width="{line.get("width", 1)}"{broken}'


def _faded(drawn: Mapping[str, Any]) -> str:
    opacity = drawn.get("opacity", 1)
    return f' opacity="{opacity:g}"' if opacity < 1 else ""


def _filled(symbol: str, colour: str) -> str:
    """Return what a symbol is filled with: nothing where it is open, or a mere line."""
    return "none" if symbol.endswith("-open") or symbol in ("line-ns", "x-thin") else colour


def _lines(text: str) -> list[list[_Run]]:
    """Return text as Plotly reads it, line by line, in pieces of one look.

    >>> [[(run.text, run.bold) for run in line] for line in _lines("<b>R&amp;D</b><br>2")]
    [[('R&D', True)], [('2', False)]]
    """
    lines: list[list[_Run]] = [[]]
    looks = [_Run("")]
    for piece in _TAG.split(text):
        if piece == "<br>":
            lines.append([])
        elif piece.startswith("</") and len(looks) > 1:
            looks.pop()
        elif piece.startswith("<span"):
            given = dict(_STYLE.findall(piece[13:-2]))
            size = float(given["font-size"]) if "font-size" in given else looks[-1].size
            looks.append(looks[-1]._replace(size=size, colour=given.get("color", "")))
        elif piece in ("<b>", "<s>", "<i>"):
            last = looks[-1]
            looks.append(
                last._replace(
                    bold=last.bold or piece == "<b>", struck=last.struck or piece == "<s>"
                )
            )
        elif piece:
            lines[-1].append(looks[-1]._replace(text=html.unescape(piece)))
    return lines


def _tspan(run: _Run) -> str:
    text = html.escape(run.text, quote=False)
    look = ""
    look += ' font-weight="bold"' if run.bold else ""
    look += ' text-decoration="line-through"' if run.struck else ""
    look += f' font-size="{_short(run.size)}"' if run.size else ""
    look += f' fill="{html.escape(run.colour)}"' if run.colour else ""
    return f"<tspan{look}>{text}</tspan>" if look else text
