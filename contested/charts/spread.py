"""How far apart institutions surely are, over time: of what they say about the same time."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from contested import compare
from contested.charts import axis
from contested.charts.alt import bound, cut
from contested.charts.style import FONT, LIGHT, Palette, blank, escaped, opening
from contested.charts.svg import plot
from contested.charts.svg.pen import plain_text
from contested.rows import one_by_one
from contested.words import Claim, capital, day, missing, month

#: How the chart is read, in one line.
READING = (
    "Of the claims of each time the two that are furthest apart: the higher divided by the lower, "
    "as far as their hedges leave no doubt; 1 where they agree. Dotted: one has no bound on one "
    "side. No line: fewer than two institutions speak of the time."
)

#: Beyond this spread the axis is logarithmic.
WIDE = 20

#: What is seen before and after the middle of a short time, at the least.
_ROOM = timedelta(days=20)

#: Claims that do not surely differ, in fewer words than answers have: a line holds them on a phone.
_AGREE = "as hedged, they may agree"


def chart(band: pd.DataFrame, palette: Palette = LIGHT) -> go.Figure:
    """Draw the spread as steps, dotted where a bound is open; nothing where fewer than two speak.

    `band` is what queries.band returns. The last step ends at the last date in it.
    """
    steps = _steps(band)
    drawn = blank(palette, height=280)
    dates = {step[end] for step in steps for end in ("at", "until")}
    highest = max((step["spread"] for step in steps), default=2.0)
    log = highest > WIDE
    top = highest * 1.15 if log else max(highest * 1.08, 1.5)
    ticks = _ticks(top, log)
    drawn.update_layout(
        margin={"l": 50, "r": 12, "t": 48, "b": 30},
        yaxis={
            "type": "log" if log else "linear",
            "range": [0, math.log10(top)] if log else [1 - (top - 1) / 60, top],
            "tickvals": ticks,
            "ticktext": [f"{tick:g}×" for tick in ticks],
        },
        xaxis={"type": "date", "showgrid": False, "showline": True, "ticks": "outside"},
    )
    if dates and max(dates) - min(dates) < 2 * _ROOM:  # some days would have an axis of hours
        middle = min(dates) + (max(dates) - min(dates)) / 2
        drawn.update_xaxes(range=[middle - _ROOM, middle + _ROOM])
    for open_bound in (False, True):
        x: list[object] = []
        y: list[float | None] = []
        texts: list[str] = []
        before: Claim = {}
        for step in steps:
            if step["open"] == open_bound:
                if x and before.get("until") != step["at"]:
                    x, y, texts = [*x, step["at"]], [*y, None], [*texts, ""]
                x += [step["at"], step["until"]]
                y += [step["spread"]] * 2
                texts += [hover(step["row"])] * 2
                before = step
        drawn.add_scatter(
            x=x,
            y=y,
            mode="lines",
            line={"color": palette.ink, "width": 2, "dash": "2px,2px" if open_bound else "solid"},
            text=texts,
            hovertemplate="%{text}<extra></extra>",
        )
    _risers(drawn, steps, palette)
    if steps:
        _labels(drawn, steps, palette)
    return drawn


def _ticks(top: float, log: bool) -> list[float]:
    """Return the times that the axis names, 1 and some above it; a narrow one has tenths.

    >>> _ticks(1.83, log=False), _ticks(5.2, log=False)
    ([1.0, 1.2, 1.4, 1.6, 1.8], [1.0, 2, 3, 4, 5])
    """
    if top < 2.5:
        step = 0.1 if top <= 1.5 else 0.2
        return [round(1 + step * n, 1) for n in range(int((top - 1) / step + 1e-9) + 1)]
    return [1.0, *(tick for tick in axis.ticks(axis.Axis(1, top, log), 0.14) if tick > 1)]


def is_spread(chart: Mapping[str, Any]) -> bool:
    """Return whether a chart is one of a spread, also one of a picture: its axis counts times."""
    layout = chart.get("layout", {})
    ticks = [str(text) for text in layout.get("yaxis", {}).get("ticktext") or ()]
    dated = layout.get("xaxis", {}).get("type") == "date" and "xaxis2" not in layout
    return dated and bool(ticks) and all(text.endswith("×") for text in ticks)


def alone(chart: Mapping[str, Any], high: int = 202) -> tuple[list[str], dict[str, Any]]:
    """Return the lines above a chart or a picture of a spread, and it without them.

    Its plot is `high` pixels high.
    """
    margin = {"l": 50, "r": 14, "t": 10, "b": 34}
    upwards = chart["layout"]["yaxis"]
    values, texts = upwards["tickvals"], upwards["ticktext"]
    step = max(1, -(-17 * len(values) // high))  # none nearer to another than a line is high
    ticks = {"tickvals": list(values)[::step], "ticktext": list(texts)[::step]}
    layout = {
        **chart["layout"],
        "yaxis": {**upwards, **ticks},
        "margin": margin,
        "height": high + margin["t"] + margin["b"],
        "annotations": [],
        "shapes": [],
        "font": {"size": 13, "color": chart["layout"]["font"]["color"], "family": FONT},
    }
    words = [line for note in plot.notes(chart) for line in str(note["text"]).split("<br>")]
    return list(map(plain_text, words)), {"data": chart["data"], "layout": layout}


def _steps(band: pd.DataFrame) -> list[Claim]:
    """Return the stretches in which two institutions or more speak of one time."""
    return [
        {
            "at": row["at"],
            "until": row["at"] if pd.isna(row["until"]) else row["until"],
            "spread": float(row["spread"]),
            "open": bool(opening(row["lowest_qualifier"]) or opening(row["highest_qualifier"])),
            "row": row,
        }
        for row in one_by_one(band)
        if not pd.isna(row["spread"])
    ]


def _risers(drawn: go.Figure, steps: list[Claim], palette: Palette) -> None:
    """Join a closed stretch and an open one that follow each other at once; a gap stays a gap."""
    x: list[object] = []
    y: list[float | None] = []
    for before, after in pairwise(steps):
        if before["until"] == after["at"] and before["open"] != after["open"]:
            x += [after["at"], after["at"], after["at"]]
            y += [before["spread"], after["spread"], None]
    drawn.add_scatter(
        x=x,
        y=y,
        mode="lines",
        line={"color": palette.ink, "width": 1},
        opacity=0.5,
        hoverinfo="skip",
    )


def _labels(drawn: go.Figure, steps: list[Claim], palette: Palette) -> None:
    """Mark the widest stretch and the last one, and say both in words above the chart."""
    widest, last = max(steps, key=lambda step: step["spread"]), steps[-1]
    ends = [(last, last["until"])]
    words = [f"Last: {_words(last['row'])}, {month(last['until'])}"]
    if widest["spread"] > last["spread"]:
        ends.insert(0, (widest, widest["at"]))
        words.insert(0, f"Widest: {_words(widest['row'])}, {month(widest['at'])}")
    drawn.add_scatter(
        x=[at for _, at in ends],
        y=[step["spread"] for step, _ in ends],
        mode="markers",
        marker={
            "symbol": ["circle-open" if step["open"] else "circle" for step, _ in ends],
            "color": palette.ink,
            "size": 8,
            "line": {"width": 1.6, "color": palette.ink},
        },
        text=[hover(step["row"]) for step, _ in ends],
        hovertemplate="%{text}<extra></extra>",
        cliponaxis=False,
    )
    drawn.add_annotation(
        text="<br>".join(escaped(text) for text in words),
        x=0,
        xref="paper",
        xanchor="left",
        y=1,
        yref="paper",
        yanchor="bottom",
        yshift=6,
        align="left",
        showarrow=False,
        font={"size": 13, "color": palette.ink},
    )


def _words(row: Claim) -> str:
    """Return a row's spread in words."""
    if row["agree"]:
        return _AGREE
    return compare.spread(row).words


