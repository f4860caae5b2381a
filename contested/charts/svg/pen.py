"""The one writer of SVG: signs, lines and texts, each written in one way wherever it stands.

A drawing fills the width that it is given, what lies along it is then a share of it and no letter
is stretched; or it has a width of its own, and pixels alone. What a chart holds may be someone
else's file: nothing of it is put into a drawing but numbers, colours and escaped text.
"""

from __future__ import annotations

import base64
import html
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol

import numpy as np

from contested.charts.symbols import SYMBOLS, moved

NAMESPACE = "http://www.w3.org/2000/svg"

#: How far apart lines of text are, as a share of its size; and where in a line letters stand.
LINE, _BASE = 1.3, 0.35

#: The width of the box that a line is drawn in before it is stretched.
_WIDE = 10_000

#: The signs that no relation has, as Plotly draws them: about the middle with y downwards, of a
#: radius of 1.
_SIGNS: Mapping[str, str] = {
    "line-ns": "M0,-1.4V1.4",
    "line-ew": "M-1.4,0H1.4",
    "triangle-down": "M-1.15,-.5H1.15L0,1Z",
    "x-thin": "M-1,-1L1,1M1,-1L-1,1",
}

#: The signs that are mere lines.
_THIN = frozenset({"line-ns", "line-ew", "x-thin"})

#: Colours as charts have them; nothing else is put into a drawing.
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}|rgba?\([\d., ]{1,40}\)|[a-z]{3,20}")

_TAG = re.compile(r"(<br>|</?b>|</?s>|</?i>|<span style=\"[^\"<>]*\">|</span>)")
_STYLE = re.compile(r"(font-size|color):\s*([#\w.(), ]+?)(?:px)?(?:;|$)")
_DASH = {"dot": "3 3", "dash": "9 9"}

#: Returns how a colour of a chart is written in a drawing.
Colours = Callable[[str], str]


class Frame(Protocol):
    """Where values stand in a drawing: along its width as shares of it, and downwards in pixels."""

    def share(self, value: Any) -> float:
        """Return where a value stands, as a share of the width."""

    def down(self, value: Any) -> float:
        """Return how low a value stands."""


class Box(NamedTuple):
    """What a line is drawn within: its ends as shares of the width, its top and height in pixels.

    `cut` says that what leaves it is not seen.
    """

    left: float
    right: float
    top: float
    high: float
    cut: bool = False


class _Run(NamedTuple):
    """A piece of text in one look."""

    text: str
    bold: bool = False
    struck: bool = False
    size: float | None = None
    colour: str = ""


