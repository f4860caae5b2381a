"""The one table of symbols: what Plotly draws, pictures, keys and the marks in HTML alike.

An outline is a path in pixels about its middle, y upwards, in letters that Plotly's shapes and CSS
both read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

#: The side of the square that a sign is drawn in, in pixels.
BOX = 16

#: How much wider a mark is than its outline: the line that a chart draws about it.
_EDGE = 0.4


class Symbol(NamedTuple):
    """A relation's symbol, under Plotly's name: its size there, so that all look equally large.

    `outline` is the filled mark; `hole` is what a hollow one leaves open.
    """

    size: float
    outline: str
    hole: str


#: Every symbol, in the order of the relations. No two are told apart by colour or size alone.
SYMBOLS: Mapping[str, Symbol] = {
    "square": Symbol(
        9,
        "M-4.5,-4.5L4.5,-4.5L4.5,4.5L-4.5,4.5Z",
        "M-3.2,-3.2L3.2,-3.2L3.2,3.2L-3.2,3.2Z",
    ),
    "hourglass": Symbol(
        11,
        "M-5.5,-5.5L5.5,-5.5L-5.5,5.5L5.5,5.5Z",
        # Two triangles: a smaller hourglass would touch the waist.
        "M-2.8,4.4L2.8,4.4L0,1.6ZM-2.8,-4.4L2.8,-4.4L0,-1.6Z",
    ),
    "bowtie": Symbol(
        11,
        "M-5.5,-5.5L-5.5,5.5L5.5,-5.5L5.5,5.5Z",
        "M-4.4,-2.8L-4.4,2.8L-1.6,0ZM4.4,-2.8L4.4,2.8L1.6,0Z",
    ),
    "diamond": Symbol(12, "M0,-6.5L6.5,0L0,6.5L-6.5,0Z", "M0,-4.3L4.3,0L0,4.3L-4.3,0Z"),
    "cross": Symbol(
        11,
        "M-2.2,-6L2.2,-6L2.2,-2.2L6,-2.2L6,2.2L2.2,2.2L2.2,6L-2.2,6L-2.2,2.2L-6,2.2L-6,-2.2"
        "L-2.2,-2.2Z",
        "M-0.9,-4.7L0.9,-4.7L0.9,-0.9L4.7,-0.9L4.7,0.9L0.9,0.9L0.9,4.7L-0.9,4.7L-0.9,0.9L-4.7,0.9"
        "L-4.7,-0.9L-0.9,-0.9Z",
    ),
    "star-triangle-up": Symbol(
        11,
        "M-7,-4.6Q0,-2.6 7,-4.6Q1.9,0.6 0,7.4Q-1.9,0.6 -7,-4.6Z",
        "M-3.9,-2.9Q0,-2.1 3.9,-2.9Q1.1,0.3 0,3.6Q-1.1,0.3 -3.9,-2.9Z",
    ),
    "circle": Symbol(
        10,
        "M5,0C5,2.8 2.8,5 0,5C-2.8,5 -5,2.8 -5,0C-5,-2.8 -2.8,-5 0,-5C2.8,-5 5,-2.8 5,0Z",
        "M3.6,0C3.6,2 2,3.6 0,3.6C-2,3.6 -3.6,2 -3.6,0C-3.6,-2 -2,-3.6 0,-3.6C2,-3.6 3.6,-2 3.6,0Z",
    ),
    "star-diamond": Symbol(
        14,
        "M7.5,0Q1,1 0,7.5Q-1,1 -7.5,0Q-1,-1 0,-7.5Q1,-1 7.5,0Z",
        "M3.9,0Q0.5,0.5 0,3.9Q-0.5,0.5 -3.9,0Q-0.5,-0.5 0,-3.9Q0.5,-0.5 3.9,0Z",
    ),
}

_SMALL = "M3,0C3,1.7 1.7,3 0,3C-1.7,3 -3,1.7 -3,0C-3,-1.7 -1.7,-3 0,-3C1.7,-3 3,-1.7 3,0Z"

#: The other signs of a key. Exact, hedged, small and faded marks are circles of no relation.
SIGNS: Mapping[str, str] = {
    "exact": SYMBOLS["circle"].outline,
    "hedged": SYMBOLS["circle"].outline,
    "faded": SYMBOLS["circle"].outline,
    "small": _SMALL,
    "bar": "M-2,-7L2,-7L2,7L-2,7Z",
    "lying": "M-7,-2L7,-2L7,2L-7,2Z",
    "ends": "M0,-8L3,-5L1.2,-3.2L1.2,3.2L3,5L0,8L-3,5L-1.2,3.2L-1.2,-3.2L-3,-5Z",
    "lying_ends": "M-8,0L-5,-3L-3.2,-1.2L3.2,-1.2L5,-3L8,0L5,3L3.2,1.2L-3.2,1.2L-5,3Z",
    "caps": "M-5,-7L5,-7L5,-5.4L1.2,-5.4L1.2,5.4L5,5.4L5,7L-5,7L-5,5.4L-1.2,5.4L-1.2,-5.4L-5,-5.4Z",
    "lying_caps": "M-7,-5L-5.4,-5L-5.4,-1.2L5.4,-1.2L5.4,-5L7,-5L7,5L5.4,5L5.4,1.2L-5.4,1.2"
    "L-5.4,5L-7,5Z",
    "up": "M-0.8,-7L0.8,-7L0.8,1L3.5,1L0,7L-3.5,1L-0.8,1Z",
    "down": "M-0.8,7L0.8,7L0.8,-1L3.5,-1L0,-7L-3.5,-1L-0.8,-1Z",
    "right": "M-7,-0.8L1,-0.8L1,-3.5L7,0L1,3.5L1,0.8L-7,0.8Z",
    "left": "M7,-0.8L-1,-0.8L-1,-3.5L-7,0L-1,3.5L-1,0.8L7,0.8Z",
    "arrow": "M-8,-0.6L2,-0.6L2,-3.5L8,0L2,3.5L2,0.6L-8,0.6Z",
    "dotted": "M-1,-7L1,-7L1,-4L-1,-4ZM-1,-1L1,-1L1,2L-1,2ZM-1,5L1,5L1,8L-1,8Z",
    "dashes": "M-9,-0.9L-4,-0.9L-4,0.9L-9,0.9ZM-2.5,-0.9L2.5,-0.9L2.5,0.9L-2.5,0.9Z"
    "M4,-0.9L9,-0.9L9,0.9L4,0.9Z",
    "cross": "M-5,4L-4,5L0,1L4,5L5,4L1,0L5,-4L4,-5L0,-1L-4,-5L-5,-4L-1,0Z",
    "area": "M-8,-7L8,-7L8,7L-8,7Z",
}


def moved(path: str, x: float, y: float, scale: float = 1.0, down: bool = False) -> str:
    """Return a path scaled and moved by x and y; with y downwards where CSS is to read it.

    >>> moved("M-2,-7L2,-7Z", 10, 20)
    'M8.0,13.0L12.0,13.0Z'
    >>> moved("M-2,-7L2,-7Z", 8, 8, down=True)
    'M6.0,15.0L10.0,15.0Z'
    """
    turn = -1 if down else 1

    def corner(at: re.Match[str]) -> str:
        return f"{scale * float(at[1]) + x:.1f},{turn * scale * float(at[2]) + y:.1f}"

    return re.sub(r"(-?[\d.]+),(-?[\d.]+)", corner, path)


def clip(path: str, hole: str = "", scale: float = 1.0) -> str:
    """Return the CSS that cuts a box of BOX pixels to an outline, but for a hole in it.

    >>> clip("M-2,-7L2,-7L2,7L-2,7Z")
    'path(evenodd,"M6.0,15.0L10.0,15.0L10.0,1.0L6.0,1.0Z")'
    """
    half = BOX / 2
    cut = moved(path, half, half, scale, down=True)
    return f'path(evenodd,"{cut}{moved(hole, half, half, down=True) if hole else ""}")'


def mark(symbol: str, hollow: bool) -> str:
    """Return the CSS that cuts a box to a relation's mark, as wide as a chart draws it."""
    drawn = SYMBOLS[symbol]
    half = max(abs(float(number)) for number in re.findall(r"-?[\d.]+", drawn.outline))
    return clip(drawn.outline, drawn.hole if hollow else "", (half + _EDGE) / half)
