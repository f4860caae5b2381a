"""Quantities that are easily mixed up, as small charts: one a quantity, on the same axes."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from contested.charts import axis, marks
from contested.charts.legend import present
from contested.charts.panels import Grid, axes_of, frame, tick_room
from contested.charts.style import LIGHT, Drawing, Palette, escaped, wrapped
from contested.vocabulary import RELATIONS
from contested.words import count

#: The height of a panel's plot, of a line above it and of the dates below it, in pixels.
_PLOT, _LINE, _BELOW = 130, 17, 30

#: The letters of a line above a panel: two panels stand beside each other on a phone, too.
_LETTERS = 21


def chart(
    quantities: Mapping[str, pd.DataFrame], palette: Palette = LIGHT, columns: int = 2
) -> go.Figure:
    """Draw each quantity's claims in a small chart of its own; dates and numbers are aligned.

    `quantities` are rows of queries.drawn by the quantity's name. The numbers' axis begins at zero
    and is one for all, so that a part is seen to be smaller than its whole. No line joins anything.
    """
    every = pd.concat(quantities.values())
    heads = {name: wrapped(name, _LETTERS) for name in quantities}
    above = _LINE * max(head.count("<br>") + 2 for head in heads.values()) + 8
    grid = Grid(columns, -(-len(quantities) // columns), above, _PLOT, _BELOW)
    drawn = Drawing(palette, height=grid.height)
    values = axis.axis([*every["lowest"], *every["highest"]], log=False, room=0.16)
    ticks = axis.ticks(values, 0.24)
    drawn.layout["margin"] = {"l": 8 + tick_room(ticks), "r": 12, "t": 0, "b": 0}
    drawn.layout["dragmode"] = False
    for place, (name, claims) in enumerate(quantities.items()):
        frame(drawn, place, grid, values, ticks, every["at"], palette)
        rows = claims.sort_values(["at", "id"]).to_dict("records")
        spots = marks.spots(rows)
        for relation in present(claims, "relation", RELATIONS):
            ours = [spot for spot in spots if spot.claim["relation"] == relation]
            drawn.scatter(
                name=f"{escaped(name)}, {RELATIONS[relation].label}",
                cliponaxis=False,
                **marks.points(ours, relation, values, palette),
                **axes_of(place),
            )
        x, y = axes_of(place).values()
        drawn.note(
            text=f"<b>{heads[name]}</b><br>{count(len(claims), 'claim')}",
            x=drawn.layout[f"xaxis{x[1:]}"]["domain"][0],
            y=drawn.layout[f"yaxis{y[1:]}"]["domain"][1],
            xref="paper", xanchor="left", yref="paper", yanchor="bottom", yshift=2, align="left",
            showarrow=False, font={"size": 13, "color": palette.ink},
        )  # fmt: skip
    return drawn.figure()


def alt(quantities: Mapping[str, pd.DataFrame]) -> str:
    """Return what the small charts show, in words."""
    each = (f"{name}, {count(len(claims), 'claim')}" for name, claims in quantities.items())
    return f"One small chart a quantity, on the same axes: {'; '.join(each)}."[:490]