class Pen:
    """A drawing in the making: its pieces in their order, its signs, each kept once.

    `width` is 0 where the drawing fills what it is given. `size` and `ink` are those of text where
    nothing else is said. Signs are called `name` and a number: one page may hold many drawings.
    """

    def __init__(self, width: float = 0.0, colours: Colours = str, name: str = "s") -> None:
        self.width = width
        self.size, self.ink = 13.0, ""
        self.pieces: list[str] = []
        self._colours, self._name = colours, name
        self._signs: dict[tuple[str, float, float, float], str] = {}

    def text_of_all(self) -> str:
        """Return the drawing: the content of an SVG element."""
        signs = "".join(f'<path id="{name}" {path}/>' for path, name in self._outlines())
        return f"<defs>{signs}</defs>{''.join(self.pieces)}"

    # Places and colours --------------------------------------------------------------------------

    def across(self, share: float) -> str:
        """Return a share of the width as the drawing has it.

        >>> Pen().across(0.12345), Pen(width=200).across(0.5)
        ('12.35%', '100')
        """
        if self.width:
            return short(share * self.width)
        return f"{100 * share:.2f}".rstrip("0").rstrip(".") + "%"

    def colour(self, named: Any) -> str:
        """Return a colour as it is written here; none for what is no colour."""
        text = str(named)
        return self._colours(text) if _COLOUR.fullmatch(text) else "none"

    def stroke(self, line: Mapping[str, Any]) -> str:
        """Return the look of a line."""
        width = float(line.get("width", 1))
        if not width:
            return 'stroke="none"'
        dash = str(line.get("dash") or "solid")
        dashed = _DASH.get(dash) or " ".join(re.findall(r"[\d.]+", dash))
        broken = f' stroke-dasharray="{dashed}"' if dashed else ""
        return f'stroke="{self.colour(line.get("color"))}" stroke-width="{width:g}"{broken}'

    # Lines ---------------------------------------------------------------------------------------

    def line(self, x0: float, y0: float, x1: float, y1: float, look: str) -> None:
        """Draw a straight line between shares of the width and heights."""
        self.pieces.append(
            f'<line x1="{self.across(x0)}" y1="{short(y0)}" x2="{self.across(x1)}" '
            f'y2="{short(y1)}" {look}/>'
        )

    def path(
        self,
        points: Iterable[tuple[float, float] | None],
        look: str,
        box: Box,
        stepped: bool = False,
        closed: bool = False,
    ) -> None:
        """Draw a line through points, shares of the width and heights; None parts two pieces."""
        wide = self.width or _WIDE / (box.right - box.left)
        left, top = (0.0, 0.0) if self.width else (box.left, box.top)
        parts: list[str] = []
        before: str | None = None
        for point in points:
            if point is None:
                parts.append("Z" if closed and before else "")
                before = None
                continue
            along, down = (point[0] - left) * wide, short(point[1] - top)
            right = short(along) if self.width else str(round(along))
            if before is None:
                parts.append(f"M{right},{down}")
            elif stepped:
                parts.append(f"H{right}" if down == before else f"H{right}V{down}")
            else:
                parts.append(f"L{right},{down}")
            before = down
        if closed and before:
            parts.append("Z")
        if not any(parts):
            return
        drawn = f'd="{"".join(parts)}" {look}'
        if self.width:
            self.pieces.append(f"<path {drawn}/>")
            return
        over = "" if box.cut else ' overflow="visible"'
        self.pieces.append(
            f'<svg x="{self.across(box.left)}" y="{short(box.top)}" height="{short(box.high)}" '
            f'width="{self.across(box.right - box.left)}" viewBox="0 0 {_WIDE} {short(box.high)}" '
            f'preserveAspectRatio="none"{over}><path vector-effect="non-scaling-stroke" {drawn}/>'
            "</svg>"
        )

    def trace_line(self, trace: Mapping[str, Any], frame: Frame, box: Box) -> None:
        """Draw a trace of lines, or the area that it surrounds."""
        line = trace.get("line") or {}
        filled = trace.get("fill") == "toself"
        fill = self.colour(trace.get("fillcolor")) if filled else "none"
        self.path(
            (
                None if x is None or y is None else (frame.share(x), frame.down(y))
                for x, y in zip(values(trace["x"]), values(trace["y"]), strict=False)
            ),
            f'fill="{fill}" {self.stroke(line)}{faded(trace)}',
            box,
            stepped=line.get("shape") == "hv",
            closed=filled,
        )

    # Marks ---------------------------------------------------------------------------------------

    def marks(
        self,
        trace: Mapping[str, Any],
        frame: Frame,
        address: Callable[[str], str] | None = None,
    ) -> None:
        """Draw a trace's marks; each leads to the address of its claim, where that is given."""
        xs, ys = values(trace["x"]), values(trace["y"])
        many = len(xs)
        marker = trace.get("marker") or {}
        line = marker.get("line") or {}
        columns = [
            each(given, many)
            for given in (
                marker.get("symbol", "circle"), marker.get("size", 6), marker.get("angle", 0),
                marker.get("standoff", 0), marker.get("color"), marker.get("opacity", 1),
                line.get("color"), line.get("width", 0), trace.get("customdata"),
                trace.get("text") or trace.get("hovertext"),
            )
        ]  # fmt: skip
        look: tuple[str, ...] = ()
        for x, y, symbol, size, angle, off, colour, clear, edge, width, cell, told in zip(
            xs, ys, *columns, strict=True
        ):
            clear = 1.0 if clear is None else float(clear)
            if not clear or x is None or y is None:
                continue
            symbol = str(symbol)
            plain = symbol.removesuffix("-open")
            hollow = plain != symbol or plain in _THIN
            fill = "none" if hollow else self.colour(colour)
            thick = float(width or 0) or float(plain in _THIN)
            stroke = self.colour(edge or colour) if thick else "none"
            now = (fill, stroke, short(thick), f' opacity="{clear:g}"' if clear < 1 else "")
            if now != look:
                self.pieces.append("</g>" if look else "")
                look = now
                edged = f' stroke="{stroke}" stroke-width="{look[2]}"' if thick else ""
                self.pieces.append(f'<g fill="{fill}"{edged}{look[3]}>')
            named = (plain, float(size or 6), float(angle or 0), float(off or 0))
            sign = self._signs.setdefault(named, f"{self._name}{len(self._signs)}")
            at = self.across(frame.share(x))
            use = f'<use href="#{sign}" x="{at}" y="{short(frame.down(y))}"/>'
            id = cell[0] if isinstance(cell, (list, tuple)) and cell else cell
            if address and id:
                lines = html.escape(plain_text(told))
                use = (
                    f'<a href="{html.escape(address(str(id)))}" target="_blank" rel="noopener" '
                    f'tabindex="-1"><title>{lines}</title>{use}</a>'
                )
            self.pieces.append(use)
        if look:
            self.pieces.append("</g>")

    def _outlines(self) -> Iterable[tuple[str, str]]:
        """Return every sign that was used as a path, with its name."""
        for (symbol, size, angle, off), name in self._signs.items():
            if symbol in _SIGNS:
                path, scaled = _SIGNS[symbol], f"scale({size / 2:.3g})"
            else:
                own = SYMBOLS.get(symbol, SYMBOLS["circle"])
                path, scaled = moved(own.outline, 0, 0, size / own.size, down=True), ""
            turn = f"rotate({short(angle)})" if angle else ""
            shift = f"translate(0 {short(off)})" if off else ""
            moves = " ".join(filter(None, (turn, shift, scaled)))
            attribute = f' transform="{moves}" vector-effect="non-scaling-stroke"' if moves else ""
            yield f'd="{path}"{attribute}', name

    # Text ----------------------------------------------------------------------------------------

    def text(
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
        step: float = 0,
        classes: str = "",
    ) -> None:
        """Write text at a share of the width and a height: `upright` of its own stands above it.

        `step` is how far apart its lines are, in pixels, where that is not as usual.
        """
        lines = _lines(text)
        step = step or LINE * size
        y -= upright * len(lines) * step
        written = []
        for place, line in enumerate(lines):
            base = y + (place + 0.5) * step + _BASE * size
            runs = "".join(map(self._tspan, line))
            shift = f' dx="{short(dx)}"' if dx else ""
            written.append(f'<tspan x="{self.across(x)}" y="{short(base)}"{shift}>{runs}</tspan>')
        named = f' class="{classes}"' if classes else ""
        at = "" if anchor == "start" else f' text-anchor="{anchor}"'
        sized = "" if size == self.size else f' font-size="{short(size)}"'
        inked = "" if colour == self.ink else f' fill="{self.colour(colour)}"'
        self.pieces.append(f"<text{sized}{inked}{at}{named}>{''.join(written)}</text>")

    def _tspan(self, run: _Run) -> str:
        text = html.escape(run.text, quote=False)
        look = ""
        look += ' font-weight="bold"' if run.bold else ""
        look += ' text-decoration="line-through"' if run.struck else ""
        look += f' font-size="{short(run.size)}"' if run.size else ""
        look += f' fill="{self.colour(run.colour)}"' if run.colour else ""
        return f"<tspan{look}>{text}</tspan>" if look else text


