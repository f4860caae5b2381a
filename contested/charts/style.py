"""The look that every chart shares: ink, one grey, the ground, the relations; how a mark is drawn.

Colours keep a contrast of 4.5 to 1 with their ground where they are text, and relations differ by
symbol as well as by colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import plotly.graph_objects as go

from contested.vocabulary import QUALIFIERS

#: The font of pages and pictures alike; Streamlit ships it, so no page fetches one elsewhere.
FONT = '"Source Sans", "Source Sans 3", "Source Sans Pro", sans-serif'

#: The mark's size, and the line's width, in pixels.
SIZE, LINE = 10, 1.5


class Palette(NamedTuple):
    """The colours of one ground: `relation` maps a relation to its colour there.

    `higher` and `lower` are the hues of a ratio far above and far below 1; the ground itself is 1.
    """

    ground: str
    ink: str
    muted: str
    grid: str
    band: str
    higher: str
    lower: str
    relation: Mapping[str, str]


#: The colour of each relation, on a light ground and on a dark one.
RELATION_COLOURS: Mapping[str, tuple[str, str]] = {
    "own": ("#b0432c", "#e8836b"),
    "ally": ("#946200", "#d9a94a"),
    "ally_backer": ("#544a00", "#f2e8a8"),
    "adversary": ("#2563ad", "#7db0ee"),
    "adversary_backer": ("#004c63", "#bdeff5"),
    "belligerent": ("#c02f86", "#f788c4"),
    "third_party": ("#3c763f", "#83c488"),
    "independent": ("#6b4592", "#bd9ae0"),
}

LIGHT = Palette(
    ground="#ffffff",
    ink="#1d2530",
    muted="#5b6672",
    grid="#e6e9ec",
    band="rgba(29, 37, 48, 0.07)",
    higher="#8fc4be",
    lower="#dcb98a",
    relation={name: light for name, (light, _) in RELATION_COLOURS.items()},
)
DARK = Palette(
    ground="#14181d",
    ink="#e8ebee",
    muted="#a3adb8",
    grid="#2b323a",
    band="rgba(232, 235, 238, 0.10)",
    higher="#1f5a57",
    lower="#6b4a1e",
    relation={name: dark for name, (_, dark) in RELATION_COLOURS.items()},
)


def blank(palette: Palette, height: int) -> go.Figure:
    """Return an empty chart in the shared look, `height` pixels high, on a transparent ground."""
    return go.Figure(layout=look(palette, height))


def look(palette: Palette, height: int) -> dict[str, Any]:
    """Return the layout of an empty chart in the shared look."""

    def axis() -> dict[str, Any]:
        return {
            "gridcolor": palette.grid,
            "linecolor": palette.muted,
            "zeroline": False,
            "tickfont": {"color": palette.muted, "size": 13},
            "title": {"font": {"color": palette.muted, "size": 13}},
            "fixedrange": False,
        }

    return {
        "template": "none",
        "height": height,
        "autosize": True,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 14, "color": palette.ink},
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "separators": ".,",
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": palette.ground,
            "bordercolor": palette.muted,
            "font": {"family": FONT, "size": 14, "color": palette.ink},
            "align": "left",
        },
        "showlegend": False,
        "xaxis": axis(),
        "yaxis": axis(),
    }


class Drawing:
    """A chart put together from its parts and made once: adding to a Figure copies it each time.

    `traces` are scatters; `layout` starts as the shared look.
    """

    def __init__(self, palette: Palette, height: int) -> None:
        self.traces: list[dict[str, Any]] = []
        self.shapes: list[dict[str, Any]] = []
        self.annotations: list[dict[str, Any]] = []
        self.layout = look(palette, height)

    def scatter(self, **trace: Any) -> None:
        """Add a scatter trace."""
        self.traces.append({"type": "scatter", **trace})

    def shape(self, **shape: Any) -> None:
        """Add a shape."""
        self.shapes.append(shape)

    def note(self, **annotation: Any) -> None:
        """Add an annotation."""
        self.annotations.append(annotation)

    def figure(self) -> go.Figure:
        """Return the chart.

        Plotly's own check of every property takes longer than all else, so it is left to the tests,
        which ask it of every chart.
        """
        layout = {**self.layout, "shapes": self.shapes, "annotations": self.annotations}
        return go.Figure({"data": self.traces, "layout": layout}, _validate=False)


def opening(qualifier: str) -> str:
    """Return the side on which a claim's number has no bound: "up", "down" or ""."""
    return QUALIFIERS[qualifier].open


def escaped(text: Any) -> str:
    """Return text that Plotly draws as it stands: it reads a few HTML tags and entities.

    >>> escaped("<b>R&D</b>")
    '&lt;b&gt;R&amp;D&lt;/b&gt;'
    """
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def folded(text: str, letters: int) -> list[str]:
    """Return text in lines of at most so many letters; an empty text has none.

    A word longer than a line, as an address may be, is broken.

    >>> folded("up to 12,000", 6), folded("an-address", 6)
    (['up to', '12,000'], ['an-add', 'ress'])
    """
    lines: list[str] = []
    parts = (
        word[at : at + letters] for word in text.split() for at in range(0, len(word), letters)
    )
    for part in parts:
        if lines and len(lines[-1]) + 1 + len(part) <= letters:
            lines[-1] += f" {part}"
        else:
            lines.append(part)
    return lines


def wrapped(text: str, width: int = 64) -> str:
    """Return text escaped and broken into lines of at most `width` letters."""
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "<br>".join(escaped(part) for part in [*lines, line])
