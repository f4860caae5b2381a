"""One row a source on a shared value axis, with words in columns beside it: for pictures."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from contested.charts import axis
from contested.charts.axis import Axis
from contested.charts.style import LINE, SIZE, Palette, blank, escaped, opening, symbol, wrapped
from contested.words import Claim, missing

#: Letters of a source's name before it takes a second line.
_NAME = 30


def chart(
    palette: Palette,
    values: Axis,
    names: Sequence[str],
    last: float,
    row: int,
    right: int,
    unit: str = "",
) -> go.Figure:
    """Return an empty chart with rows at 0 to `last`, `row` pixels each, `right` for the columns.

    `names` are those that will stand at the left. Under the axis stand its unit and that it is
    logarithmic. It is made for a width of about 1,200 pixels.
    """
    drawn = blank(palette, height=int(row * (last + 1)) + 98)
    told = ", ".join(filter(None, [unit, "logarithmic scale" if values.log else ""]))
    longest = min(_NAME, max((len(name) for name in names), default=10))
    held = axis.ticks(values, 0.15) if names else []
    drawn.update_layout(
        margin={"l": 36 + int(longest * 7.1), "r": right, "t": 42, "b": 56},
        xaxis={
            "type": "log" if values.log else "linear",
            "range": [on(values, values.low), on(values, values.high)],
            "tickvals": held,
            "ticktext": [f"{tick:,.0f}" for tick in held],
            "showline": False,
            "title": {"text": escaped(told) if names else "", "standoff": 8},
        },
        yaxis={"range": [last + 0.6, -0.6], "visible": False, "fixedrange": True},
    )
    return drawn


def on(values: Axis, value: float) -> float:
    """Return a number as Plotly's annotations want it: on a log axis, its power of ten."""
    return math.log10(value) if values.log else value


def marks(
    drawn: go.Figure,
    claim: Claim,
    place: float,
    values: Axis,
    palette: Palette,
    text: str,
    clear: float = 1.0,
) -> None:
    """Draw a claim's marks in its row: only on numbers that its source stated.

    `text` is shown when a mark is pointed at, `clear` the marks' opacity.
    """
    colour = palette.relation[claim["relation"]]
    ends = [float(claim["lowest"]), float(claim["highest"])]
    seen = [float(claim["number"])]
    if claim["qualifier"] == "range":
        best = not missing(claim["best"])
        drawn.add_scatter(
            x=[max(end, values.low) for end in ends],
            y=[place, place],
            mode="lines",
            line={"color": colour, "width": 6},
            opacity=0.38 * clear,
            hoverinfo="skip",
        )
        seen = seen if best else ends
        caps = [end for end in ends if values.at(end) is not None] if best else []
        drawn.add_scatter(
            x=caps,
            y=[place] * len(caps),
            mode="markers",
            marker={"symbol": "line-ns-open", "color": colour, "size": 12, "line": {"width": 2}},
            opacity=clear,
            hoverinfo="skip",
        )
    seen = [value for value in seen if values.at(value) is not None]
    if not seen:
        words = "0 has no place on a logarithmic scale"
        note(drawn, words, place, palette.muted, x=0, shift=4)
        return
    drawn.add_scatter(
        x=seen,
        y=[place] * len(seen),
        mode="markers",
        marker={
            "symbol": symbol(claim["relation"], claim["qualifier"]),
            "color": colour,
            "size": SIZE + 3,
            "line": {"width": LINE + 0.3, "color": colour},
        },
        opacity=clear,
        text=[text] * len(seen),
        customdata=[[claim["id"]]] * len(seen),
        hovertemplate="%{text}<extra></extra>",
    )
    side = opening(claim["qualifier"])
    if side:
        way = 1 if side == "up" else -1
        drawn.add_annotation(
            x=on(values, seen[0]),
            y=place,
            xshift=way * 33,
            ax=way * -25,
            ay=0,
            text="",
            showarrow=True,
            arrowhead=2,
            arrowsize=1.1,
            arrowwidth=LINE,
            arrowcolor=colour,
            opacity=clear,
        )


def name(drawn: go.Figure, words: str, place: float, colour: str) -> None:
    """Write a source's name at the left of its row."""
    drawn.add_annotation(
        text=wrapped(words, _NAME),
        align="right",
        x=0,
        xref="paper",
        xanchor="right",
        xshift=-10,
        y=place,
        showarrow=False,
        font={"size": 14, "color": colour},
    )


def note(
    drawn: go.Figure,
    words: str,
    place: float,
    colour: str,
    *,
    shift: int,
    x: float = 1,
    size: int = 14,
) -> None:
    """Write words, already escaped, in a row: `shift` pixels from the picture's right (or left)."""
    drawn.add_annotation(
        text=words,
        x=x,
        xref="paper",
        xanchor="left",
        xshift=shift,
        y=place,
        align="left",
        showarrow=False,
        font={"size": size, "color": colour},
    )


def head(
    drawn: go.Figure,
    words: str,
    palette: Palette,
    shift: int,
) -> None:
    """Write a heading, already escaped, above a column, `shift` pixels from the picture's right."""
    drawn.add_annotation(
        text=words,
        x=1,
        xref="paper",
        xanchor="left",
        xshift=shift,
        align="left",
        y=1,
        yref="paper",
        yanchor="bottom",
        yshift=6,
        showarrow=False,
        font={"size": 13, "color": palette.muted},
    )
