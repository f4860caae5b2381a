"""A small chart of a few claims about many things: an article's, or one source's."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from contested.charts import axis, legend, marks
from contested.charts.axis import Axis
from contested.charts.rows import draw
from contested.charts.style import LIGHT, Drawing, Palette, escaped, wrapped
from contested.rows import one_by_one
from contested.words import Claim, as_of, capital, count, listed, said

#: How the marks are read, in one line.
READING = (
    "Each row is one claim, under what it counts. Filled: exact. Hollow: hedged. Bar: a stated "
    "range. Arrow: no bound on that side."
)

#: The most claims drawn; the table beside the chart holds all.
MOST = 40

#: The heights of a line of text, of a claim's marks, and of the space above a name, in pixels.
_LINE, _MARKS, _SPACE = 18, 26, 10

#: The most letters of a line, in bold: as many as a phone has room for.
_LONG = 44

#: The room above the rows and below them, in pixels; more where older claims are left out.
_ABOVE, _BELOW, _MORE = 6, 30, 16


class _Row(NamedTuple):
    """A claim's marks or lines of text, and the height they stand at."""

    y: float
    claim: Claim
    text: str = ""


def legend_parts(claims: pd.DataFrame) -> dict[str, Any]:
    """Return what the chart shows, for its key; empty for no claims."""
    return legend.parts(_drawn(claims), across=True) if len(claims) else {}


def chart(claims: pd.DataFrame, palette: Palette = LIGHT, height: int = 220) -> go.Figure:
    """Draw each claim in a row of its own under what it counts, its words above its mark.

    `claims` has the columns of queries.claims; of more than MOST the newest are drawn. The axis is
    logarithmic where the numbers differ much. `height` is the least height; no claims draws empty
    axes.
    """
    newest = _drawn(claims)
    rows, high = _rows(newest)
    over = len(claims) - len(newest)
    values = _axis(newest)
    below = _BELOW + (_MORE if over else 0)
    high = max(height - _ABOVE - below, high)
    ticks = axis.ticks(values, 0.2)
    powers = [tick for tick in ticks if math.log10(max(tick, 1)).is_integer()]
    ticks = powers if values.log and len(powers) > 2 else ticks
    drawn = Drawing(palette, int(high) + _ABOVE + below)
    drawn.layout |= {
        "margin": {"l": 12, "r": 34, "t": _ABOVE, "b": below},
        "dragmode": False,
        "meta": legend.parts(newest, across=True),
    }
    drawn.layout["xaxis"] |= {
        "type": "log" if values.log else "linear",
        "range": [math.log10(end) for end in values[:2]] if values.log else list(values[:2]),
        "tickvals": ticks,
        "ticktext": [f"{tick:,.0f}" for tick in ticks],
        "fixedrange": True,
        "showline": False,
        "showgrid": False,
    }
    drawn.layout["yaxis"] |= {"range": [high, 0], "visible": False, "fixedrange": True}
    if claims.empty:
        drawn.note(
            text="No claims", x=0.5, y=0.5, xref="paper", yref="paper", showarrow=False,
            font={"color": palette.muted, "size": 16},
        )  # fmt: skip
        return drawn.figure()
    spots = [marks.Spot(row.claim, row.y, marks.hover(row.claim)) for row in rows if not row.text]
    _grid(drawn, [spot.at for spot in spots], values, ticks, palette)
    draw(drawn, spots, values, palette)
    for row in rows:
        if row.text:
            drawn.note(
                text=row.text, x=0, xref="paper", xanchor="left", xshift=-6, y=row.y,
                yanchor="top", showarrow=False, align="left", borderpad=0,
                font={"size": 14, "color": palette.ink},
            )  # fmt: skip
    if over:
        drawn.note(
            text=f"{count(over, 'older claim').capitalize()} in the table only", x=0, y=0,
            xref="paper", yref="paper", xanchor="left", yanchor="top", yshift=-26, showarrow=False,
            font={"color": palette.muted, "size": 13},
        )  # fmt: skip
    return drawn.figure()


def _grid(
    drawn: Drawing, rows: list[float], values: Axis, ticks: list[float], palette: Palette
) -> None:
    """Draw a line with its ticks through each row of marks, so that none runs through the text."""
    path = "".join(
        f"M{values.low},{y}L{values.high},{y}"
        + "".join(f"M{tick},{y - 6}L{tick},{y + 6}" for tick in ticks)
        for y in rows
    )
    line = {"color": palette.grid, "width": 1}
    drawn.shape(type="path", path=path, layer="below", line=line)


def alt(claims: pd.DataFrame) -> str:
    """Return the chart in words: how many claims, of what, from the lowest to the highest."""
    if claims.empty:
        return "No claims."
    names = list(dict.fromkeys(claims["quantity"]))
    counted = listed(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
    low, high = (one_by_one(claims.sort_values(["number", "id"]))[place] for place in (0, -1))
    ends = f" From {said(low)} ({low['source_short']}) to {said(high)} ({high['source_short']})."
    many = capital(count(len(claims), "claim"))
    return f"{many}, of {counted}.{ends if len(claims) > 1 else ''}"


def _drawn(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the newest claims, what is counted most first, each group newest first."""
    newest = claims.sort_values(["as_of", "published", "id"], ascending=False).head(MOST)
    order = {name: place for place, name in enumerate(newest["quantity"].value_counts().index)}
    return newest.assign(order=newest["quantity"].map(order)).sort_values(
        ["order", "as_of", "published", "id"], ascending=[True, False, False, False]
    )


def _rows(claims: pd.DataFrame) -> tuple[list[_Row], float]:
    """Return each claim's marks and each text with its height, and the height of all, in pixels."""
    rows: list[_Row] = []
    y, name = 0.0, None
    for claim in one_by_one(claims):
        texts = [_words(claim)]
        if claim["quantity"] != name:
            y += 0 if name is None else _SPACE
            name = claim["quantity"]
            lines = wrapped(name, _LONG).split("<br>")
            texts.insert(0, "<br>".join(f"<b>{line}</b>" for line in lines))
        for text in texts:
            rows.append(_Row(y, claim, text))
            y += _LINE * (text.count("<br>") + 1)
        rows.append(_Row(y + _MARKS / 2, claim))
        y += _MARKS + 2
    return rows, y + 4


def _words(claim: Claim) -> str:
    """Return a claim's number and, beside it or under it where the line is long, who and when."""
    number, who = said(claim), f"{claim['source_short']}, {as_of(claim)}"
    joint = "  " if len(number) + len(who) < _LONG else "<br>"
    return f"<b>{escaped(number)}</b>{joint}{wrapped(who, _LONG)}"


def _axis(claims: pd.DataFrame) -> Axis:
    numbers = [float(value) for name in ("lowest", "highest") for value in claims[name].dropna()]
    above = [value for value in numbers if value > 0] or [1.0]
    log = min(numbers, default=0) > 0 and max(above) / min(above) > 20
    return axis.axis(numbers, log=log, room=0.1)
