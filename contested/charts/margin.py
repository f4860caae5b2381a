"""What sources said without a number: marks in a timeline's margin, at their dates.

The margin lies under the plot and has the timeline's dates and no numbers: “dozens” is no number,
so no mark stands for it on the axis.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from contested.charts import marks
from contested.charts.ground import Frame
from contested.charts.style import LINE, Drawing, Palette, escaped
from contested.charts.symbols import SYMBOLS
from contested.rows import one_by_one
from contested.vocabulary import RELATIONS
from contested.words import Claim, said

#: What stands at the margin's left.
NAME = "in words"

#: The name of the trace of its marks.
TRACE = "in words"

#: The height of one row of marks, and how many rows there are at most, in pixels.
_ROW, _ROWS = 20, 3

#: The width of a plot beside labels and of a letter, in pixels: what keeps words apart.
_WIDTH, _LETTER = 640, 7


def height(claims: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> int:
    """Return the height of the margin that these claims need, in pixels; 0 for none."""
    return (1 + max(rows)) * _ROW + 6 if (rows := _rows(claims, first, last)) else 0


def draw(
    drawn: Drawing,
    claims: pd.DataFrame,
    frame: Frame,
    palette: Palette,
    known_on: date | None = None,
) -> None:
    """Draw claims, rows of queries.unnumbered, with their words where there is room for them.

    What was corrected since is crossed out, unless the reader looks from a date, `known_on`. No
    claims draws nothing.
    """
    if claims.empty:
        return
    rows = _rows(claims, frame.first, frame.last)
    high = (1 + max(rows)) * _ROW + 6
    drawn.layout["yaxis3"] = {
        "range": [0, high],
        "domain": [0, frame.bottom],
        "visible": False,
        "fixedrange": True,
        "anchor": "x",
    }
    drawn.layout["xaxis"]["anchor"] = "y3"
    drawn.shape(
        type="line", xref="paper", yref="paper", x0=0, x1=1, y0=frame.bottom, y1=frame.bottom,
        name="margin", layer="below", line={"color": palette.muted, "width": 1},
    )  # fmt: skip
    drawn.note(
        text=NAME, x=0, xref="paper", xanchor="right", xshift=-5, y=frame.bottom / 2, yref="paper",
        yanchor="middle", showarrow=False, font={"color": palette.muted, "size": 12},
    )  # fmt: skip
    rows_of_claims = one_by_one(claims)
    drawn.scatter(
        name=TRACE,
        x=[marks.iso(claim["at"]) for claim in rows_of_claims],
        y=[high - 3 - (max(row, 0) + 0.5) * _ROW for row in rows],
        yaxis="y3",
        mode="markers+text",
        cliponaxis=False,
        marker={
            "symbol": [RELATIONS[claim["relation"]].symbol for claim in rows_of_claims],
            "size": [SYMBOLS[RELATIONS[claim["relation"]].symbol].size for claim in rows_of_claims],
            "color": palette.ground,
            "opacity": [1.0 if pd.isna(claim["apart"]) else marks.PALE for claim in rows_of_claims],
            "line": {
                "color": [palette.relation[claim["relation"]] for claim in rows_of_claims],
                "width": LINE + 0.1,
            },
        },
        text=[
            "" if row < 0 else f"  {_words(claim, known_on is None)}  "
            for claim, row in zip(rows_of_claims, rows, strict=True)
        ],
        textposition=[f"middle {_side(frame, claim['at'])}" for claim in rows_of_claims],
        textfont={"color": palette.ink, "size": 12},
        hovertext=[marks.hover(claim, known_on=known_on) for claim in rows_of_claims],
        customdata=[[claim["id"]] for claim in rows_of_claims],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def height_of(traces: Iterable[Mapping[str, Any]], id: str) -> dict[str, Any]:
    """Return the y and the axis of a claim's mark in a chart's margin; empty for one without."""
    for trace in traces:
        if trace.get("name") == TRACE and [id] in [list(each) for each in trace["customdata"]]:
            row = [list(each) for each in trace["customdata"]].index([id])
            return {"y": [trace["y"][row]], "yaxis": trace["yaxis"]}
    return {}


def _words(claim: Claim, struck: bool) -> str:
    words = escaped(said(claim))
    return f"<s>{words}</s>" if struck and not pd.isna(claim["superseded_on"]) else words


def _side(frame: Frame, at: pd.Timestamp) -> str:
    """Return the side of a mark on which its words stand: the one with more room."""
    return "left" if frame.place(at) > 0.6 else "right"


def _rows(claims: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> list[int]:
    """Return the row of each claim's mark, such that no words overlap; -1 for one without words."""
    frame = Frame(first, last, None, 1, 1.0)  # type: ignore[arg-type]
    taken: list[list[tuple[float, float]]] = [[] for _ in range(_ROWS)]
    places = []
    for claim in one_by_one(claims):
        middle = frame.place(claim["at"]) * _WIDTH
        long = 14 + _LETTER * (len(said(claim)) + 1)
        ends = (middle - long, middle + 8) if _side(frame, claim["at"]) == "left" else (
            middle - 8, middle + long
        )  # fmt: skip
        row = next(
            (
                row
                for row, boxes in enumerate(taken)
                if all(ends[1] < start or end < ends[0] for start, end in boxes)
            ),
            -1,
        )
        taken[row].append(ends)
        places.append(row)
    return places
