"""A small chart of a few claims about many things: an article's, or one source's."""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go

from contested.charts import axis, marks
from contested.charts.axis import Axis
from contested.charts.style import LIGHT, LINE, Palette, blank, escaped, opening
from contested.vocabulary import RELATIONS
from contested.words import Claim, capital, count, day, listed, said

#: How the marks are read, in one line.
READING = (
    "Each row is one claim, under what it counts. Filled: exact. Hollow: hedged. Bar: a stated "
    "range. Arrow: no bound on that side."
)

#: The most claims drawn; the table beside the chart holds all.
MOST = 40

#: The heights of a claim's row and of the name of what is counted, in pixels.
_ROW, _NAME = 42, 28


def chart(claims: pd.DataFrame, palette: Palette = LIGHT, height: int = 220) -> go.Figure:
    """Draw each claim in a row of its own under what it counts, its words above its mark.

    `claims` has the columns of queries.claims; of more than MOST the newest are drawn. The axis is
    logarithmic where the numbers differ much. `height` is the least height; no claims draws empty
    axes.
    """
    held = _drawn(claims)
    rows, high = _rows(held)
    over = len(claims) - len(held)
    values = _axis(held)
    drawn = blank(palette, max(height, int(high) + 52))
    low = max(height - 52, high)
    ticks = axis.ticks(values, 0.2)
    powers = [tick for tick in ticks if math.log10(max(tick, 1)).is_integer()]
    ticks = powers if values.log and len(powers) > 2 else ticks
    drawn.update_layout(
        margin={"l": 12, "r": 34, "t": 6, "b": 46 if over else 30},
        height=max(height, int(high) + (68 if over else 52)),
        dragmode=False,
        xaxis={
            "type": "log" if values.log else "linear",
            "range": [math.log10(end) for end in values[:2]] if values.log else list(values[:2]),
            "tickvals": ticks,
            "ticktext": [f"{tick:,.0f}" for tick in ticks],
            "fixedrange": True,
            "showline": False,
        },
        yaxis={"range": [low, 0], "visible": False, "fixedrange": True},
        meta={
            "relations": [word for word in RELATIONS if word in set(held["relation"])],
            "qualifiers": sorted(set(held["qualifier"])),
        },
    )
    if claims.empty:
        drawn.add_annotation(
            text="No claims", x=0.5, y=0.5, xref="paper", yref="paper", showarrow=False,
            font={"color": palette.muted, "size": 16},
        )  # fmt: skip
        return drawn
    name = ""
    for claim, y in rows:
        if claim["quantity"] != name:
            name = claim["quantity"]
            _write(drawn, f"<b>{escaped(name)}</b>", y - 40, palette.ink)
        who = f"{escaped(claim['source_short'])}, {day(claim['as_of'])}"
        _write(drawn, f"<b>{escaped(said(claim))}</b>  {who}", y - 17, palette.muted)
    _marks(drawn, rows, values, palette)
    if over:
        drawn.add_annotation(
            text=f"{count(over, 'older claim').capitalize()} in the table only", x=0, y=0,
            xref="paper", yref="paper", xanchor="left", yanchor="top", yshift=-26, showarrow=False,
            font={"color": palette.muted, "size": 13},
        )  # fmt: skip
    return drawn


def alt(claims: pd.DataFrame) -> str:
    """Return the chart in words: how many claims, of what, from the lowest to the highest."""
    if claims.empty:
        return "No claims."
    names = list(dict.fromkeys(claims["quantity"]))
    counted = listed(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
    low, high = (
        claims.sort_values(["number", "id"]).to_dict("records")[place] for place in (0, -1)
    )
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


def _rows(claims: pd.DataFrame) -> tuple[list[tuple[Claim, float]], float]:
    """Return each claim with the height of its mark, and the height of all, in pixels."""
    found: list[tuple[Claim, float]] = []
    y, name = 0.0, None
    for claim in claims.to_dict("records"):
        if claim["quantity"] != name:
            y += _NAME if name is None else _NAME + 8
            name = claim["quantity"]
        y += _ROW
        found.append((claim, y - 10))
    return found, y + 6


def _axis(claims: pd.DataFrame) -> Axis:
    held = [float(value) for name in ("lowest", "highest") for value in claims[name].dropna()]
    above = [value for value in held if value > 0] or [1.0]
    log = min(held, default=0) > 0 and max(above) / min(above) > 20
    return axis.axis(held, log=log, room=0.1)


def _marks(
    drawn: go.Figure, rows: list[tuple[Claim, float]], values: Axis, palette: Palette
) -> None:
    for relation in RELATIONS:
        ours = [(claim, y) for claim, y in rows if claim["relation"] == relation]
        if not ours:
            continue
        colour, shape = palette.relation[relation], RELATIONS[relation].symbol
        bars = marks.Points([], [])
        x, ys, fill, text, ids = [], [], [], [], []
        arrows: list[tuple[int, float, str]] = []
        for claim, y in ours:
            if claim["qualifier"] == "range":
                bars.x.extend([claim["low"], claim["high"], None])
                bars.y.extend([y, y, None])
            for number in marks.numbers(claim):
                x.append(number)
                ys.append(y)
                fill.append(colour if claim["qualifier"] == "exact" else palette.ground)
                text.append(marks.hover(claim))
                ids.append([claim["id"]])
            side = opening(claim["qualifier"])
            if side:
                arrows.append((marks.numbers(claim)[0], y, side))
        if bars.x:
            drawn.add_scatter(
                name=f"{relation}, ranges", x=bars.x, y=bars.y, mode="lines", opacity=0.4,
                line={"color": colour, "width": 4}, hoverinfo="skip",
            )  # fmt: skip
        drawn.add_scatter(
            name=RELATIONS[relation].label, x=x, y=ys, mode="markers", cliponaxis=False,
            marker={
                "symbol": shape, "size": marks.SIZES[shape], "color": fill,
                "line": {"color": colour, "width": LINE + 0.1},
            },
            text=text, customdata=ids, hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip
        if arrows:
            turned = [270 if side == "up" else 90 for _, _, side in arrows for _ in range(2)]
            drawn.add_scatter(
                name=f"{relation}, open", mode="markers", cliponaxis=False, hoverinfo="skip",
                x=[number for number, _, _ in arrows for _ in range(2)],
                y=[y for _, y, _ in arrows for _ in range(2)],
                marker={
                    "symbol": ["line-ns", "triangle-down"] * len(arrows), "angle": turned,
                    "size": [6, 7] * len(arrows), "standoff": [13, 19] * len(arrows),
                    "color": colour, "line": {"color": colour, "width": LINE},
                },
            )  # fmt: skip


def _write(drawn: go.Figure, text: str, y: float, colour: str) -> None:
    drawn.add_annotation(
        text=text, x=0, xref="paper", xanchor="left", xshift=-6, y=y, yanchor="middle",
        showarrow=False, font={"size": 14, "color": colour}, align="left",
    )  # fmt: skip
