"""Every source against every other: a table of ratios, as a chart."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from contested.charts.compare import highest_first
from contested.charts.style import LIGHT, SIZE, Drawing, Palette, wrapped
from contested.compare import Compared, Comparison
from contested.rows import one_by_one
from contested.vocabulary import RELATIONS
from contested.words import Claim, capital, count, missing, said

#: How the cells are read, in one line.
READING = (
    "Row divided by what the column's institution said of the same time. Green: higher, whatever "
    "the bounds leave; brown: lower; no tint: may be the same; n/c: any ratio is possible. A line "
    "or hatching: the column's institution says nothing of the same time."
)

#: From this ratio on, or its inverse, a cell has its full tint; one that is surely not 1 has at
#: least this share of it.
_FULL, _LEAST = 10.0, 0.15

#: Of the chart: the ink on a tinted cell, which stays light on a dark ground; the width of the
#: names in cells; the fewest cells in a row; the height of a line and of a cell's edge, in pixels.
_ON_TINT, _NAMES, _FEWEST, _LINE, _EDGE = "#10151b", 2.2, 6, 17, 8


def chart(
    current: pd.DataFrame, beside: Compared, palette: Palette = LIGHT, most: int = 12
) -> go.Figure:
    """Draw how each institution's claim (row) stands to what each other said of its time.

    `current` is what queries.current returns, `beside` what compare.compared makes of it; claims
    set apart are not compared. Of more than `most` institutions the newest claims are kept, highest
    first, and the rest are counted. Fewer than two claims that compare draw the sentence that says
    so.
    """
    rows, left = compared(current, most)
    if len(rows) < 2:
        drawn = Drawing(palette, 60)
        drawn.layout |= {"xaxis": {"visible": False}, "yaxis": {"visible": False}}
        drawn.note(text="It takes two sources to compare.", showarrow=False, **_PAPER)
        return drawn.figure()
    above = [wrapped(claim["source_short"], 12) for claim in rows]
    names = [wrapped(claim["source_short"], 24) for claim in rows]
    head = _high(above)
    row = _high(names) + _LINE
    high = head + row * len(rows)
    drawn = Drawing(palette, high + _LINE + _EDGE)
    drawn.layout |= {
        "margin": {"l": SIZE // 2, "r": 0, "t": 0, "b": _LINE + _EDGE},
        "xaxis": {"range": [-_NAMES, max(len(rows), _FEWEST)], "visible": False},
        "yaxis": {"range": [high, 0], "visible": False},
        "dragmode": False,
        "meta": {
            "relations": [word for word in RELATIONS if any(c["relation"] == word for c in rows)]
        },
    }
    for at, claim in enumerate(rows):
        colour = palette.relation[claim["relation"]]
        middle = head + row * (at + 0.5)
        words = f'<span style="color:{palette.muted}">{wrapped(said(claim), 24)}</span>'
        _write(drawn, at + 0.5, head - _EDGE / 2, above[at], colour, yanchor="bottom")
        label = f"{names[at]}<br>{words}"
        _write(drawn, -_NAMES, middle, label, colour, xanchor="left", xshift=SIZE + 2)
        for place, other in enumerate(rows):
            comparison = cell(claim, other, beside)
            text, ink = cell_words(comparison), palette.muted
            corners = {"x0": place, "x1": place + 1, "y0": middle - row / 2}
            corners["y1"] = middle + row / 2
            if comparison and comparison.why in APART_IN_TIME:
                line = {"color": palette.grid, "width": 1}
                ends = {"x0": place + 0.2, "x1": place + 0.8, "y0": middle, "y1": middle}
                drawn.shape(type="line", line=line, layer="below", **ends)
            elif comparison and comparison.ratio.number is not None:
                fill, ink = mixed(*tint(comparison), palette), palette.ink
                if fill != palette.ground:
                    ink = _ON_TINT
                    edge = {"color": palette.ground, "width": 2}
                    drawn.shape(type="rect", fillcolor=fill, line=edge, layer="below", **corners)
            _write(drawn, place + 0.5, middle, wrapped(text, 13), ink)
    drawn.scatter(
        x=[-_NAMES] * len(rows),
        y=[head + row * (at + 0.5) for at in range(len(rows))],
        mode="markers",
        marker={
            "symbol": [RELATIONS[claim["relation"]].symbol for claim in rows],
            "color": [palette.relation[claim["relation"]] for claim in rows],
            "size": SIZE,
        },
        customdata=[[claim["id"]] for claim in rows],
        hoverinfo="skip",
        cliponaxis=False,
    )
    if left:
        drawn.note(
            text=rest(left).strip(), showarrow=False, font={"color": palette.muted, "size": 13},
            **_PAPER | {"x": 0, "y": 0, "xanchor": "left", "yanchor": "top", "yshift": -_EDGE / 2},
        )  # fmt: skip
    return drawn.figure()


_PAPER = {"xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5}


def _write(drawn: Drawing, x: float, y: float, text: str, colour: str, **more: Any) -> None:
    font = {"color": colour, "size": 13}
    align = more.get("xanchor", "center")
    drawn.note(x=x, y=y, text=text, font=font, align=align, showarrow=False, **more)


def _high(names: list[str]) -> int:
    return max(name.count("<br>") + 1 for name in names) * _LINE + 2 * _EDGE


def rest(left: int) -> str:
    """Return how many sources were left out, in words; empty for none."""
    return f" {capital(count(left, 'source'))} with older claims left out." if left else ""


#: Why a cell is empty: the two say nothing of one time.
APART_IN_TIME = frozenset({"not_near", "other_window"})


def cell(claim: Claim, other: Claim, beside: Compared) -> Comparison | None:
    """Return how a row's claim stands to what a column's institution said of its time.

    None where the two are one, and where an institution of one stands behind the other.
    """
    if claim["id"] == other["id"]:
        return None
    comparison = beside.against(claim["id"], other["origin"])
    return None if comparison is None or comparison.why == "same_institution" else comparison


def cell_words(comparison: Comparison | None) -> str:
    """Return what a cell says; nothing where there is nothing of the same time."""
    if comparison is None:
        return "—"
    if comparison.why in APART_IN_TIME:
        return ""
    return "n/c" if comparison.ratio.number is None else comparison.ratio.words


def tint(comparison: Comparison) -> tuple[str, float]:
    """Return which hue a ratio is tinted with, and its share of that.

    None ("", 0) where they may be equal; else the more of it the further they surely are apart.
    """
    how = comparison.stands
    if not how:
        return "", 0.0
    number = comparison.ratio.number
    far = abs(math.log(number)) / math.log(_FULL) if number else 1.0
    return how, min(1.0, max(far, _LEAST))


def mixed(how: str, share: float, palette: Palette) -> str:
    """Return the colour of a hue of which a share is mixed into the ground."""
    hue = {"higher": palette.higher, "lower": palette.lower, "": palette.ground}[how]
    mixed = [
        round(a + (b - a) * share) for a, b in zip(_parts(palette.ground), _parts(hue), strict=True)
    ]
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def compared(current: pd.DataFrame, most: int) -> tuple[list[Claim], int]:
    """Return the newest claims that compare, highest first, and how many were left out."""
    ours = [claim for claim in one_by_one(current) if missing(claim["apart"])]
    ours.sort(key=lambda claim: (claim["as_of"], claim["published"], claim["id"]), reverse=True)
    return highest_first(ours[:most]), len(ours[most:])


def alt(current: pd.DataFrame, beside: Compared, name: str, most: int = 12) -> str:
    """Return what the table shows, in words, in fewer than 500 letters."""
    rows, _ = compared(current, most)
    if len(rows) < 2:
        return f"{name}: it takes two sources to compare."
    text = f"{name}: a table of the ratios between {count(len(rows), 'institution')}."
    pairs = [(cell(claim, other, beside), claim, other) for claim in rows for other in rows]
    comparing = [pair for pair in pairs if pair[0] and pair[0].ratio.number is not None]
    if not comparing:
        return f"{text} No two of them speak of the same time."[:499]
    comparison, claim, other = max(
        comparing, key=lambda pair: (pair[0] and pair[0].ratio.number) or 0
    )
    ratio = comparison.ratio.words if comparison else ""
    cells = capital(count(len(comparing), "cell"))
    return (
        f"{text} {cells} of {len(rows) * (len(rows) - 1)} compare. The "
        f"furthest apart: {claim['source_short']} ({said(claim)}) is {ratio} what "
        f"{other['source_short']} said of the same time."
    )[:499]