def hover(row: Claim) -> str:
    """Return what a stretch says when it is pointed at: the spread, and whose numbers bound it."""
    until = "" if pd.isna(row["until"]) else f" to {day(row['until'])}"
    return (
        f"<b>{capital(_words(row))}</b>: {int(row['institutions'])} institutions<br>"
        f"{day(row['at'])}{until}<br>"
        f"highest: {_bound(row, 'highest')}<br>lowest: {_bound(row, 'lowest')}"
    )


def _bound(row: Claim, side: str) -> str:
    number = "" if missing(row[side]) else f"{bound(row, side)}, "
    return f"{number}{escaped(row[f'{side}_source'])}, {day(row[f'{side}_since'])}"


def alt(band: pd.DataFrame, name: str) -> str:
    """Return what the chart shows, in words, in fewer than 500 letters."""
    steps = _steps(band)
    if not steps:
        return f"{name}: at no time do two institutions speak of the same time."
    widest = max(steps, key=lambda step: step["spread"])
    last = steps[-1]
    row = widest["row"]
    text = (
        f"{name}: of the claims of each time the highest divided by the lowest. Widest in "
        f"{month(widest['at'])}, {_words(row)}: {row['highest_source']} against "
        f"{row['lowest_source']}. Last, in {month(last['until'])}, {_words(last['row'])} "
        f"among {int(last['row']['institutions'])} institutions."
    )
    return cut(text)
