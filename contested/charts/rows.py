"""One row a source on a shared value axis, with words in columns beside it: for pictures."""

from __future__ import annotations

import math
from collections.abc import Sequence

from contested.charts import axis, marks
from contested.charts.axis import Axis
from contested.charts.marks import Spot
from contested.charts.style import Drawing, Palette, escaped, wrapped
from contested.vocabulary import RELATIONS

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
) -> Drawing:
    """Return an empty chart with rows at 0 to `last`, `row` pixels each, `right` for the columns.

    `names` are those that will stand at the left. Under the axis stand its unit and that it is
    logarithmic. It is made for a width of about 1,200 pixels.
    """
    drawn = Drawing(palette, height=int(row * (last + 1)) + 98)
    title = ", ".join(filter(None, [unit, "logarithmic scale" if values.log else ""]))
    longest = min(_NAME, max((len(name) for name in names), default=10))
    ticks = axis.ticks(values, 0.15) if names else []
    drawn.layout["margin"] = {"l": 36 + int(longest * 7.1), "r": right, "t": 42, "b": 56}
    drawn.layout["xaxis"] |= {
        "type": "log" if values.log else "linear",
        "range": [on(values, values.low), on(values, values.high)],
        "tickvals": ticks,
        "ticktext": [f"{tick:,.0f}" for tick in ticks],
        "showline": False,
        "title": {
            "text": escaped(title) if names else "",
            "standoff": 8,
            "font": {"color": palette.muted, "size": 13},
        },
    }
    drawn.layout["yaxis"] |= {"range": [last + 0.6, -0.6], "visible": False, "fixedrange": True}
    return drawn


def on(values: Axis, value: float) -> float:
    """Return a number as Plotly's annotations want it: on a log axis, its power of ten."""
    return math.log10(value) if values.log else value


def draw(drawn: Drawing, spots: Sequence[Spot], values: Axis, palette: Palette) -> None:
    """Draw claims' marks in their rows, each spot's `at`: a few traces a relation.

    A claim without a place on the axis is a sentence that says so.
    """
    for relation in (word for word in RELATIONS if any(_of(spot, word) for spot in spots)):
        ours, colour = [spot for spot in spots if _of(spot, relation)], palette.relation[relation]
        drawn.scatter(
            name=RELATIONS[relation].label,
            cliponaxis=False,
            **marks.points(ours, relation, values, palette, across=True),
        )
        # Over the marks: a range may be shorter than its ends are wide.
        for clear in sorted({spot.clear for spot in ours}):
            bars = marks.ranges([spot for spot in ours if spot.clear == clear], values, across=True)
            if bars.x:
                drawn.scatter(
                    name=f"{relation}, ranges", x=bars.x, y=bars.y, mode="lines", hoverinfo="skip",
                    opacity=0.4 * clear, line={"color": colour, "width": 6},
                )  # fmt: skip
        signs = marks.overlay(ours, values, colour, across=True)
        if signs:
            drawn.scatter(name=f"{relation}, open", **signs)
    for spot in spots:
        if not any(marks.has_place(values, number) for number, _ in marks.sized(spot.claim)):
            words = "0 has no place on a logarithmic scale"
            note(drawn, words, spot.at, palette.muted, x=0, shift=4)


def _of(spot: Spot, relation: str) -> bool:
    return bool(spot.claim["relation"] == relation)


def name(drawn: Drawing, words: str, place: float, colour: str) -> None:
    """Write a source's name at the left of its row."""
    drawn.note(
        text=wrapped(words, _NAME), align="right", x=0, xref="paper", xanchor="right", xshift=-10,
        y=place, showarrow=False, font={"size": 14, "color": colour},
    )  # fmt: skip


def note(
    drawn: Drawing,
    words: str,
    place: float,
    colour: str,
    *,
    shift: int,
    x: float = 1,
    size: int = 14,
) -> None:
    """Write words, already escaped, in a row: `shift` pixels from the picture's right (or left)."""
    drawn.note(
        text=words, x=x, xref="paper", xanchor="left", xshift=shift, y=place, align="left",
        showarrow=False, font={"size": size, "color": colour},
    )  # fmt: skip


def head(drawn: Drawing, words: str, palette: Palette, shift: int) -> None:
    """Write a heading, already escaped, above a column, `shift` pixels from the picture's right."""
    drawn.note(
        text=words, x=1, xref="paper", xanchor="left", xshift=shift, align="left", y=1,
        yref="paper", yanchor="bottom", yshift=6, showarrow=False,
        font={"size": 13, "color": palette.muted},
    )  # fmt: skip