def values(given: Any) -> list[Any]:
    """Return a trace's values; numbers may stand as Plotly's JSON packs them, as bytes."""
    if given is None:
        return []
    if not isinstance(given, Mapping):
        return list(given)
    unpacked = np.frombuffer(base64.b64decode(given["bdata"]), dtype=given["dtype"]).tolist()
    return [None if isinstance(one, float) and math.isnan(one) else one for one in unpacked]


def each(given: Any, many: int) -> Sequence[Any]:
    """Return what is given for each of so many points, of which one may stand for all."""
    return values(given) if isinstance(given, (list, tuple, Mapping)) else [given] * many


def number(value: Any) -> float:
    """Return a value as a number: of a date the days since the first year."""
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return float(date.fromisoformat(value[:10]).toordinal())
    if isinstance(value, datetime):
        return value.toordinal() + value.hour / 24
    return float(value.toordinal() if isinstance(value, date) else value)


def short(number: float) -> str:
    """Return a number in as few letters as a tenth of a pixel needs.

    >>> short(3), short(2.04), short(-0.5)
    ('3', '2', '-0.5')
    """
    return f"{number:.1f}".removesuffix(".0")


def faded(drawn: Mapping[str, Any]) -> str:
    """Return the attribute of what is drawn paler; empty for what is not."""
    opacity = float(drawn.get("opacity", 1))
    return f' opacity="{opacity:g}"' if opacity < 1 else ""


def plain_text(told: Any) -> str:
    """Return what a mark tells as lines of plain text."""
    return html.unescape(_TAG.sub("", str(told or "").replace("<br>", "\n")))


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
