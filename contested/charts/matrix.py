"""Every source against every other: a table of ratios, as a chart."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from contested.charts.style import LIGHT, SIZE, Drawing, Palette, wrapped
from contested.compare import ratio, stands
from contested.vocabulary import RELATIONS
from contested.words import Claim, capital, count, said

#: How the cells are read, in one line.
READING = (
    "Row divided by column. Green: higher than the column's source, whatever the bounds leave; "
    "brown: lower; no tint: may be the same; n/c: not comparable, as any ratio is possible."
)

#: From this ratio on, or its inverse, a cell has its full tint; one that is surely not 1 has at
#: least this share of it.
_FULL, _LEAST = 10.0, 0.15

#: Of the chart: the ink on a tinted cell, which stays light on a dark ground; the width of the
#: names in cells; the fewest cells in a row; the height of a line and of a cell's edge, in pixels.
_ON_TINT, _NAMES, _FEWEST, _LINE, _EDGE = "#10151b", 2.2, 6, 17, 8


def chart(current: pd.DataFrame, palette: Palette = LIGHT, most: int = 12) -> go.Figure:
    """Draw the ratio of each source's current claim (row) to each other's (column).

    `current` is what queries.current returns; claims set apart are not compared. Of more than
    `most` sources the newest claims are kept, highest first, and the rest are counted. Fewer than
    two claims that compare draw the sentence that says so.
    """
    rows, left = compared(current, most)
    if len(rows) < 2:
        drawn = Drawing(palette, 60)
        drawn.layout |= {"xaxis": {"visible": False}, "yaxis": {"visible": False}}
        drawn.note(text="It takes two sources to compare.", showarrow=False, **_PAPER)
        return drawn.figure()
    above = [wrapped(claim["source_short"], 12) for claim in rows]
    beside = [wrapped(claim["source_short"], 24) for claim in rows]
    head = _high(above)
    row = _high(beside) + _LINE
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
        label = f"{beside[at]}<br>{words}"
        _write(drawn, -_NAMES, middle, label, colour, xanchor="left", xshift=SIZE + 2)
        for place, other in enumerate(rows):
            found = ratio(claim, other)
            text, ink = "—", palette.muted
            if claim["id"] != other["id"]:
                text = "n/c" if found.number is None else found.words
            if claim["id"] != other["id"] and found.number is not None:
                fill, ink = mixed(*tint(claim, other), palette), palette.ink
                if fill != palette.ground:
                    ink = _ON_TINT
                    corners = {"x0": place, "x1": place + 1, "y0": middle - row / 2}
                    corners["y1"] = middle + row / 2
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


def tint(claim: Claim, other: Claim) -> tuple[str, float]:
    """Return which hue a claim's ratio to another's is tinted with, and its share of that.

    None ("", 0) where they may be equal; else the more of it the further they surely are apart.
    """
    how = stands(claim, other)
    if not how:
        return "", 0.0
    number = ratio(claim, other).number
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
    ours = current[current["apart"].isna()].sort_values(
        ["as_of", "published", "id"], ascending=False
    )
    kept = ours.head(most).sort_values(["number", "source"], ascending=[False, True])
    return kept.to_dict("records"), len(ours) - len(kept)


def alt(current: pd.DataFrame, name: str, most: int = 12) -> str:
    """Return what the table shows, in words, in fewer than 500 letters."""
    rows, _ = compared(current, most)
    if len(rows) < 2:
        return f"{name}: it takes two sources to compare."
    top, bottom = rows[0], rows[-1]
    return (
        f"{name}: a table of the ratios between {count(len(rows), 'source')}. The highest, "
        f"{top['source_short']} ({said(top)}), stands to the lowest, {bottom['source_short']} "
        f"({said(bottom)}), as {ratio(top, bottom).words}."
    )[:499]
