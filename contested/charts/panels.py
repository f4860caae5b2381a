"""Each source on its own: small multiples on shared axes, the others' claims in grey behind."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from contested.charts import axis, key, marks
from contested.charts.style import LIGHT, Palette, blank, escaped, opening, symbol, wrapped
from contested.vocabulary import EVIDENCE
from contested.words import Claim, count, missing, said, sentence

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
) -> go.Figure:
    """Draw one panel a source, those with the most claims first, at most `most` of them.

    `claims` and `breaks` are what queries.drawn and queries.breaks return. What a line may join is
    joined as steps, as on a timeline; the rest stands alone. No rows draws an empty chart.
    """
    chosen = sources(claims)[:most]
    wide = max(1, min(columns, len(chosen) or 1))
    high = max(1, math.ceil(len(chosen) / wide))
    drawn = blank(palette, height=high * _PANEL + 40)
    drawn.update_layout(margin={"l": 8, "r": 12, "t": 4, "b": 24}, xaxis=None, yaxis=None)
    if claims.empty:
        return drawn
    drawn.update_layout(meta=key.told(claims))
    values = axis.axis([*claims["lowest"], *claims["highest"]], log=scale == "log", room=0.06)
    held = axis.ticks(values, 0.24)
    rows = claims.sort_values(["at", "id"]).to_dict("records")
    for place, source in enumerate(chosen):
        ours = [claim for claim in rows if claim["source"] == source]
        _frame(drawn, place, wide, high, values, held, claims["at"], palette)
        others = claims[(claims["source"] != source) & claims["apart"].isna()]
        others = others[others["number"] > 0] if values.log else others
        drawn.add_scatter(
            x=others["at"],
            y=others["number"].astype(float),
            mode="markers",
            marker={"color": palette.muted, "size": 4, "opacity": 0.28},
            hoverinfo="skip",
            xaxis=f"x{place + 1}",
            yaxis=f"y{place + 1}",
        )
        _draw(drawn, ours, breaks, place, values, palette)
    left = claims["source"].nunique() - len(chosen)
    if left > 0:
        drawn.add_annotation(
            text=f"{escaped(count(left, 'source')).capitalize()} with fewer claims not drawn",
            x=1,
            xref="paper",
            xanchor="right",
            y=0,
            yref="paper",
            yanchor="top",
            yshift=-22,
            showarrow=False,
            font={"size": 13, "color": palette.muted},
        )
        drawn.update_layout(margin={"b": 46})
    return drawn


def sources(claims: pd.DataFrame) -> list[str]:
    """Return the sources, those with the most claims that count the same thing first."""
    ours = claims.assign(same=claims["apart"].isna())
    order = ours.groupby("source").agg(same=("same", "sum"), last=("as_of", "max")).reset_index()
    order = order.sort_values(["same", "last", "source"], ascending=[False, False, True])
    return [str(source) for source in order["source"]]


def _frame(
    drawn: go.Figure,
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
    drawn.update_layout(
        {
            f"xaxis{place + 1}": {
                **look,
                "domain": [start, start + width],
                "anchor": f"y{place + 1}",
                "type": "date",
                "range": [dates.min() - room, dates.max() + room],
                "showgrid": False,
                "showline": True,
                "linecolor": palette.grid,
                "nticks": 4,
                "tickformat": "%Y" if (dates.max() - dates.min()).days > 700 else "%b %y",
                "dtick": "M12" if (dates.max() - dates.min()).days > 700 else None,
                "showticklabels": last,
            },
            f"yaxis{place + 1}": {
                **look,
                "domain": [top - 1 / high + 0.12 / high, top - title],
                "anchor": f"x{place + 1}",
                "type": "log" if values.log else "linear",
                "range": [math.log10(values.low), math.log10(values.high)]
                if values.log
                else [values.low, values.high],
                "tickvals": held,
                "ticktext": [f"{tick:,.0f}" for tick in held],
                "showticklabels": column == 0,
            },
        }
    )


def _draw(
    drawn: go.Figure,
    claims: list[Claim],
    breaks: pd.DataFrame,
    place: int,
    values: axis.Axis,
    palette: Palette,
) -> None:
    relation = claims[-1]["relation"]
    colour = palette.relation[relation]
    on = {"xaxis": f"x{place + 1}", "yaxis": f"y{place + 1}"}
    claims = [claim for claim in claims if float(claim["highest"]) > 0 or not values.log]
    joined = marks.steps(marks.runs(claims, breaks), values)
    drawn.add_scatter(
        x=joined.x,
        y=joined.y,
        mode="lines",
        line={"color": colour, "width": 1.2, "shape": "hv"},
        opacity=0.6,
        hoverinfo="skip",
        **on,
    )
    bars = [claim for claim in claims if claim["qualifier"] == "range"]
    drawn.add_scatter(
        x=[at for claim in bars for at in (claim["at"], claim["at"], None)],
        y=[
            end
            for claim in bars
            for end in (max(float(claim["lowest"]), values.low), float(claim["highest"]), None)
        ],
        mode="lines",
        line={"color": colour, "width": 4},
        opacity=0.4,
        hoverinfo="skip",
        **on,
    )
    seen = [(claim, float(end)) for claim in claims for end in stated(claim)]
    seen = [(claim, end) for claim, end in seen if marks.shown(values, end)]
    drawn.add_scatter(
        name=escaped(claims[-1]["source_short"]) if claims else "",
        x=[claim["at"] for claim, _ in seen],
        y=[end for _, end in seen],
        mode="markers",
        marker={
            "symbol": [symbol(claim["relation"], claim["qualifier"]) for claim, _ in seen],
            "color": colour,
            "size": 8,
            "opacity": [1.0 if missing(claim["apart"]) else 0.45 for claim, _ in seen],
            "line": {"width": 1.3, "color": colour},
        },
        text=[_hover(claim) for claim, _ in seen],
        customdata=[[claim["id"]] for claim, _ in seen],
        hovertemplate="%{text}<extra></extra>",
        **on,
    )
    _arrows(drawn, claims, place, values, colour)
    axes = drawn.layout
    drawn.add_annotation(
        text=f"<b>{_short(str(claims[-1]['source_short']))}</b>" if claims else "",
        x=axes[f"xaxis{place + 1}"].domain[0],
        xref="paper",
        xanchor="left",
        y=axes[f"yaxis{place + 1}"].domain[1],
        yref="paper",
        yanchor="bottom",
        yshift=2,
        showarrow=False,
        font={"size": 14, "color": colour},
    )


def stated(claim: Claim) -> list[Any]:
    """Return the numbers that a claim's marks stand on: all of them stated by its source."""
    if claim["qualifier"] == "range" and missing(claim["best"]):
        return [claim["lowest"], claim["highest"]]
    return [claim["number"]]


def _arrows(
    drawn: go.Figure, claims: list[Claim], place: int, values: axis.Axis, colour: str
) -> None:
    for claim in claims:
        side = opening(claim["qualifier"])
        if not side:
            continue
        mark = float(claim["number"])
        way = -1 if side == "up" else 1
        drawn.add_annotation(
            x=claim["at"],
            y=math.log10(mark) if values.log else mark,
            xref=f"x{place + 1}",
            yref=f"y{place + 1}",
            yshift=way * -18,
            ax=0,
            ay=way * -13,
            text="",
            showarrow=True,
            arrowhead=2,
            arrowsize=0.9,
            arrowwidth=1.2,
            arrowcolor=colour,
            opacity=1.0 if missing(claim["apart"]) else 0.45,
        )


def _hover(claim: Claim) -> str:
    parts = [wrapped(sentence(claim)), EVIDENCE[claim["evidence"]].label]
    if not missing(claim["apart"]):
        parts.append(wrapped(f"Set apart: {claim['apart']}"))
    return "<br>".join(parts)


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
    return text if len(text) < 500 else text[:498].rsplit(" ", 1)[0] + "…"
