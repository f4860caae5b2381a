"""Each source on its own: small multiples on shared axes, the others' claims in grey behind."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from contested.charts import axis, key, marks
from contested.charts.alt import cut
from contested.charts.style import LIGHT, Drawing, Palette, escaped
from contested.words import count, said

#: How the panels are read, in one line.
READING = (
    "One small chart a source, on shared axes. Filled: exact. Hollow: hedged. Bar: a stated range. "
    "Arrow: no bound on that side. Grey: the other sources' claims."
)

_PANEL = 190


def chart(
    claims: pd.DataFrame,
    breaks: pd.DataFrame,
    palette: Palette = LIGHT,
    most: int = 12,
    columns: int = 3,
    scale: str = "linear",
    known_on: date | None = None,
) -> go.Figure:
    """Draw one panel a source, those with the most claims first, at most `most` of them.

    `claims` and `breaks` are what queries.drawn and queries.breaks return. What a line may join is
    joined as steps, as on a timeline; the rest stands alone. What was corrected is struck, unless
    it is looked at from a date, `known_on`. No rows draws an empty chart.
    """
    chosen = sources(claims)[:most]
    wide = max(1, min(columns, len(chosen) or 1))
    high = max(1, math.ceil(len(chosen) / wide))
    left = claims["source"].nunique() - len(chosen)
    drawn = Drawing(palette, height=high * _PANEL + 40)
    drawn.layout["margin"] = {"l": 8, "r": 12, "t": 4, "b": 46 if left else 24}
    if claims.empty:
        drawn.layout |= {"xaxis": {"visible": False}, "yaxis": {"visible": False}}
        return drawn.figure()
    drawn.layout["meta"] = key.told(claims)
    values = axis.axis([*claims["lowest"], *claims["highest"]], log=scale == "log", room=0.06)
    held = axis.ticks(values, 0.24)
    rows = claims.sort_values(["at", "id"]).to_dict("records")
    for place, source in enumerate(chosen):
        _frame(drawn, place, wide, high, values, held, claims["at"], palette)
        others = claims[(claims["source"] != source) & claims["apart"].isna()]
        others = others[others["number"] > 0] if values.log else others
        drawn.scatter(
            x=[marks.iso(at) for at in others["at"]],
            y=[int(number) for number in others["number"]],
            mode="markers",
            marker={"color": palette.muted, "size": 4, "opacity": 0.28},
            hoverinfo="skip",
            **_on(place),
        )
        ours = [claim for claim in rows if claim["source"] == source]
        joined = marks.steps(marks.runs(ours, breaks), values)
        _draw(drawn, marks.dated(ours, known_on=known_on), joined, place, values, palette)
    if left:
        drawn.note(
            text=f"{escaped(count(left, 'source')).capitalize()} with fewer claims not drawn",
            x=1, xref="paper", xanchor="right", y=0, yref="paper", yanchor="top", yshift=-22,
            showarrow=False, font={"size": 13, "color": palette.muted},
        )  # fmt: skip
    return drawn.figure()


def _on(place: int) -> dict[str, str]:
    """Return the axes of a panel; Plotly's first have no number."""
    number = place + 1 if place else ""
    return {"xaxis": f"x{number}", "yaxis": f"y{number}"}


def sources(claims: pd.DataFrame) -> list[str]:
    """Return the sources, those with the most claims that count the same thing first."""
    ours = claims.assign(same=claims["apart"].isna())
    order = ours.groupby("source").agg(same=("same", "sum"), last=("as_of", "max")).reset_index()
    order = order.sort_values(["same", "last", "source"], ascending=[False, False, True])
    return [str(source) for source in order["source"]]


