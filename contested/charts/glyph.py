"""Marks in HTML and CSS alone: the same symbols as the charts', filled, hollow, barred or open.

Streamlit's HTML keeps styles and spans but no SVG, so a mark is a span cut to its outline.
"""

from __future__ import annotations

import html
import math
from collections.abc import Mapping

from contested.charts.marks import END
from contested.charts.style import Palette
from contested.vocabulary import RELATIONS

#: The side of the square that a mark is drawn in, in pixels.
BOX = 16

#: Half the width of a mark at its widest, and how much of it a hollow mark leaves open.
_HALF: Mapping[str, float] = {
    "square": 5.2,
    "hourglass": 6.0,
    "diamond": 6.8,
    "circle": 5.8,
    "star-diamond": 7.8,
}
_HOLE: Mapping[str, float] = {
    "square": 0.66,
    "hourglass": 0.52,
    "diamond": 0.66,
    "circle": 0.68,
    "star-diamond": 0.52,
}


def _outline(symbol: str, half: float) -> str:
    """Return a symbol's outline as an SVG path about the middle of the box."""
    c, h = BOX / 2, half
    if symbol == "circle":
        half_turn = f"a{h:.2f} {h:.2f} 0 1 0"
        return f"M{c - h:.2f} {c}{half_turn} {2 * h:.2f} 0{half_turn} {-2 * h:.2f} 0z"
    if symbol == "star-diamond":
        near = h * 0.16
        tips = [(c + h * math.cos(a), c + h * math.sin(a)) for a in _quarters(0)]
        bends = [(c + near * math.cos(a), c + near * math.sin(a)) for a in _quarters(math.pi / 4)]
        arcs = "".join(
            f"Q{bx:.2f} {by:.2f} {tx:.2f} {ty:.2f}"
            for (bx, by), (tx, ty) in zip(bends, [*tips[1:], tips[0]], strict=True)
        )
        return f"M{tips[0][0]:.2f} {tips[0][1]:.2f}{arcs}z"
    corners = {
        "square": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
        "diamond": [(0, -1), (1, 0), (0, 1), (-1, 0)],
        "hourglass": [(-1, -1), (1, -1), (-1, 1), (1, 1)],
    }[symbol]
    return "M" + "L".join(f"{c + x * h:.2f} {c + y * h:.2f}" for x, y in corners) + "z"


def _quarters(start: float) -> list[float]:
    return [start + quarter * math.pi / 2 for quarter in range(4)]


def _cut(symbol: str, hollow: bool) -> str:
    path = _outline(symbol, _HALF[symbol])
    if hollow and symbol == "hourglass":
        # Its hole is two triangles: a smaller hourglass would touch the waist.
        path += "M5.2 3.6L10.8 3.6L8 6.4zM5.2 12.4L10.8 12.4L8 9.6z"
    elif hollow:
        path += _outline(symbol, _HALF[symbol] * _HOLE[symbol])
    return f'path(evenodd, "{path}")'


def style(palette: Palette) -> str:
    """Return the CSS rules of every mark on a ground: `.g` with a relation, `.open` if hollow.

    `.bar` is a stated range and `.end` a mark at its end, `.up` and `.down` are the arrows of open
    bounds. `.faded` and `.lapsed` are older.
    """
    rules = [
        f".g{{display:inline-block;width:{BOX}px;height:{BOX}px;background:currentColor;flex:none}}"
    ]
    for name, relation in RELATIONS.items():
        rules += [
            f".{name}{{color:{palette.relation[name]}}}",
            f".g.{name}{{clip-path:{_cut(relation.symbol, hollow=False)}}}",
            f".g.{name}.open{{clip-path:{_cut(relation.symbol, hollow=True)}}}",
        ]
    return "".join(rules) + (
        f".p{{position:relative;display:block}}"
        f".p .g{{position:absolute;top:50%;margin:-{BOX // 2}px 0 0 -{BOX // 2}px}}"
        ".p .bar{position:absolute;top:50%;height:6px;margin-top:-3px;min-width:2px;"
        "background:currentColor;opacity:.38;border-radius:1px}"
        f".g.end{{transform:scale({END})}}"
        ".p .up,.p .down{position:absolute;top:50%;width:24px;height:10px;margin-top:-5px;"
        'background:currentColor;clip-path:path("M0 4.2H16V1L24 5L16 9V5.8H0z")}'
        ".p .up{margin-left:8px}.p .down{margin-left:-32px;transform:scaleX(-1)}"
        ".faded .p>*{opacity:.65}.faded .p .bar{opacity:.26}"
        ".lapsed .p>*{opacity:.45}.lapsed .p .bar{opacity:.18}"
    )


def mark(relation: str, place: float, hollow: bool, extra: str = "") -> str:
    """Return a mark at a share of its axis."""
    kind = f"g {relation}{' open' if hollow else ''}{extra}"
    return f'<span class="{kind}" style="left:{place:.2%}"></span>'


def named(relation: str, name: str, link: str = "") -> str:
    """Return a source's name with its relation's mark before it, in its colour; linked if asked."""
    shown = html.escape(name)
    text = f'<a href="{html.escape(link)}">{shown}</a>' if link else f"<span>{shown}</span>"
    return f'<span class="g {relation}"></span>{text}'