def _frame(
    drawn: Drawing,
    place: int,
    wide: int,
    high: int,
    values: axis.Axis,
    held: list[float],
    dates: pd.Series[Any],
    palette: Palette,
) -> None:
    """Lay one panel's axes: shared ranges, names only at the left and at the bottom."""
    row, column = divmod(place, wide)
    gap, title = 0.03 if wide > 1 else 0.0, 30 / (high * _PANEL)
    left = 0.10 if wide > 1 else 0.17
    width = (1 - left - gap * (wide - 1)) / wide
    start = left + column * (width + gap)
    top = 1 - row / high
    room = (dates.max() - dates.min()) * 0.04 + pd.Timedelta(days=3)
    font = {"color": palette.muted, "size": 12}
    look = {"gridcolor": palette.grid, "zeroline": False, "tickfont": font, "fixedrange": True}
    last = row == high - 1
    x, y = _on(place).values()
    drawn.layout[f"xaxis{x[1:]}"] = look | {
        "domain": [start, start + width],
        "anchor": y,
        "type": "date",
        "range": [marks.iso(dates.min() - room), marks.iso(dates.max() + room)],
        "showgrid": False,
        "showline": True,
        "linecolor": palette.grid,
        "nticks": 4,
        "tickformat": "%Y" if (dates.max() - dates.min()).days > 700 else "%b %y",
        "dtick": "M12" if (dates.max() - dates.min()).days > 700 else None,
        "showticklabels": last,
    }
    drawn.layout[f"yaxis{y[1:]}"] = look | {
        "domain": [top - 1 / high + 0.12 / high, top - title],
        "anchor": x,
        "type": "log" if values.log else "linear",
        "range": [math.log10(end) if values.log else end for end in values[:2]],
        "tickvals": held,
        "ticktext": [f"{tick:,.0f}" for tick in held],
        "showticklabels": column == 0,
    }


def _draw(
    drawn: Drawing,
    spots: list[marks.Spot],
    joined: marks.Points,
    place: int,
    values: axis.Axis,
    palette: Palette,
) -> None:
    relation, name = spots[-1].claim["relation"], str(spots[-1].claim["source_short"])
    colour, on = palette.relation[relation], _on(place)
    lines: tuple[tuple[marks.Points, float, dict[str, Any]], ...] = (
        (joined, 0.6, {"width": 1.2, "shape": "hv"}),
        (marks.ranges(spots, values), 0.4, {"width": 4}),
    )
    for (x, y), clear, line in lines:
        if x:
            drawn.scatter(
                x=x, y=y, mode="lines", opacity=clear, hoverinfo="skip",
                line={"color": colour, **line}, **on,
            )  # fmt: skip
    points = marks.points(spots, relation, values, palette)
    drawn.scatter(name=escaped(name), cliponaxis=False, **points, **on)
    signs = marks.overlay(spots, values, colour)
    if signs:
        drawn.scatter(**signs, **on)
    drawn.note(
        text=f"<b>{_short(name)}</b>",
        x=drawn.layout[f"xaxis{on['xaxis'][1:]}"]["domain"][0],
        y=drawn.layout[f"yaxis{on['yaxis'][1:]}"]["domain"][1],
        xref="paper", xanchor="left", yref="paper", yanchor="bottom", yshift=2,
        showarrow=False, font={"size": 14, "color": colour},
    )  # fmt: skip


def _short(name: str) -> str:
    return escaped(name if len(name) <= 30 else name[:29].rstrip() + "…")


def alt(claims: pd.DataFrame, name: str, most: int = 12) -> str:
    """Return what the panels show, in words, in fewer than 500 letters."""
    if claims.empty:
        return f"{name}: no claim."
    order = sources(claims)
    text = f"{name}: one small chart a source, {count(min(most, len(order)), 'source')} in all"
    text += f" ({len(order) - most} more not drawn)" if len(order) > most else ""
    ends = []
    for source in order[:3]:
        theirs = claims[claims["source"] == source].sort_values(["as_of", "id"])
        same = theirs[theirs["apart"].isna()]
        rows = (theirs if same.empty else same).to_dict("records")
        ends.append(
            f"{rows[0]['source_short']}: {count(len(rows), 'claim')}, last {said(rows[-1])}"
        )
    text += f". {'; '.join(ends)}{' …' if len(order) > 3 else '.'}"
    return cut(text)
